package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A disk that answers late, or has much to do for one command, keeps nobody else waiting.
class SlowDiskTest {
    private static final String DEEP = "550 No such file or folder.";
    private static final String TOO_DEEP = "553 The path has too many names in it.";

    @TempDir
    Path root;
    private final GatedFilesystem gates = new GatedFilesystem();
    private FtpBench ftp;
    private FtpBench.Client anna;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root, FtpBench.RIGHTS, gates::around);
        Files.createDirectories(root.resolve("a/b"));
        ftp.write("a/file", "content");
        anna = ftp.login("anna");
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            attributes | CWD a                      | 250 CWD command successful.
            attributes | CDUP                       | 250 CDUP command successful.
            attributes | SIZE a/file                | 213 7
            attributes | MDTM 20010203040506 a/file | 213 Modify=20010203040506; a/file
            attributes | MLST a/file                | 250-Listing /a/file
            attributes | RNFR a/file                | 350 RNFR file exists, ready for destination name.
            attributes | STOU a/file                | 150 FILE: /a/file.1
            open       | RETR a/file                | 150 Opening binary mode data connection for 'file' (7 bytes).
            write      | STOR a/file                | 150 Opening binary mode data connection for 'file'.
            """)
    void othersDoNotWait(String gate, String command, String reply) throws Exception {
        FtpBench.Client other = ftp.login("anna");
        anna.data();
        gates.shut(gate);
        anna.send(command);
        ftp.bench.until("the disk", () -> gates.isReached(gate));
        other.ask("NOOP", "200 NOOP command successful.");
        gates.open(gate);
        assertThat(anna.line()).isEqualTo(reply);
    }

    @Test
    void whoseHomeIsThereLateWaitsAlone() throws Exception {
        ftp.user("ben", "/a/none");
        FtpBench.Client ben = ftp.connect().ask("USER ben", "331 Password required.");
        gates.shut("attributes");
        ben.send("PASS " + FtpBench.PASSWORD + "\r\nPWD");
        ftp.bench.until("the disk", () -> gates.isReached("attributes"));
        anna.ask("NOOP", "200 NOOP command successful.");
        gates.open("attributes");
        ben.expect("230 You are logged in.", "257 \"/a\" is the current directory.");
    }

    @Test
    void whatComesBehindWaitsForIt() throws Exception {
        gates.shut("attributes");
        anna.send("CWD a\r\nPWD\r\nRNFR file\r\nRNTO b/moved\r\nCWD b\r\nSIZE moved\r\nCDUP\r\nPWD");
        ftp.bench.until("the disk", () -> gates.isReached("attributes"));
        gates.open("attributes");
        anna.expect("250 CWD command successful.", "257 \"/a\" is the current directory.",
                "350 RNFR file exists, ready for destination name.", "250 RNTO command successful.",
                "250 CWD command successful.", "213 7", "250 CDUP command successful.",
                "257 \"/a\" is the current directory.");
    }

    @Test
    void aUniqueNameIsLookedForWhenThereIsAWayToSendTheFile() throws Exception {
        gates.shut("attributes");
        anna.ask("STOU a/file", "425 Use PASV, EPSV, PORT or EPRT first.");
        assertThat(gates.isReached("attributes")).isFalse();
        gates.open("attributes");
    }

    @Test
    void aPathThatIsDeeperThanAnyIsNotLookedUp() throws Exception {
        String deep = "/x".repeat(500);
        gates.shut("attributes");
        for (String command : List.of("CWD", "SIZE", "MDTM", "MLST", "RNFR", "STOU", "RETR", "STOR", "MKD", "DELE",
                "LIST", "NLST", "MLSD", "STAT", "AVBL", "HASH", "XCRC", "SITE CHMOD 600")) {
            anna.passive();
            anna.ask(command + ' ' + deep + "/x", TOO_DEEP);
        }
        assertThat(gates.isReached("attributes")).isFalse();
        gates.open("attributes");
        anna.ask("CWD " + deep, DEEP).ask("CWD " + deep + "/../x", DEEP).ask("CWD " + deep + "/x", TOO_DEEP);
    }
}
