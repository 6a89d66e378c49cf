package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.metrics.Counter;

/// Who comes in, and who does not.
class AccessCommandsTest {
    @TempDir
    Path root;
    private FtpBench ftp;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    /// A log-in that fails, which is told at a fixed time.
    private FtpBench.Client fail(FtpBench.Client client, String name, String password, String... answer)
            throws Exception {
        client.ask("USER " + name, "331 Password required.").send("PASS " + password);
        awaitAnswer(client);
        return client.expect(answer);
    }

    private void awaitAnswer(FtpBench.Client client) throws Exception {
        ftp.bench.until("the answer", () -> {
            ftp.bench.skip(Duration.ofMillis(100));
            return client.control.poll() > 0 || !client.control.got().isEmpty();
        });
    }

    @Test
    void threeFailuresEndTheSession() throws Exception {
        FtpBench.Client client = ftp.connect();
        fail(client, "anna", "wrong1", "530 Login incorrect.");
        fail(client, "anna", "wrong2", "530 Login incorrect.");
        fail(client, "anna", "wrong3", "530 Login incorrect.", "421 Too many log-ins have failed; goodbye.")
                .expectEnd();
        assertThat(ftp.bench.reactor().counters().get(Counter.LOGINS_REFUSED)).isEqualTo(3);
    }

    @Test
    void reinDoesNotForgetFailures() throws Exception {
        FtpBench.Client client = ftp.connect();
        fail(client, "anna", "wrong1", "530 Login incorrect.");
        fail(client.ask("REIN", "220 Ready for another user."), "anna", "wrong2", "530 Login incorrect.");
        fail(client, "anna", "wrong3", "530 Login incorrect.", "421 Too many log-ins have failed; goodbye.");
    }

    @Test
    void anAddressThatFailsOftenIsSentAwayBeforeItsPasswordIsLookedAt() throws Exception {
        for (int i = 0; i < 5; i++) {
            FtpBench.Client client = ftp.connect();
            fail(client, "anna", "wrong" + i + "a", "530 Login incorrect.");
            fail(client, "anna", "wrong" + i + "b", "530 Login incorrect.");
        }
        FtpBench.Client client = ftp.connect();
        client.ask("USER anna", "331 Password required.")
                .ask("PASS secret", "421 Too many log-ins have failed; try again later.").expectEnd();
    }

    @Test
    void whereGuestsMayNotComeTheyAreToldLikeAnybodyElse() throws Exception {
        ftp.guests = false;
        FtpBench.Client client = ftp.connect();
        fail(client, "anonymous", "me@example.org", "530 Login incorrect.");
        fail(client, "ftp", "me@example.org", "530 Login incorrect.");
    }

    @Test
    void aSecondPasswordFindsNobody() throws Exception {
        FtpBench.Client client = ftp.connect();
        client.send("USER anna\r\nPASS secret\r\nPASS secret\r\nPWD");
        client.expect("331 Password required.", "230 You are logged in.", "503 Say who you are by USER first.",
                "257 \"/\" is the current directory.");
    }

    @Test
    void whatComesDuringACheckWaitsForIt() throws Exception {
        FtpBench.Client client = ftp.connect();
        client.send("USER anna\r\nPASS secret\r\nREIN\r\nPWD\r\nUSER bob\r\nSYST\r\nPASS secret");
        client.expect("331 Password required.", "230 You are logged in.", "220 Ready for another user.",
                "530 Please log in with USER and PASS.", "331 Password required.", "215 UNIX Type: L8",
                "503 Say who you are by USER first.");
    }

    @Test
    void whoIsGoneBeforeTheAnswerIsNotLoggedIn() throws Exception {
        FtpBench.Client client = ftp.connect();
        client.ask("USER anna", "331 Password required.").send("PASS secret");
        client.control.reset();
        ftp.bench.until("its end", () -> ftp.ftp.sessions().isEmpty());
        ftp.pass(Duration.ofSeconds(2));
        assertThat(ftp.events).isEmpty();
        assertThat(ftp.ftp.admission().counted()).isZero();
    }

    @Test
    void whoIsSentAwayWhileHisPasswordIsCheckedStaysOut() throws Exception {
        FtpBench.Client client = ftp.connect();
        client.ask("USER anna", "331 Password required.").send("PASS wrong");
        ftp.bench.until("the check", () -> ftp.ftp.sessions().iterator().next().doing().contains("PASS"));
        ftp.ftp.sessions().iterator().next().channel().leave(FtpReply.of(421, "Goodbye."));
        client.expect("421 Goodbye.").expectEnd();
        client.control.hangUp();
        ftp.bench.until("its end", () -> ftp.ftp.sessions().isEmpty());
        ftp.pass(Duration.ofSeconds(2));
        assertThat(ftp.bench.reactor().counters().get(Counter.FAULTS)).isZero();
    }

