package medusa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// Dependencies point one way: each package may use those behind it in this list, and none before it.
class LayersTest {
    private static final List<String> ORDER = List.of("medusa.server", "medusa.monitor.terminal", "medusa.monitor",
            "medusa.http.extension",
            "medusa.interpreter", "medusa.http", "medusa.ftp", "medusa.filesystem", "medusa.auth", "medusa.tls",
            "medusa.log", "medusa.reactor", "medusa.producer", "medusa.metrics", "medusa.state");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("medusa");

    static Stream<Integer> packages() {
        return Stream.iterate(1, i -> i < ORDER.size(), i -> i + 1);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void noPackageUsesOneAboveIt(int index) {
        noClasses().that().resideInAPackage(ORDER.get(index)).should().dependOnClassesThat()
                .resideInAnyPackage(ORDER.subList(0, index).toArray(String[]::new))
                .allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void everyPackageHasItsPlace() {
        noClasses().should().resideOutsideOfPackages(ORDER.toArray(String[]::new)).check(CLASSES);
        slices().matching("medusa.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theEngineKnowsNoJavaFxAndNoJna() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("javafx..", "com.sun.jna..").check(CLASSES);
    }

    @Test
    void certificatesKnowNoSocketsAndNoProtocol() {
        noClasses().that().resideInAPackage("medusa.tls").should().dependOnClassesThat().resideOutsideOfPackages(
                "java..", "javax.crypto..", "javax.net.ssl..", "javax.security.auth.x500..",
                "medusa.tls", "medusa.metrics", "medusa.state").check(CLASSES);
    }

    @Test
    void theReactorKnowsNothingButSocketsAndTheLog() {
        noClasses().that().resideInAnyPackage("medusa.reactor", "medusa.producer", "medusa.metrics")
                .should().dependOnClassesThat()
                .resideOutsideOfPackages("java..", "javax.net.ssl..", "jdk.net..", "org.slf4j..",
                        "medusa.reactor", "medusa.producer", "medusa.metrics")
                .check(CLASSES);
    }
}
