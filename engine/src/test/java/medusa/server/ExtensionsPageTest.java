package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import medusa.http.ExtensionType;
import medusa.http.Setting;

/// `extensions.md` says what the types of extensions say of themselves.
class ExtensionsPageTest {
    private static final Path PAGE = Path.of("extensions.md");

    /// With `-Dmedusa.write-pages=true` it is written instead.
    @Test
    void isUpToDate() throws IOException {
        String page = ExtensionsPage.of(ExtensionCatalog.builtIn());
        if (Boolean.getBoolean("medusa.write-pages")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("engine/extensions.md is made from the types of extensions. Make it anew: "
                        + "mvn -pl engine test -Dtest=ExtensionsPageTest -Dmedusa.write-pages=true")
                .isEqualTo(page);
    }

    @Test
    void everySettingSaysWhatItIsFor() {
        for (ExtensionType<?> type : ExtensionCatalog.builtIn().types()) {
            ExtensionsPage.records(type.settings()).forEach((key, record) -> {
                for (var component : record.getRecordComponents()) {
                    assertThat(component.getAnnotation(Setting.class)).as(type.name() + " " + key + component.getName())
                            .isNotNull().extracting(Setting::about).asString().endsWith(".");
                }
            });
        }
    }

    @Test
    void theTypesAreInOrder() {
        assertThat(ExtensionCatalog.builtIn().types()).extracting(ExtensionType::name).isSorted()
                .doesNotHaveDuplicates();
    }
}
