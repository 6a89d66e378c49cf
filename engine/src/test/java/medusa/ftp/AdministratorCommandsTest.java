package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.reactor.Bench;

/// What those may do who look after the server.
class AdministratorCommandsTest {
    @TempDir
    Path root;
    private FtpBench ftp;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        ftp.user("bob", -1, -1, 0, "staff");
        ftp.ftp.settings(AdmissionTest.settings(FtpSettings.Limits.DEFAULT, List.of("@staff")));
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private long id(int position) {
        return ftp.ftp.sessions().stream().toList().get(position).id();
    }

    @Test
    void nobodyElseMay() throws Exception {
        ftp.login("bob");
        for (FtpBench.Client client : List.of(ftp.login("anna"), ftp.guest())) {
            client.ask("SITE WHO", "550 Permission denied.").ask("SITE KICK " + id(0), "550 Permission denied.");
        }
        ftp.connect().ask("SITE WHO", "530 Please log in with USER and PASS.");
    }

    @Test
    void theListTellsWhoDoesWhat() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = anna.data();
        assertThat(anna.ask("STOR new")).startsWith("150 ");
        ftp.user("zo\u00eb", -1, -1, 0);
        FtpBench.Client zoe = ftp.connect();
        zoe.ask("USER zo\u00eb", "331 Password required.").send("PASS secret").expect("230 You are logged in.");
        ftp.connect();
        String since = " since 2030-01-02T03:04:05Z, ";
        ftp.login("bob").ask("site who", "211-Sessions:",
                ' ' + Long.toString(id(0)) + " 127.0.0.1" + since + "anna: STOR /new 0 B",
                ' ' + Long.toString(id(1)) + " 127.0.0.1" + since + "zo\u00c3\u00ab",
                ' ' + Long.toString(id(2)) + " 127.0.0.1" + since + "not logged in",
                ' ' + Long.toString(id(3)) + " 127.0.0.1" + since + "bob: SITE", "211 End, 4 in all.");
        data.hangUp();
    }

    @Test
    void whoIsKickedHearsItAndItsTransferEnds() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = anna.data();
        assertThat(anna.ask("STOR new")).startsWith("150 ");
        data.send("some of it");
        anna.send("NOOP"); // waits for the end of the transfer, and is not done any more
        FtpBench.Client bob = ftp.login("bob");
        bob.ask("SITE KICK " + id(0), "200 Session " + id(0) + " is ended.");
        anna.expect("421 An administrator has ended this session; goodbye.").expectEnd();
        data.expectGone();
        anna.control.hangUp();
        ftp.bench.until("its end", () -> ftp.ftp.sessions().size() == 1);
        assertThat(root.resolve("new")).doesNotExist();
        assertThat(ftp.events).anyMatch(event -> event instanceof FtpEvent.Transferred it && !it.complete());
    }

    @Test
    void whatCannotBeEndedIsSaid() throws Exception {
        FtpBench.Client bob = ftp.login("bob");
        bob.ask("SITE KICK " + id(0), "501 That is your own session, which QUIT ends.");
        bob.ask("SITE KICK 999999", "550 There is no such session; SITE WHO lists them.");
        bob.ask("SITE KICK me", "550 There is no such session; SITE WHO lists them.");
        bob.ask("SITE KICK", "501 This is how it is used: SITE KICK session");
        bob.ask("PWD", "257 \"/\" is the current directory.");
    }
}
