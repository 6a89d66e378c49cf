package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.log.SessionLog;

/// What stands in the log of what is said.
class SessionLogTest {
    private static final String TIME = "2030-01-02T03:04:05.000Z ";

    @TempDir
    Path root;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private FtpBench ftp;
    private SessionLog log;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        log = SessionLog.to(() -> written, ZoneId.of("UTC"));
        ftp.ftp.log(log);
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private List<String> lines() {
        log.close();
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void bothSidesStandInItWithTheSessionTheAddressAndTheUser() throws Exception {
        FtpBench.Client client = ftp.connect();
        String id = ftp.ftp.sessions().iterator().next().id() + " 127.0.0.1 ";
        client.ask("USER anna", "331 Password required.").send("PASS secret").expect("230 You are logged in.");
        client.ask("CWD /zo\u00c3\u00ab\u001b[2J", "550 No such file or folder.");
        assertThat(lines()).containsExactly(TIME + id + "- ==> 220 FTP server (Medusa) ready.",
                TIME + id + "- <== USER anna", TIME + id + "- ==> 331 Password required.",
                TIME + id + "- <== PASS (hidden)", TIME + id + "anna ==> 230 You are logged in.",
                TIME + id + "anna <== CWD /zo\u00eb\\x1b[2J", TIME + id + "anna ==> 550 No such file or folder.");
    }

    @Test
    void aPasswordNeverDoes() throws Exception {
        FtpBench.Client client = ftp.connect();
        String secret = "Xyzzy-42";
        for (String line : List.of("PASS %s", "pass %s", "Pass  %s", " PASS %s", "\tPASS %s", "PASS\t%s", "PASS%s",
                "PAS %s",
                "PASSWORD %s", "PSAS %s", "XPASS %s", "%s", "\u00ff\u00ffPASS %s", "P\u00c3\u00a4SS %s", "ACCT %s",
                "acct %s", "USER anna PASS %s", "USER anna\tpass\t%s", "USER annaPASS%s", "SITE PASS %s", "SITE %s",
                "SITE PSWD old %s", "SITE SITE PASS %s", "OPTS PASS %s", "OPTS %s", "HELP PASS %s", "NOOP PASS %s",
                "PASS %s PASS %s", "PASS=%s", "PASS:%s", "AUTH %s", "POST /?p=%s", "\"PASS %s\"",
                "HOST example.org PASS %s",
                "SITE HELP PASS %s", "CLNT x;PASS=%s")) {
            if (ftp.ftp.sessions().isEmpty()) {
                client = ftp.connect();
            }
            client.control.send((line.formatted(secret, secret) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            FtpBench.Client asked = client;
            ftp.bench.until("an answer to " + line, () -> {
                ftp.bench.skip(Duration.ofMillis(1));
                return asked.control.poll() > 0 || asked.control.gone();
            });
            ftp.bench.turn();
        }
        String all = String.join("\n", lines());
        assertThat(all).contains("<== PASS (hidden)").contains("<== USER anna PASS (hidden)")
                .contains("<== SITE PASS (hidden)").contains("<== AUTH (hidden)").doesNotContain(secret);
    }

    @Test
    void whatIsOffCostsNothing() throws Exception {
        ftp.ftp.log(SessionLog.off());
        ftp.connect().ask("NOOP", "200 NOOP command successful.");
        assertThat(lines()).isEmpty();
    }
}
