package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            client.ask("USER " + name, "331 Password required.").send("PASS wrong");
            ftp.bench.until("the refusal", () -> {
                ftp.bench.skip(Duration.ofMillis(100)); // it is told at a fixed time
                return client.control.poll() > 0;
            });
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
}