    @Test
    void nobodyStaysWhoDoesNotLogIn() throws Exception {
        FtpBench.Client client = ftp.connect();
        ftp.pass(Duration.ofSeconds(59));
        client.ask("NOOP", "200 NOOP command successful.");
        ftp.pass(Duration.ofSeconds(1));
        client.expect("421 Nobody has logged in; goodbye.").expectEnd();
    }

    @Test
    void afterReinTheTimeBeginsAnew() throws Exception {
        FtpBench.Client client = ftp.login("anna");
        ftp.pass(Duration.ofSeconds(90));
        client.ask("REIN", "220 Ready for another user.");
        ftp.pass(Duration.ofSeconds(59));
        client.ask("NOOP", "200 NOOP command successful.");
        ftp.pass(Duration.ofSeconds(1));
        client.expect("421 Nobody has logged in; goodbye.").expectEnd();
    }

    @Test
    void namesAreUtf8OrWhatTheyHaveInstead() throws Exception {
        ftp.user("zoë", -1, -1, 0);
        for (String name : List.of("zoë", "zo\u00c3\u00ab")) { // ISO 8859-1, and UTF-8 byte by byte
            FtpBench.Client client = ftp.connect();
            client.control.send(("USER " + name + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            client.expect("331 Password required.").send("PASS secret").expect("230 You are logged in.");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"USER|501 This is how it is used: USER name",
        "USER |501 This is how it is used: USER name", "PASS|503 Say who you are by USER first.",
        "ACCT x|202 Nobody needs an account here.", "PWD|530 Please log in with USER and PASS."})
    void whatMakesNoSenseIsSaid(String line, String answer) throws Exception {
        ftp.connect().ask(line, answer);
    }

    @Test
    void spacesBelongToPasswords() throws Exception {
        FtpBench.Client client = ftp.connect();
        fail(client, "anna", " secret", "530 Login incorrect.");
        fail(client, "anna", "secret ", "530 Login incorrect.");
        assertThat(ftp.login("anna").ask("PWD")).startsWith("257 ");
    }

    @Test
    void anEmptyPasswordIsOneToo() throws Exception {
        FtpBench.Client client = ftp.connect();
        client.ask("USER anonymous", "331 Password required.").ask("PASS", "230 You are logged in.");
    }

    @Test
    void whoHasNoHomeBeginsAsNearAsHeMayEnter() throws Exception {
        Rights rights = new Rights(List.of(new Rights.Rule(List.of("shut"), List.of(Rights.Rule.EVERYBODY), Set.of()),
                new Rights.Rule(List.of(), List.of(Rights.Rule.EVERYBODY), EnumSet.allOf(Right.class))),
                Rights.Defaults.of(true, true));
        Files.createDirectories(root.resolve("homes"));
        Files.writeString(root.resolve("homes/file"), "");
        try (FtpBench other = new FtpBench(root, rights, files -> files)) {
            for (String[] each : new String[][]{{"/homes/new", "/homes"}, {"/homes/file", "/homes"}, {"/no/where", "/"},
                {"/shut/in", "/"}}) {
                other.user("lena", each[0]);
                assertThat(other.login("lena").ask("PWD"))
                        .isEqualTo("257 \"" + each[1] + "\" is the current directory.");
            }
        }
    }

    /// Neither a guess more nor anything else is had by sending it in the same breath.
    @Test
    void whatStandsBehindTheLastWordIsNotDone() throws Exception {
        FtpBench.Client client = ftp.connect();
        client.send("USER anna\r\nPASS 1\r\n".repeat(3) + "USER anonymous\r\nPASS x\r\nMKD after");
        ftp.bench.until("the end", () -> {
            ftp.bench.skip(Duration.ofMillis(50));
            client.control.poll();
            return client.control.gone();
        });
        assertThat(client.control.got())
                .endsWith("530 Login incorrect.\r\n421 Too many log-ins have failed; goodbye.\r\n")
                .doesNotContain("230 ");
        ftp.login("anna").send("QUIT\r\nMKD after").expect("221 Goodbye.").expectEnd();
        assertThat(root.resolve("after")).doesNotExist();
    }

    /// As over HTTP: what was proven a while ago is looked at again.
    @Test
    void whoIsRemovedIsNotServedAnyMore() throws Exception {
        ftp.user("bernd", -1, -1, 0);
        FtpBench.Client bernd = ftp.login("bernd").ask("MKD one", "257 \"/one\" is made.");
        ftp.remove("bernd");
        bernd.ask("MKD two", "421 This user is not welcome any more; goodbye.").expectEnd();
        assertThat(root.resolve("two")).doesNotExist();
    }
}
