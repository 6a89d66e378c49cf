package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import medusa.http.ExtensionBlock;
import medusa.http.ExtensionType;
import medusa.http.extension.HealthExtension;

/// What is found in the folder of JARs, and what is said about those that cannot be used.
@Timeout(120)
class JarExtensionsTest {
    private final JarExtensions jars = new JarExtensions();

    @TempDir
    private Path folder;

    @BeforeEach
    void look() throws IOException {
        folder = folder.toRealPath();
        jars.lookIn(Optional.of(folder));
    }

    private List<String> types() {
        return jars.read().types().stream().filter(type -> !ExtensionCatalog.builtIn().types().contains(type))
                .<String>map(ExtensionType::name).toList();
    }

    /// @param settings each as for `--set`
    private ServerConfig load(String... settings) throws ConfigException {
        return ConfigLoader.load(new ConfigSources(Optional.empty(), List.of(),
                Stream.concat(Stream.of("extensions-folder=" + folder), Stream.of(settings)).toList()), jars);
    }

    @Test
    void eachJarHasALoaderOfItsOwnOverACopy() throws Exception {
        Path a = JarKit.hello("anna", "1").write(folder, "a.jar");
        JarKit.hello("ben", "1").write(folder, "b.jar");
        Files.writeString(folder.resolve("README"), "no JAR\n");
        List<ExtensionType<?>> types = jars.read().types().stream().filter(ExtensionJar::has).toList();
        assertThat(types).<String>extracting(ExtensionType::name).containsExactly("anna", "ben");
        ClassLoader loader = types.getFirst().getClass().getClassLoader();
        assertThat(loader).isNotSameAs(types.getLast().getClass().getClassLoader());
        assertThat(loader.getParent()).isSameAs(JarExtensions.class.getClassLoader());
        Files.delete(a);
        // A class and a resource that nobody has asked for yet.
        assertThat(loader.loadClass("sample.Type$Long").getClassLoader()).isSameAs(loader);
        assertThat(loader.getResource("sample/text")).hasToString("medusa-extension:/a.jar/sample/text");
        assertThat(loader.getResourceAsStream("sample/text")).hasContent("text of 1\n");
        assertThat(loader.getResource("sample/other")).isNull();
    }

    @Test
    void whatHasNotChangedIsNotLoadedAgain() throws Exception {
        JarKit.hello("anna", "1").write(folder, "a.jar");
        ExtensionType<?> first = jars.read().type("anna").orElseThrow();
        JarKit.hello("anna", "1").write(folder, "a.jar");
        assertThat(jars.read().type("anna")).containsSame(first);
        JarKit.hello("anna", "2").write(folder, "a.jar");
        assertThat(jars.read().type("anna").orElseThrow()).isNotSameAs(first);
        Files.delete(folder.resolve("a.jar"));
        assertThat(types()).isEmpty();
    }

    @Test
    void theBetterClassForThisJavaCounts() throws Exception {
        JarKit kit = JarKit.hello("anna", "1").entry("META-INF/versions/11/sample/text", "for 11\n")
                .entry("META-INF/versions/21/sample/text", "for 21\n")
                .entry("META-INF/versions/99/sample/text", "for 99\n");
        kit.write(folder, "a.jar");
        kit.attribute("Multi-Release", "true").write(folder, "b.jar");
        assertThat(JarContents.read(folder.resolve("a.jar")).entries().get("sample/text")).asString()
                .isEqualTo("text of 1\n");
        assertThat(JarContents.read(folder.resolve("b.jar")).entries().get("sample/text")).asString()
                .isEqualTo("for 21\n");
    }

    @Test
    void settingsOfAJarAreCheckedLikeAllOthers() throws Exception {
        JarKit.hello("anna", "1").write(folder, "a.jar");
        ExtensionBlock block = load("extensions=[{ type = \"anna\", path = \"/x\" }]").extensions().getFirst();
        assertThat(block.name()).isEqualTo("anna");
        assertThat(block.settings()).hasToString("Settings[path=/x, mood=good]");
        assertThat(problems("extensions=[{ type = \"anna\", pth = \"/x\" }]")).containsExactly(
                "--set: extensions[0].pth: unknown setting; did you mean extensions[0].path?");
        assertThat(problems("extensions=[{ type = \"anna\", mood = \"bad\" }]")).containsExactly(
                "--set: extensions[0]: expected a good mood, found \"bad\"");
        assertThat(problems("extensions=[{ type = \"ana\" }]")).containsExactly(
                "--set: extensions[0].type: expected \"anna\", found \"ana\"");
    }

