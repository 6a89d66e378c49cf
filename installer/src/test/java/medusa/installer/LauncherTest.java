package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/medusa` with homes of Java that are made up: their `java` is a script that tells how it was called. The script runs
/// in an empty environment, and its usual places are moved into the temporary folder, so that no Java of this machine
/// can be found by chance.
class LauncherTest {
    private record Ran(int status, List<String> out, List<String> err) {}

    private final Map<String, String> environment = new TreeMap<>();
    private Path top;
    private Path home;
    private Path launcher;

    @BeforeEach
    void copyTheLauncher(@TempDir Path folder) throws IOException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "the POSIX launcher");
        top = folder.toRealPath();
        home = Files.createDirectories(top.resolve("medusa home"));
        launcher = Files.createDirectories(home.resolve("bin")).resolve("medusa");
        String script = Files.readString(packaged());
        for (String place : List.of("/usr/lib/jvm", "/usr/libexec", "/opt", "/usr/local", "/usr/java", "/Library")) {
            script = script.replace(" " + place + "/", " " + top + place + "/");
        }
        executable(launcher, script);
        environment.put("PATH", "/nowhere");
    }

    @Test
    void startsJavaWithTheModulesAndTheArguments() throws Exception {
        environment.put("JAVA_HOME", java("jdk 25", "25.0.3").toString());

        Ran ran = run(launcher, "serve", "--root", "a folder", "*", "");

        assertThat(ran.status()).isEqualTo(42);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("<jdk 25>").contains("<-Dmedusa.home=" + home + ">",
                "<--enable-native-access=medusa.engine,com.sun.jna,org.jline.terminal.ffm>",
                "<-Djdk.nio.maxCachedBufferSize=65536>",
                "<-XX:+UseSerialGC>");
        assertThat(ran.out()).endsWith("<--module-path>", "<" + home + "/lib>", "<--module>",
                "<medusa.engine/medusa.server.Main>", "<serve>", "<--root>", "<a folder>", "<*>", "<>");
    }

    @Test
    void handsOverMoreOptionsForJavaWordByWordAfterItsOwn() throws Exception {
        environment.put("JAVA_HOME", java("jdk", "25").toString());
        environment.put("MEDUSA_JAVA_OPTIONS", " -Xmx64m  -Dstar=* ");

        List<String> out = run(launcher).out();

        assertThat(out).containsSubsequence("<-XX:+UseSerialGC>", "<-Xmx64m>", "<-Dstar=*>", "<--module-path>");
    }

    @Test
    void followsSymbolicLinksToItself() throws Exception {
        environment.put("JAVA_HOME", java("jdk", "25").toString());
        Path first = Files.createSymbolicLink(Files.createDirectories(top.resolve("usr bin")).resolve("medusa"),
                Path.of("../medusa home/bin/medusa"));
        Path second = Files.createSymbolicLink(top.resolve("m"), first);

        environment.put("PATH", "/usr/bin:/bin"); // where readlink is
        assertThat(run(second).out()).contains("<-Dmedusa.home=" + home + ">");
        environment.put("PATH", "/nowhere");
        assertThat(run(second).out()).contains("<-Dmedusa.home=" + home + ">");
    }

    @Test
    void findsItsHomeFromAnyFolder() throws Exception {
        environment.put("JAVA_HOME", java("jdk", "25").toString());
        environment.put("CDPATH", top.toString());

        assertThat(runIn(home, "bin/medusa").out()).contains("<-Dmedusa.home=" + home + ">");
        assertThat(runIn(home.resolve("bin"), "/bin/sh", "medusa").out()).contains("<-Dmedusa.home=" + home + ">");
    }

    @Test
    void itsOwnVariableComesFirstThenJavaHomeThenThePath() throws Exception {
        java("usr/lib/jvm/usual", "25");
        assertThat(run(launcher).out()).startsWith("<usual>");

        environment.put("PATH", "/nowhere:" + java("path", "26.0.1") + "/bin");
        assertThat(run(launcher).out()).startsWith("<path>");

        environment.put("JAVA_HOME", java("javahome", "25-ea").toString());
        assertThat(run(launcher).out()).startsWith("<javahome>");

        environment.put("MEDUSA_JAVA_HOME", java("own", "30").toString());
        assertThat(run(launcher).out()).startsWith("<own>");
    }

    @Test
    void olderJavasArePassedOver() throws Exception {
        environment.put("JAVA_HOME", java("old", "17.0.15").toString());
        environment.put("PATH", java("ancient", "1.8.0_462") + "/bin:" + java("nearly", "24.0.2") + "/bin");
        java("usr/lib/jvm/a-21", "21.0.9");
        java("usr/lib/jvm/b-25", "25.0.3");

        Ran ran = run(launcher);

        assertThat(ran.out()).startsWith("<b-25>");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void aJavaWithoutTheInterpreterIsPassedOver() throws Exception {
        Path runtime = java("jre", "25");
        Files.writeString(runtime.resolve("release"), "JAVA_VERSION=\"25\"\nMODULES=\"java.base jdk.jshellx\"\n");
        Path whole = java("jdk", "25");
        Files.writeString(whole.resolve("release"), "JAVA_VERSION=\"25\"\nMODULES=\"java.base jdk.jshell\"\n");
        environment.put("JAVA_HOME", runtime.toString());
        environment.put("PATH", whole + "/bin");
        assertThat(run(launcher).out()).startsWith("<jdk>");

        environment.remove("PATH");
        assertThat(run(launcher).err()).contains("  JAVA_HOME: " + runtime
                + "/bin/java lacks the module jdk.jshell, which a JDK has");
    }

    @Test
    void aJavaLaterInThePathIsFound() throws Exception {
        environment.put("PATH", java("old", "17") + "/bin::.:" + java("new", "25") + "/bin");

        assertThat(run(launcher).out()).startsWith("<new>");
    }

    @Test
    void aLinkInThePathLeadsToItsReleaseFile() throws Exception {
        Path alternatives = Files.createDirectories(top.resolve("etc"));
        Path bin = Files.createDirectories(top.resolve("bin"));
        Files.createSymbolicLink(alternatives.resolve("java"), java("linked", "25.0.3").resolve("bin/java"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../etc/java"));
        environment.put("PATH", bin.toString());

        assertThat(run(launcher, "serve").out()).startsWith("<linked>").doesNotContain("<-version>")
                .endsWith("<serve>");
    }

    @Test
    void javaIsAskedForItsVersionOnlyWithoutAReleaseFile() throws Exception {
        Path asked = java("asked", "25");
        Files.delete(asked.resolve("release"));
        executable(asked.resolve("bin/java"), """
                #!/bin/sh
                case $1 in
                    -version) printf 'Picked up JAVA_TOOL_OPTIONS: -Dx\\nopenjdk version "26.0.1" 2027-01-19\\n' >&2 ;;
                    *) echo started ;;
                esac
                """);
        environment.put("JAVA_HOME", asked.toString());

        assertThat(run(launcher).out()).containsExactly("started");
    }

    @Test
    void anOwnVariableThatIsNoUseIsSaidToBePassedOver() throws Exception {
        environment.put("MEDUSA_JAVA_HOME", java("old", "17.0.15").toString());
        environment.put("JAVA_HOME", java("new", "25").toString());

        Ran ran = run(launcher);

        assertThat(ran.out()).startsWith("<new>");
        assertThat(ran.err()).containsExactly(
                "medusa: passing over MEDUSA_JAVA_HOME: " + top + "/old/bin/java is Java 17.0.15");
    }

    @Test
    void whatIsMissingAndWhatWasTriedIsSaid() throws Exception {
        environment.put("JAVA_HOME", java("old", "17.0.15").toString());
        Path silent = java("silent", "25");
        Files.delete(silent.resolve("release"));
        environment.put("PATH", silent + "/bin");

        Ran ran = run(launcher, "serve");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("medusa: no Java 25 or later was found. Tried:", "  MEDUSA_JAVA_HOME: not set",
                "  JAVA_HOME: " + top + "/old/bin/java is Java 17.0.15",
                "  PATH: " + top + "/silent/bin/java does not tell its version");
        assertThat(ran.err()).anyMatch(line -> line.matches(" {2}usual places .*: no java"));
        assertThat(ran.err()).last().isEqualTo("or set MEDUSA_JAVA_HOME to the folder of one.");
    }

    @Test
    void theSyntaxIsPlainShell() throws Exception {
        for (String shell : List.of("/bin/sh", "/bin/dash", "/bin/bash")) {
            if (Files.exists(Path.of(shell))) {
                environment.put("JAVA_HOME", java("jdk", "25").toString());
                assertThat(run(Path.of(shell), "-n", launcher.toString()).err()).isEmpty();
                assertThat(run(Path.of(shell), launcher.toString()).out()).startsWith("<jdk>");
            }
        }
    }

    @Test
    void theWindowsLauncherHasItsLineEnds() throws Exception {
        String batch = Files.readString(packaged().resolveSibling("medusa.bat"));

        assertThat(batch.replace("\r\n", "")).doesNotContain("\n");
    }

    /// The modules of the real distribution on a real Java: they are found, linked and bound, and nothing is run.
    @Test
    void thePackagedModulesFitTogether() throws Exception {
        environment.put("MEDUSA_JAVA_HOME", System.getProperty("java.home"));
        environment.put("MEDUSA_JAVA_OPTIONS", "--dry-run --show-module-resolution");

        Ran ran = run(packaged());

        assertThat(ran.status()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).anyMatch(line -> line.startsWith("medusa.engine binds medusa.ftp.unix.auth "));
    }

    private static Path packaged() {
        return Path.of(System.getProperty("medusa.launcher")).resolveSibling("medusa");
    }

    /// A home of Java that tells its folder's name and its arguments, one a line, and ends with status 42. Asked for its
    /// version it says nothing that helps.
    private Path java(String name, String version) throws IOException {
        Path folder = Files.createDirectories(top.resolve(name));
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"");
        executable(Files.createDirectories(folder.resolve("bin")).resolve("java"), """
                #!/bin/sh
                printf '<%%s>\\n' '%s' "$@"
                exit 42
                """.formatted(folder.getFileName()));
        return folder;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ran run(Path program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return runIn(top, command.toArray(String[]::new));
    }

    private Ran runIn(Path folder, String... command) throws Exception {
        Path out = Files.createTempFile(top, "out", "");
        Path err = Files.createTempFile(top, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ended in time").isTrue();
        return new Ran(process.exitValue(), Files.readAllLines(out, StandardCharsets.UTF_8),
                Files.readAllLines(err, StandardCharsets.UTF_8));
    }
}
