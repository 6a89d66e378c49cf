package medusa.gui;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.util.List;

import javafx.application.Platform;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.Slice;

import org.junit.jupiter.api.Test;

/// What may know what: client, then view models, then views; one door to the JavaFX thread.
class LayersTest {
    private static final List<String> SCREENS = List.of("connections", "dashboard", "log", "monitor", "servers");

    private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("medusa.gui");

    @Test
    void theClientKnowsNoJavaFx() {
        noClasses().that().resideInAPackage("medusa.gui.client..").should().dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..", "medusa.gui.ui..").check(classes);
    }

    @Test
    void viewModelsKnowNoWindow() {
        noClasses().that().haveSimpleNameEndingWith("Model").should().dependOnClassesThat()
                .resideInAnyPackage("javafx.stage..", "javafx.scene..").check(classes);
    }

    @Test
    void oneDoorLeadsToTheJavaFxThread() {
        noClasses().that().resideOutsideOfPackage("medusa.gui.ui").and().haveSimpleNameNotStartingWith("JavaFxWindow")
                .should().callMethod(Platform.class, "runLater", Runnable.class).check(classes);
    }

    @Test
    void screensDoNotKnowEachOther() {
        slices().matching("medusa.gui.(*)..").that(new DescribedPredicate<Slice>("are screens") {
            @Override
            public boolean test(Slice slice) {
                return SCREENS.contains(slice.getNamePart(1));
            }
        }).should().notDependOnEachOther().check(classes);
    }

    @Test
    void sharedControlsKnowNoServer() {
        noClasses().that().resideInAPackage("medusa.gui.ui..").should().dependOnClassesThat()
                .resideInAnyPackage("medusa.gui.client..", "medusa.gui.server..", "medusa.monitor..").check(classes);
    }
}
