package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.metrics.Counter;
import medusa.reactor.Bench;

/// The conversation on the control connection.
class FtpChannelTest {
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

    @Test
    void aFileComesAndGoes() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        assertThat(anna.store("STOR new", "content")).isEqualTo("226 Transfer complete.");
        assertThat(ftp.read("new")).isEqualTo("content");
        assertThat(anna.fetch("RETR new")).isEqualTo("content");
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAreToldAlike() throws Exception {
        FtpBench.Client client = ftp.connect();
        for (String name : new String[]{"anna", "nobody"}) {
            client.ask("USER " + name, "331 Password required.");
            long refused = ftp.bench.reactor().counters().get(Counter.LOGINS_REFUSED);
            client.send("PASS wrong");
            ftp.bench.until("the check",
                    () -> ftp.bench.reactor().counters().get(Counter.LOGINS_REFUSED) > refused);
            ftp.pass(Duration.ofMillis(999));
            assertThat(client.control.poll()).isZero(); // it is told at a fixed time
            ftp.pass(Duration.ofMillis(1));
            client.expect("530 Login incorrect.");
        }
    }

    @Test
    void whatIsSaidInOnePacketIsAnsweredInOrder() throws Exception {
        ftp.login("anna").send("NOOP\r\nPWD\r\nMKD a\r\nRMD a\r\nSYST").expect("200 NOOP command successful.",
                "257 \"/\" is the current directory.", "257 \"/a\" is made.", "250 RMD command successful.",
                "215 UNIX Type: L8");
    }

    @Test
    void anAbortEndsTheTransferAtOnceAndIsAnsweredInItsTurn() throws Exception {
        ftp.write("big", "x".repeat(8 << 20));
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = ftp.bench.connect(anna.passive());
        assertThat(anna.ask("RETR big")).startsWith("150 ");
        anna.send("NOOP\r\nABOR").expect("426 The transfer was aborted.", "200 NOOP command successful.",
                "226 ABOR command successful.");
        data.expectGone();
    }

    @Test
    void whoDoesNotLogInInTimeIsSentAway() throws Exception {
        FtpBench.Client client = ftp.connect();
        ftp.pass(Duration.ofSeconds(59));
        client.ask("NOOP", "200 NOOP command successful.");
        ftp.pass(Duration.ofSeconds(1));
        client.expect("421 Nobody has logged in; goodbye.").expectEnd();
    }

    @Test
    void whoSaysNothingIsSentAway() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        ftp.pass(Duration.ofMinutes(5));
        anna.expect("421 Nothing was asked for too long; goodbye.").expectEnd();
    }

    /// The data connection has a limit of its own.
    @Test
    void aTransferKeepsTheSession() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = anna.data();
        anna.ask("STOR slow", "150 Opening binary mode data connection for 'slow'.");
        for (int minute = 0; minute < 7; minute++) {
            data.send("x".repeat(100_000));
            long come = (minute + 1) * 100_000L;
            ftp.bench.until("what was sent", () -> ftp.bench.reactor().channels().stream()
                    .anyMatch(channel -> channel instanceof FtpDataChannel && channel.bytesIn() == come));
            ftp.pass(Duration.ofSeconds(59));
        }
        data.hangUp();
        anna.expect("226 Transfer complete.").ask("NOOP", "200 NOOP command successful.");
    }

    /// A page in a browser can make it say this to any port, with commands behind it.
    @Test
    void aBrowserThatWasSentHereIsNotHeard() throws Exception {
        FtpBench.Client client = ftp.connect();
        client.send("POST / HTTP/1.1\r\nHost: x\r\n\r\nUSER anna\r\nPASS secret\r\nDELE x");
        client.expect("500 This is an FTP server; goodbye.").expectEnd();
    }

    @Test
    void aLineThatIsTooLongIsRefusedInItsTurn() throws Exception {
        ftp.login("anna").send("PWD\r\nMKD " + "x".repeat(5000) + "\r\nSYST").expect(
                "257 \"/\" is the current directory.", "500 That line is too long.", "215 UNIX Type: L8");
    }

    @Test
    void aLineWithoutAnEndIsTheLast() throws Exception {
        FtpBench.Client client = ftp.connect();
        client.control.send("x".repeat(300 << 10));
        client.expect("500 That line has no end; goodbye.");
        client.control.expectGone();
    }

    /// More commands than are kept are left with the network until there is room.
    @Test
    void anyNumberOfCommandsIsAnsweredInOrder() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        anna.send("MKD d\r\n" + "NOOP\r\n".repeat(500) + "RMD d");
        List<String> replies = new ArrayList<>(Collections.nCopies(500, "200 NOOP command successful."));
        replies.addFirst("257 \"/d\" is made.");
        replies.addLast("250 RMD command successful.");
        anna.expect(replies.toArray(String[]::new));
    }

    @Test
    void aClientThatEndsItsSideHasWhatItHasAskedFor() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        anna.send("MKD e\r\nPWD");
        anna.control.halfClose();
        anna.expect("257 \"/e\" is made.", "257 \"/\" is the current directory.").expectEnd();
    }

    @Test
    void aNewUserHasNothingOfTheOldOne() throws Exception {
        FtpBench.Client anna = ftp.login("anna").ask("CWD box", "250 CWD command successful.");
        anna.ask("USER anonymous", "331 Password required.").ask("PWD", "530 Please log in with USER and PASS.");
        anna.ask("PASS x", "503 Say who you are by USER first."); // it has to come right behind
        anna.ask("REIN", "220 Ready for another user.").ask("PWD", "530 Please log in with USER and PASS.");
    }

    @Test
    void aServerThatStopsLetsATransferEnd() throws Exception {
        ftp.write("big", "x".repeat(8 << 20));
        FtpBench.Client idle = ftp.login("anna");
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = ftp.bench.connect(anna.passive());
        assertThat(anna.ask("RETR big")).startsWith("150 ");
        ftp.acceptor.close();
        ftp.bench.reactor().drain(() -> {});
        idle.expect("421 The server is about to stop; goodbye.").expectEnd();
        data.expectEnd();
        assertThat(data.got()).hasSize(8 << 20);
        anna.expect("226 Transfer complete.", "421 The server is about to stop; goodbye.").expectEnd();
    }

    /// Its names are bytes, and Telnet has one of them for itself.
    @Test
    void aNameWithByte255IsDoubledInReplies() throws Exception {
        ftp.login("anna").ask("MKD a\u00ff\u00ffb", "257 \"/a\u00ff\u00ffb\" is made.");
        assertThat(root.toFile().listFiles()).hasSize(3);
    }

    @Test
    void quotesInAPathAreDoubled() throws Exception {
        ftp.login("anna").ask("MKD a\"b", "257 \"/a\"\"b\" is made.").ask("CWD a\"b", "250 CWD command successful.")
                .ask("PWD", "257 \"/a\"\"b\" is the current directory.");
    }
}
