package medusa.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.Privileges.Account;

/// Gives up root for real, each time in a process of its own.
class DropTest {
    private Account nobody;

    @BeforeEach
    void findNobody() throws IOException {
        RootRule.requireRoot("only root can give up root");
        nobody = new UnixPrivileges().account("nobody").orElseThrow();
    }

    @Test
    void everyThreadBecomesTheUserAndNoneFindsAWayBack() throws Exception {
        List<String> lines = child(List.of(), "nobody");

        List<String> tasks = lines.stream().filter(line -> line.startsWith("task ")).toList();
        String groups = nobody.groups().stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
        assertThat(tasks).hasSizeGreaterThan(8).allSatisfy(task -> assertThat(task)
                .contains(" Uid:" + (",%d".formatted(nobody.uid())).repeat(4) + " ")
                .contains(" Gid:" + (",%d".formatted(nobody.gid())).repeat(4) + " ")
                .contains(" Groups:," + groups + " ")
                .contains(" CapPrm:,0000000000000000 CapEff:,0000000000000000 CapAmb:,0000000000000000"));
        for (String name : List.of("selecting", "sleeping", "spinning")) {
            assertThat(tasks).filteredOn(task -> task.contains(" Name:," + name)).hasSize(2); // before and after
        }
        assertThat(lines).contains("dropped, root: false", "setresuid(0,0,0) -1", "setresgid(0,0,0) -1", "setuid(0) -1",
                "shadow false", "descriptors true");
    }

    @Test
    void theSecondTimeItSaysThatThereIsNoRootToGiveUp() throws Exception {
        assertThat(child(List.of(), "nobody"))
                .endsWith("refused: cannot become user nobody: the process is not root");
    }

    @Test
    void whatAccessForetellsIsWhatTheKernelDoes(@TempDir Path folder) throws Exception {
        Path open = allow(Files.createDirectories(folder.resolve("open")), "rwxr-xr-x");
        Path closed = allow(Files.createDirectories(folder.resolve("closed")), "rwx------");
        Path group = allow(Files.createDirectories(folder.resolve("group")), "rwxr-x---");
        Files.setAttribute(group, "unix:gid", nobody.gid());
        Path own = allow(Files.createDirectories(folder.resolve("own")), "---rwxrwx");
        Files.setAttribute(own, "unix:uid", nobody.uid());
        allow(folder, "rwxr-xr-x");
        List<Path> paths = new ArrayList<>(List.of(open, closed, group, own, Path.of("/etc/shadow"), Path.of("/root")));
        for (Path parent : List.of(open, closed, group, own)) {
            paths.add(allow(Files.writeString(parent.resolve("file"), "x"), "rw-r--r--"));
            paths.add(Files.createSymbolicLink(open.resolve("to-" + parent.getFileName()), parent));
        }

        String[] arguments = new String[paths.size() + 1];
        arguments[0] = "nobody";
        for (int i = 0; i < paths.size(); i++) {
            arguments[i + 1] = paths.get(i).toString();
        }
        List<String> lines = child(List.of(), arguments);

        assertThat(answers(lines, "tried ")).hasSameSizeAs(paths).contains(open + " true", closed + " false")
                .isEqualTo(answers(lines, "foretold "));
    }

    @Test
    void capabilitiesThatOutliveTheChangeOfUserAreAnError() throws Exception {
        List<String> lines = child(List.of("-Dkeep-capabilities=true"), "nobody");

        assertThat(lines).singleElement().asString()
                .matches("refused: cannot become user nobody: thread \\d+ keeps capabilities [0-9a-f]+");
    }

    @Test
    void rootItselfIsRefused() throws Exception {
        assertThat(child(List.of(), "root"))
                .containsExactly("refused: will not become user root: its user id is 0, it is root");
    }

    @Test
    void anUnknownUserIsReported() throws Exception {
        assertThat(child(List.of(), "no-such-user-here"))
                .containsExactly("refused: there is no user no-such-user-here");
    }

    private static List<String> answers(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).map(line -> line.substring(start.length()))
                .toList();
    }

    private static Path allow(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static List<String> child(List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xshare:auto", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(DropChild.class.getName());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("drop", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly();
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            assertThat(ended).as("ended in time, after %s", lines).isTrue();
            assertThat(process.exitValue()).as("exit status, after %s", lines).isZero();
            return lines;
        } finally {
            Files.delete(output);
        }
    }
}
