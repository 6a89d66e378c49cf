package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.reactor.Bench;

/// Data connections that are done, but that the client keeps. No time passes here unless the test says so.
class LingeringTest {
    private static final int OF_ONE = 4;
    private static final int IN_ALL = 32;
    private static final String COMPLETE = "226 Transfer complete.";
    /// More than the client's own buffer holds if it is narrow, so that some of it is still with the server's system at the end.
    private static final String CONTENT = "0123456789abcde\n".repeat(750);

    @TempDir
    Path root;
    private FtpBench ftp;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        ftp.write("file", CONTENT);
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private long connections() {
        return ftp.bench.reactor().channels().stream().filter(FtpDataChannel.class::isInstance).count();
    }

    private void requireConnections(int count) throws IOException {
        ftp.bench.turn(); // in which sockets close
        assertThat(connections()).isEqualTo(count);
    }

    /// A download that has ended for the server, and of which the client has read nothing yet.
    private Bench.Peer unread(FtpBench.Client client) throws IOException {
        Bench.Peer data = ftp.bench.connectNarrow(client.passive());
        assertThat(client.ask("RETR file")).startsWith("150 ");
        client.expect(COMPLETE);
        return data;
    }

    @Test
    void aClientThatEndsNoneHasFew() throws Exception {
        FtpBench.Client guest = ftp.guest();
        for (int i = 1; i <= 3 * OF_ONE; i++) {
            assertThat(guest.fetch("RETR file")).isEqualTo(CONTENT);
            requireConnections(Math.min(i, OF_ONE));
        }
        ftp.pass(Duration.ofSeconds(3));
        requireConnections(0);
        assertThat(ftp.ftp.lingering().count()).isZero();
    }

    @Test
    void neitherHasOneThatComesAgainAndAgain() throws Exception {
        for (int i = 1; i <= 2 * OF_ONE; i++) {
            FtpBench.Client guest = ftp.guest();
            assertThat(guest.fetch("RETR file")).isEqualTo(CONTENT);
            guest.ask("QUIT");
            guest.expectEnd();
            requireConnections(Math.min(i, OF_ONE));
        }
    }

    @Test
    void manyAddressesHaveFewTogether() throws Exception {
        for (int i = 0; i < IN_ALL + OF_ONE; i++) {
            String address = "127.0.1." + (1 + i);
            FtpBench.Client guest = ftp.connectFrom(address).ask("USER ftp", "331 Password required.")
                    .ask("PASS x", "230 You are logged in.").ask("TYPE I", "200 Type set to Binary.");
            Bench.Peer data = ftp.bench.connectFrom(InetAddress.ofLiteral(address), guest.passive());
            assertThat(guest.ask("RETR file")).startsWith("150 ");
            data.expectEnd();
            guest.expect(COMPLETE);
            assertThat(data.got()).isEqualTo(CONTENT);
            requireConnections(Math.min(i + 1, IN_ALL));
        }
    }

    @Test
    void whoReadsSlowlyGetsAllOfIt() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        List<Bench.Peer> all = new ArrayList<>();
        for (int i = 0; i < 3 * OF_ONE; i++) {
            all.add(unread(anna));
        }
        requireConnections(OF_ONE);
        for (Bench.Peer data : all) {
            data.expectEnd();
            assertThat(data.got()).isEqualTo(CONTENT);
        }
    }

    @Test
    void whoEndsThemIsNotCounted() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer kept = unread(anna);
        for (int i = 0; i < 3 * OF_ONE; i++) {
            Bench.Peer data = anna.data();
            assertThat(anna.ask("NLST")).startsWith("150 ");
            data.expectEnd();
            anna.expect(COMPLETE);
            data.hangUp();
            ftp.bench.until("the end of it", () -> connections() == 1);
            assertThat(anna.store("STOR new", "content")).isEqualTo(COMPLETE);
            requireConnections(1);
        }
        kept.expectEnd().hangUp();
        ftp.bench.until("the end of the last", () -> connections() == 0);
        assertThat(ftp.ftp.lingering().count()).isZero();
    }
}
