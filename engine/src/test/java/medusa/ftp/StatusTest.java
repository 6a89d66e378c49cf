package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.reactor.Bench;

/// STAT (RFC 959 §4.1.3).
class StatusTest {
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
    void tellsOfTheSession() throws Exception {
        ftp.connect().ask("STAT", "530 Please log in with USER and PASS.");
        ftp.login("anna").ask("STAT", "211-Status of this session:", " Connected from 127.0.0.1",
                " Logged in as anna", " TYPE: Binary; STRU: File; MODE: Stream", " No data connection",
                "211 End of status.");
        FtpBench.Client guest = ftp.guest().ask("TYPE A", "200 Type set to ASCII.");
        guest.passive();
        guest.ask("STAT", "211-Status of this session:", " Connected from 127.0.0.1", " Logged in anonymously",
                " TYPE: ASCII; STRU: File; MODE: Stream", " A data connection is arranged", "211 End of status.");
    }

    @Test
    void tellsAtOnceHowATransferIs() throws Exception {
        ftp.write("big", "x".repeat(8 << 20));
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = anna.data();
        assertThat(anna.ask("RETR big")).startsWith("150 ");
        anna.ask("STAT big", "450 Ask for that when the transfer is over.");
        assertThat(anna.ask("STAT")).isEqualTo("211-Status of this session:");
        String progress = anna.line() + anna.line() + anna.line() + anna.line();
        assertThat(progress).matches(".* RETR: \\d+ of 8388608 bytes of /big");
        anna.expect("211 End of status.");
        data.expectEnd();
        anna.expect("226 Transfer complete.");
        assertThat(data.got()).hasSize(8 << 20);
    }

    @Test
    void listsOverTheControlConnection() throws Exception {
        Files.createDirectories(root.resolve("d"));
        ftp.write("d/213 End", "12");
        ftp.write("d/.dot", "");
        FtpBench.Client anna = ftp.login("anna");
        assertThat(anna.ask("STAT d")).isEqualTo("213-Status of d:");
        assertThat(anna.line()).startsWith(" d").endsWith(" .");
        assertThat(anna.line()).startsWith(" d").endsWith(" ..");
        assertThat(anna.line()).startsWith(" -").endsWith(" .dot");
        assertThat(anna.line()).startsWith(" -").endsWith(" 213 End");
        anna.expect("213 End of status.");
        anna.ask("STAT nothing", "550 No such file or folder.");
        anna.ask("STAT shut", "550 Permission denied.");
    }

    @Test
    void aListingOverTheControlConnectionHasABound() throws Exception {
        Path many = Files.createDirectory(root.resolve("many"));
        for (int i = 0; i < 1100; i++) {
            Files.createFile(many.resolve("%04d".formatted(i)));
        }
        FtpBench.Client guest = ftp.guest();
        guest.ask("STAT many");
        for (int i = 0; i < 1000; i++) {
            assertThat(guest.line()).startsWith(" ");
        }
        guest.expect(" And more: LIST has it all.", "213 End of status.");
    }
}
