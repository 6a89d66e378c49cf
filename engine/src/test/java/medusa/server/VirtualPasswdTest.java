package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.auth.Authorizer.Verdict;
import medusa.auth.VirtualUserAuthorizer;
import medusa.auth.VirtualUsers;

/// `medusa passwd` for virtual users.
class VirtualPasswdTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String typed = "long enough\n";
    private int asked;

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
        PasswordSource source = _ -> {
            asked++;
            return PasswordSource.line(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        };
        return new CommandRunner(new PasswdCommand(source), new Streams(new PrintStream(out, true),
                new PrintStream(err, true, StandardCharsets.UTF_8))).run(List.of(arguments));
    }

    private int set(String name, String... more) {
        return run(Stream.concat(Stream.of(file.toString(), name),
                Stream.of(more)).toArray(String[]::new));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String line(String name) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.startsWith(name + ":")).findFirst().orElseThrow();
    }

    private void hasPassword(String name, String password) throws IOException {
        assertThat(VirtualUserAuthorizer.open(file, () -> Instant.EPOCH, ZoneOffset.UTC)
                .check(name, password.toCharArray())).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void addsChangesAndRemoves() throws Exception {
        assertThat(set("anna")).isZero();
        assertThat(out).asString().isEqualTo("medusa: anna is added to " + file + "\n");
        hasPassword("anna", "long enough");
        assertThat(line("anna")).matches("anna::SCRAM-SHA-256\\$600000:\\S+");
        typed = "another one\n";
        assertThat(set("anna", "--groups", "www,staff", "--home", "/home/Jörg Ü", "--quota", "1 GiB", "--max-file",
                "102400k", "--sessions", "5", "--expires", "2027-01-31")).isZero();
        assertThat(out).asString().isEqualTo("medusa: the password of anna is changed in " + file
                + ": groups=staff,www home=/home/Jörg%20Ü quota=1GiB max-file=100MiB sessions=5 expires=2027-01-31\n");
        assertThat(errors()).isEmpty();
        hasPassword("anna", "another one");
        assertThat(run("--delete", file.toString(), "anna")).isZero();
        assertThat(out).asString().isEqualTo("medusa: anna is removed from " + file + "\n");
        assertThat(file).isEmptyFile();
        assertThat(run("--delete", file.toString(), "anna")).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: passwd: there is no anna in " + file + "\n");
    }

    @Test
    void aFactStaysUntilItIsChangedOrTakenAway() throws Exception {
        set("anna", "--groups=a", "--quota=1k");
        String keys = line("anna").substring("anna:groups=a quota=1KiB:".length());
        asked = 0;
        assertThat(set("anna", "--keep", "--quota", "2k", "--home=/x/..//anna/")).isZero();
        assertThat(out).asString()
                .isEqualTo("medusa: anna is changed in " + file + ": groups=a home=/anna quota=2KiB\n");
        assertThat(line("anna")).isEqualTo("anna:groups=a home=/anna quota=2KiB:" + keys);
        assertThat(set("anna", "--keep", "--groups=", "--home", "", "--quota=")).isZero();
        assertThat(out).asString().isEqualTo("medusa: anna is changed in " + file + "\n");
        assertThat(line("anna")).isEqualTo("anna::" + keys);
        assertThat(set("bert", "--keep", "--quota", "2k")).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: passwd: " + file + " is not changed: there is no bert in it\n");
        assertThat(asked).isZero();
        file = folder.resolve("none");
        assertThat(set("bert", "--keep", "--quota", "2k")).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: passwd: there is no bert in " + file + "\n");
        assertThat(file).doesNotExist();
    }

    @Test
    void saysWhatAQuotaWithoutAHomeCounts() throws Exception {
        String warning = "medusa: warning: without --home the quota of %s counts the whole tree, which is walked through"
                + " for that\n";
        assertThat(set("anna", "--quota=1m")).isZero();
        assertThat(errors()).startsWith(warning.formatted("anna"));
        assertThat(set("anna", "--keep", "--groups=a")).isZero();
        assertThat(errors()).startsWith(warning.formatted("anna"));
        assertThat(set("anna", "--keep", "--home=/anna")).isZero();
        assertThat(errors()).doesNotContain("quota");
        assertThat(set("anonymous", "--quota=1m")).isZero();
        assertThat(errors()).startsWith(warning.formatted("anonymous"));
    }

    @Test
    void makesVerifiersThatGoWithTheirPassword() throws Exception {
        assertThat(set("Mufasa", "--digest", "http-auth@example.org", "--digest", "our files")).isZero();
        assertThat(out).asString().isEqualTo("medusa: Mufasa is added to " + file
                + ": digest.http-auth@example.org digest.our%20files\n");
        typed = "Circle of Life\n";
        assertThat(set("Mufasa", "--digest", "http-auth@example.org")).isZero();
        assertThat(line("Mufasa")).startsWith("Mufasa:digest.http-auth@example.org"
                + "=7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232:SCRAM");
        assertThat(errors())
                .isEqualTo("medusa: warning: Mufasa cannot log in by Digest any more in \"our files\": that was"
                        + " for the old password, and --digest makes it for the new one\n");
        set("Mufasa", "--keep", "--quota=1");
        assertThat(line("Mufasa")).contains("digest.http-auth@example.org=");
        assertThat(set("Mufasa")).isZero();
        assertThat(out).asString().isEqualTo("medusa: the password of Mufasa is changed in " + file + ": quota=1B\n");
        assertThat(errors()).contains("any more in \"http-auth@example.org\"");
        assertThat(line("Mufasa")).startsWith("Mufasa:quota=1B:SCRAM");
    }

    @Test
    void whoHasNotLoggedInHasFactsAndNoPassword() throws Exception {
        assertThat(set("anonymous", "--quota", "5m", "--home", "/incoming")).isZero();
        assertThat(out).asString()
                .isEqualTo("medusa: anonymous is changed in " + file + ": home=/incoming quota=5MiB\n");
        assertThat(file).hasContent("anonymous:home=/incoming quota=5MiB:-");
        assertThat(VirtualUsers.open(file).anonymous().orElseThrow().home()).isEqualTo("/incoming");
        assertThat(set("anonymous", "--delete")).isZero();
        assertThat(file).isEmptyFile();
        assertThat(asked).isZero();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aFileThatOthersMayReadStaysSo() throws Exception {
        typed = "pw\n";
        assertThat(set("tester")).isZero();
        assertThat(errors()).startsWith("medusa: warning: a password of fewer than 8 characters is soon guessed\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(set("anna")).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r--r--");
        hasPassword("tester", "pw");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(set("anna")).isEqualTo(1);
        assertThat(errors()).endsWith("medusa: passwd: " + file + " is not changed: " + file
                + ": others may change it (mode 0666); take that from them: chmod go-w\n");
    }

    @Test
    void aLineThatIsWrongIsNamedAndLeft() throws Exception {
        Files.writeString(file, "# x\nanna:secret:hunter2\n");
        assertThat(set("anna")).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: passwd: " + file + " is not changed: " + file
                + ":2: unknown fact secret\n");
        assertThat(file).hasContent("# x\nanna:secret:hunter2");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "'' => passwd: the password is empty; nothing is changed",
        "'a\tb' => passwd: the password holds a control character, or one that Unicode does not know; nothing is changed",})
    void refusesAPassword(String password, String problem) {
        typed = password;
        assertThat(set("anna", "--digest", "r")).isEqualTo(2);
        assertThat(errors()).endsWith("medusa: " + problem + "\n").doesNotContain("a\tb");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "a/b => USER: a name holds no slash, does not begin with @, and is not \".\", \"..\" or \"*\"; found \"a/b\"",
        "a:b => USER: a name holds no colon and no control character, and neither begins with # nor has spaces around it; found \"a:b\"",
        "ftp => USER: ftp is what those call themselves who have no password; their facts are those of anonymous; found \"ftp\"",
        "anna|--quota|much => --quota: expected a size such as \"64 KiB\", found \"much\"",
        "anna|--home|here => --home: expected an absolute path such as /home/anna, found \"here\"",
        "anna|--sessions|0 => --sessions: expected a number from 1 on, found \"0\"",
        "anna|--expires|soon => --expires: expected a day such as 2027-01-31, found \"soon\"",
        "anna|--groups|users => --groups: all who have logged in are the group users already",
        "anna|--digest| => --digest: a realm is not empty and holds no control character, found \"\"",
        "anna|--keep => --keep changes nothing without one of --groups, --home, --quota, --max-file, --sessions, --expires",
        "anna|--keep|--digest|r => --digest needs the password; leave --keep out",
        "anna|--quota|1|--quota|2 => --quota is given twice; try: medusa passwd --help",
        "anna|--quota|1|--delete => --quota and --delete exclude each other; give one of them",
        "anna|--digest|r|--delete => --digest and --delete exclude each other; give one of them",
        "anna|--keep|--delete => --keep and --delete exclude each other; give one of them",
        "anna|--role|view => --role is for the monitor's users; give --monitor too",
        "anonymous => anonymous has no password; say one of --groups, --home, --quota, --max-file, --sessions",
        "anonymous|--expires|2027-01-31 => anonymous is who has not logged in: --expires says nothing of him",
        "anonymous|--digest|r => anonymous is who has not logged in: --digest says nothing of him",})
    void refusesArguments(String arguments, String problem) {
        assertThat(run((file + "|" + arguments).split("\\|", -1))).isEqualTo(2);
        assertThat(errors()).isEqualTo("medusa: " + problem + "\n");
        assertThat(out.toString()).isEmpty();
        assertThat(asked).isZero();
        assertThat(file).doesNotExist();
    }
}
