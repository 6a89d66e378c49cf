package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/// The example configuration that administrators get is the text of the defaults with each setting commented out.
class ExampleConfigTest {
    /// Seen from the engine's folder, where Maven runs its tests.
    private static final Path EXAMPLE = Path.of("../installer/src/main/conf/medusa.toml");

    @Test
    void isTheDefaultsWithEachSettingCommentedOut() throws Exception {
        assertThat(Files.readString(EXAMPLE)).isEqualTo(ConfigText.defaults().text().lines()
                .map(line -> line.isEmpty() || line.startsWith("#") || line.startsWith("[") ? line : "#" + line)
                .collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void changesNothingAsItStands() throws Exception {
        assertThat(ConfigLoader.load(new ConfigSources(Optional.of(EXAMPLE), List.of(), List.of())))
                .isEqualTo(ServerConfig.of());
    }

    @Test
    void holdsTheDefaultsOnceUncommented() throws Exception {
        String uncommented = Files.readString(EXAMPLE).replaceAll("(?m)^#(?! |$)", "");
        assertThat(Toml.parse(uncommented)).isEqualTo(Toml.parse(ConfigText.defaults().text()));
    }

    @Test
    void showsRulesThatWork() throws Exception {
        String rules = Files.readString(EXAMPLE).lines().dropWhile(line -> !line.startsWith("# rules"))
                .takeWhile(line -> line.startsWith("# ")).map(line -> line.substring(2))
                .collect(Collectors.joining("\n"));
        assertThat(ServerConfig.of("buffers." + rules).buffers().rules()).hasSize(2);
    }

    @Test
    void showsCertificatesInAFormThatWorks() throws Exception {
        String certificates = Files.readString(EXAMPLE).lines().filter(line -> line.startsWith("# certificates = "))
                .findFirst().orElseThrow().substring(2);
        assertThat(ServerConfig.of("tls." + certificates).tls().certificates()).hasSize(1)
                .allMatch(each -> each.key().isPresent());
    }
}