    private List<String> problems(String... settings) {
        try {
            load(settings);
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    @Test
    void jarsAreNotLookedAtUnlessSomebodyAsks() throws Exception {
        Files.writeString(folder.resolve("broken.jar"), "no JAR");
        load();
        load("extensions=[{ type = \"health\" }]");
        assertThat(jars.isRead()).isFalse();
        assertThat(problems("extensions=[{ type = \"broken\" }]")).hasSize(2);
        assertThat(jars.isRead()).isTrue();
    }

    @Test
    void aMissingTypeMayBeInAJarThatCannotBeUsed() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.jar"), "no JAR");
        JarKit.hello("anna", "1").write(folder, "a.jar");
        assertThat(problems("extensions=[{ type = \"ben\" }]")).satisfiesExactly(
                problem -> assertThat(problem)
                        .matches("--set: extensions\\[0]\\.type: expected one of .*anna.*, found \"ben\""),
                problem -> assertThat(problem).isEqualTo(broken + ": it is no JAR, or not all of one"));
        load("extensions=[{ type = \"anna\" }]");
        assertThat(jars.problems()).containsExactly(broken + ": it is no JAR, or not all of one");
    }

    @Test
    void theFolderMustBeThere() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load("extensions-folder=" + folder.resolve("no")))
                .withMessage("--set: extensions-folder: expected a folder, found nothing at \"" + folder.resolve("no")
                        + "\"");
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> load("extensions-folder=5"))
                .withMessage("--set: extensions-folder: expected a path between quotes, found 5");
    }

    static Stream<Arguments> unusable() {
        JarKit hello = JarKit.hello("hello", "1");
        byte[] whole = hello.bytes();
        return Stream.of(
                bad("no zip", () -> "no JAR".getBytes(StandardCharsets.UTF_8), "it is no JAR, or not all of one"),
                bad("nothing", () -> new byte[0], "it is no JAR, or not all of one"),
                bad("cut off at the end", () -> Arrays.copyOf(whole, whole.length - 10),
                        "it is no JAR, or not all of one"),
                bad("cut off early", () -> Arrays.copyOf(whole, whole.length / 2), "it is no JAR, or not all of one"),
                bad("damaged", () -> damaged(whole), "it is no JAR, or a broken one: invalid entry CRC .*"),
                bad("empty", () -> new JarKit().bytes(),
                        "it names no type of extension in META-INF/services/medusa.http.ExtensionType"),
                bad("no such class", () -> new JarKit().provider("sample.Other").bytes(),
                        "its types of extensions cannot be made: .*: Provider sample.Other not found"),
                bad("no such type", () -> type("public final class Type {}"),
                        "its types of extensions cannot be made: .*: sample.Type not a subtype"),
                bad("no class",
                        () -> new JarKit().provider("sample.Type").entry("sample/Type.class", "public class").bytes(),
                        "sample/Type.class in it is no class"),
                bad("a newer class", () -> JarKit.hello("hello", "1").compiledFor(99).bytes(),
                        "it needs Java 99 or later; this is Java " + Runtime.version().feature()),
                bad("throws in its constructor",
                        () -> type(typeWith("public Type() { throw new IllegalStateException(\"no\\nmood\"); }")),
                        "its types of extensions cannot be made: java.lang.IllegalStateException: no\\\\nmood"),
                bad("throws in its static part",
                        () -> type(typeWith("static { if (true) throw new IllegalStateException(\"no\"); }")),
                        "its types of extensions cannot be made: java.lang.IllegalStateException: no"),
                bad("a class is missing",
                        () -> type(typeWith("public Type() { throw new NoClassDefFoundError(\"x/Y\"); }")),
                        "its types of extensions cannot be made: java.lang.NoClassDefFoundError: x/Y"),
                bad("a name with a space", () -> type(typeWith("").replace("\"bad\"", "\"a b\"")),
                        "its types of extensions cannot be made: expected letters, digits, hyphens and underscores as the name of"
                                + " sample.Type, found \"a b\""),
                bad("no name", () -> type(typeWith("").replace("\"bad\"", "null")), ".*found \"null\""),
                bad("no settings", () -> type(typeWith("").replace("None.class", "null")),
                        ".*the settings of bad are no record"),
                bad("a newer Medusa", () -> hello.attribute("Medusa-Version", "9999.1").bytes(),
                        "it needs Medusa 9999.1 or later; this is .*"),
                bad("no version", () -> JarKit.hello("hello", "1").attribute("Medusa-Version", "new").bytes(),
                        "expected a version such as 25 or 0.6 as its Medusa-Version, found \"new\""),
                bad("a newer Java", () -> JarKit.hello("hello", "1").attribute("Medusa-Java", "99").bytes(),
                        "it needs Java 99 or later; this is Java " + Runtime.version().feature()),
                bad("a missing module",
                        () -> JarKit.hello("hello", "1").attribute("Medusa-Modules", "java.base no.such").bytes(),
                        "it needs the module no.such, which is not here; if Java has it, start with"
                                + " MEDUSA_JAVA_OPTIONS=--add-modules=no.such"));
    }

    private static Arguments bad(String what, Supplier<byte[]> jar, String problem) {
        return Arguments.of(what, jar, problem);
    }

    /// Before the directory stands the check sum of the last entry, and two numbers.
    private static byte[] damaged(byte[] whole) {
        byte[] damaged = whole.clone();
        int directory = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        damaged[directory - 12] ^= 0x55;
        return damaged;
    }

    private static byte[] type(String source) {
        return new JarKit().provider("sample.Type").source("package sample;\n" + source).bytes();
    }

    private static String typeWith(String member) {
        return """
                public final class Type implements medusa.http.ExtensionType<Type.None> {
                    MEMBER
                    public record None() {}
                    public String name() { return "bad"; }
                    public String about() { return ""; }
                    public Class<None> settings() { return None.class; }
                    public medusa.http.Extension create(None settings, medusa.http.ExtensionContext context) { return null; }
                }
                """
                .replace("MEMBER", member);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void unusable(String what, Supplier<byte[]> jar, String problem) throws Exception {
        Path bad = Files.write(folder.resolve("bad.jar"), jar.get());
        JarKit.hello("good", "1").write(folder, "good.jar");
        assertThat(types()).as("the others").containsExactly("good");
        assertThat(jars.problems()).singleElement().asString().matches("\\Q" + bad + "\\E: " + problem)
                .doesNotContain("\n");
    }

    @Test
    void requirementsThatAreMet() throws Exception {
        JarKit.hello("anna", "1").attribute("Medusa-Version", "0.0.1").attribute("Medusa-Java", "25")
                .attribute("Medusa-Modules", "java.base, java.xml").write(folder, "a.jar");
        assertThat(types()).containsExactly("anna");
        JarContents asking = JarContents
                .read(JarKit.hello("anna", "1").attribute("Medusa-Version", "0.6").write(folder, "b.jar"));
        assertThat(new JarRequirements("0.6").missing(asking)).isEmpty();
        assertThat(new JarRequirements("0.6.1-SNAPSHOT").missing(asking)).isEmpty();
        assertThat(new JarRequirements("1").missing(asking)).isEmpty();
        assertThat(new JarRequirements("development").missing(asking)).isEmpty();
        assertThat(new JarRequirements("0.5.9").missing(asking))
                .contains("it needs Medusa 0.6 or later; this is 0.5.9");
    }

    @Test
    void settingsThatFailAreAProblemOfTheConfiguration() throws Exception {
        Files.write(folder.resolve("bad.jar"), type(typeWith("").replace("record None() {}",
                "record None(String a) { public None { if (a.isEmpty()) throw new IllegalStateException(a + \"no\"); } }")));
        assertThat(load("extensions=[{ type = \"bad\", a = \"x\" }]").extensions()).hasSize(1);
        assertThat(problems("extensions=[{ type = \"bad\", a = \"\" }]")).containsExactly(
                "--set: extensions[0]: the settings of type \"bad\" cannot be made: java.lang.IllegalStateException: no");
    }

    @Test
    void aNameThatIsTakenStaysWithWhomHadIt() throws Exception {
        JarKit.hello("anna", "1").write(folder, "a.jar");
        JarKit.hello("anna", "2").write(folder, "b.jar");
        JarKit.hello("health", "3").write(folder, "c.jar");
        assertThat(types()).containsExactly("anna");
        assertThat(jars.read().type("health")).containsSame(HealthExtension.TYPE);
        assertThat(jars.problems()).containsExactly(
                folder.resolve("b.jar") + ": another type \"anna\" is in a.jar already",
                folder.resolve("c.jar") + ": another type \"health\" comes with Medusa");
    }

    @Test
    void aJarThatIsSpoiltLaterLeavesWhatWasRead() throws Exception {
        JarKit.hello("anna", "1").write(folder, "a.jar");
        ExtensionType<?> first = jars.read().type("anna").orElseThrow();
        assertThat(jars.staleness(first)).isEmpty();
        Files.writeString(folder.resolve("a.jar"), "half");
        assertThat(jars.read().type("anna")).containsSame(first);
        String problem = folder.resolve("a.jar") + ": it is no JAR, or not all of one";
        assertThat(jars.problems()).containsExactly(problem + "; what was read of it before goes on");
        assertThat(jars.staleness(first)).contains(problem);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void codeThatOthersCouldChangeIsNotRun() throws Exception {
        Path jar = JarKit.hello("anna", "1").write(folder, "a.jar");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(types()).isEmpty();
        assertThat(jars.problems())
                .containsExactly(jar + " may be changed by others than its owner (mode 0664),"
                        + " whose code would run in the server; run: chmod go-w " + jar);
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(types()).containsExactly("anna");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
        jars.read();
        assertThat(jars.problems()).singleElement().asString().endsWith("run: chmod go-w " + folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkLeadsToWhatCounts() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Path jar = JarKit.hello("anna", "1").write(open, "real.jar");
        Files.createSymbolicLink(folder.resolve("a.jar"), jar);
        assertThat(types()).containsExactly("anna");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(new CodeOwners(System.getProperty("user.name")).objection(jar).orElseThrow())
                .endsWith("run: chmod go-w " + open);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheStarterAndRootAreTrusted() throws Exception {
        Path jar = JarKit.hello("anna", "1").write(folder, "a.jar");
        assertThat(new CodeOwners(System.getProperty("user.name")).objection(jar)).isEmpty();
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a file away");
        Files.setOwner(jar, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThat(new CodeOwners("root").objection(jar))
                .contains(jar + " belongs to nobody, whose code is not run by a server"
                        + " that root has started; run: chown root " + jar);
        assertThat(new CodeOwners("nobody").objection(jar)).isEmpty();
        assertThat(types()).isEmpty();
    }
}
