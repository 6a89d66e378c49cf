package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.auth.ScramKeys;
import medusa.monitor.MonitorUsers;
import medusa.monitor.Role;

class PasswdCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String typed = "long enough\n";

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("users");
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        PasswordSource source = _ -> PasswordSource.line(input(typed));
        return new CommandRunner(new PasswdCommand(source), new Streams(new PrintStream(out, true),
                new PrintStream(err, true, StandardCharsets.UTF_8))).run(List.of(arguments));
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private MonitorUsers.User user(String name) throws IOException {
        return MonitorUsers.open(file).find(name).orElseThrow();
    }

    private void hasPassword(String name, String password) throws IOException {
        ScramKeys keys = user(name).keys();
        assertThat(keys.iterations()).isEqualTo(600_000);
        assertThat(ScramKeys.of(password.toCharArray(), keys.salt(), keys.iterations()).text()).isEqualTo(keys.text());
    }

    @Test
    void addsChangesAndRemoves() throws Exception {
        assertThat(run("--monitor", file.toString(), "anna")).isZero();
        assertThat(out).asString().isEqualTo("medusa: anna may view now, by " + file + "\n");
        hasPassword("anna", "long enough");
        typed = "another one\r\nrest";
        assertThat(run(file.toString(), "anna", "--monitor", "--role", "eval")).isZero();
        assertThat(out).asString().isEqualTo("medusa: anna may eval now, by " + file + "\n");
        assertThat(errors()).isEmpty();
        hasPassword("anna", "another one");
        assertThat(run("--monitor", file.toString(), "anna")).isZero();
        assertThat(user("anna").role()).isEqualTo(Role.EVAL);
        assertThat(run("--monitor", "--delete", file.toString(), "anna")).isZero();
        assertThat(out).asString().isEqualTo("medusa: anna is removed from " + file + "\n");
        assertThat(file).isEmptyFile();
        assertThat(run("--monitor", "--delete", file.toString(), "anna")).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: passwd: there is no anna in " + file + "\n");
    }

    @Test
    void changesTheRoleAndKeepsThePassword() throws Exception {
        assertThat(run("--monitor", file.toString(), "anna")).isZero();
        typed = "";
        assertThat(run("--monitor", file.toString(), "anna", "--keep", "--role", "manage")).isZero();
        assertThat(out).asString().isEqualTo("medusa: anna may manage now, by " + file + "\n");
        hasPassword("anna", "long enough");
        assertThat(user("anna").role()).isEqualTo(Role.MANAGE);
        assertThat(run("--monitor", file.toString(), "bert", "--keep", "--role", "manage")).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: passwd: " + file + " is not changed: there is no bert in it\n");
    }

    @Test
    void warnsOfAShortPassword() throws Exception {
        typed = "Schlüss"; // seven characters without an end of line
        assertThat(run("--monitor", file.toString(), "anna")).isZero();
        assertThat(errors())
                .startsWith("medusa: warning: a password of fewer than 8 characters is soon guessed\n");
        hasPassword("anna", "Schlüss");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "'' => passwd: the password is empty; nothing is changed",
        "'\n' => passwd: the password is empty; nothing is changed",
        "'a\tb' => passwd: the password holds a control character, or one that Unicode does not know; nothing is changed",})
    void refusesAPassword(String password, String problem) {
        typed = password;
        assertThat(run("--monitor", file.toString(), "anna")).isEqualTo(2);
        assertThat(errors()).endsWith("medusa: " + problem + "\n").doesNotContain("a\tb");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "FILE,anna,--role,view => --role is for the monitor's users; give --monitor too",
        "--monitor,FILE,anna,--groups,a => --groups is for virtual users, and does not go with --monitor",
        "--monitor,FILE,anna,--digest,a => --digest is for virtual users, and does not go with --monitor",
        "--monitor,FILE,anna,--keep => --keep changes nothing without --role",
        "--monitor,FILE,anna,--keep,--delete => --keep and --delete exclude each other; give one of them",
        "--monitor,FILE,a:b => USER: a name holds no colon and no control character, and neither begins with # nor has spaces around it; found \"a:b\"",
        "--monitor,FILE, => USER: a name has between 1 and 64 characters; found \"\"",
        "--monitor,FILE,anna,--role,root => --role: expected view, manage or eval, found \"root\"",
        "--monitor,FILE,anna,--role,view,--delete => --role and --delete exclude each other; give one of them",
        "--monitor,,anna => FILE: expected the path of a file, found \"\"",})
    void refusesArguments(String arguments, String problem) {
        assertThat(run(arguments.replace("FILE", file.toString()).split(",", -1))).isEqualTo(2);
        assertThat(errors()).isEqualTo("medusa: " + problem + "\n");
        assertThat(file).doesNotExist();
    }

    @Test
    void saysWhyTheFileCannotBeChanged() throws Exception {
        Path missing = folder.resolve("no/users");
        assertThat(run("--monitor", missing.toString(), "anna")).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: passwd: " + missing + " is not changed: there is no folder "
                + folder.resolve("no") + "\n");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(run("--monitor", link.toString(), "anna")).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: passwd: " + link + " is not changed: " + link
                + ": is a symbolic link where a file of the server's own is wanted\n");
    }

    @Test
    void asksTwice() throws Exception {
        Deque<char[]> answers = new ArrayDeque<>();
        StringBuilder prompts = new StringBuilder();
        PasswordSource.Prompt person = prompt -> {
            prompts.append(prompt);
            return answers.poll();
        };
        answers.add("one".toCharArray());
        answers.add("one".toCharArray());
        assertThat(PasswordSource.asked(person, "anna")).isEqualTo("one".toCharArray());
        assertThat(prompts).hasToString("Password of anna: The same again: ");
        char[] first = "one".toCharArray();
        answers.add(first);
        answers.add("two".toCharArray());
        assertThatThrownBy(() -> PasswordSource.asked(person, "anna"))
                .hasMessage("passwd: these are two different passwords; nothing is changed");
        assertThat(first).isEqualTo(new char[3]);
        assertThatThrownBy(() -> PasswordSource.asked(person, "anna"))
                .hasMessage("passwd: no password was given; nothing is changed");
    }

    @Test
    void standardInputIsBounded() throws Exception {
        assertThat(PasswordSource.line(input("x".repeat(1024)))).hasSize(1024);
        assertThatThrownBy(() -> PasswordSource.line(input("x".repeat(1025))))
                .hasMessage("passwd: the password is longer than 1024 bytes");
        assertThatThrownBy(() -> PasswordSource.line(new ByteArrayInputStream(new byte[]{'a', (byte) 0xff, 10})))
                .hasMessage("passwd: the password is not UTF-8");
    }
}
