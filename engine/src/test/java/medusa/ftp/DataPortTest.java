package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.reactor.Bench;

/// Data connections that do not come about, and those that nobody wants.
class DataPortTest {
    private static final String ABORTED = "426 The transfer was aborted.";
    private static final String ABOR = "226 ABOR command successful.";

    @TempDir
    Path root;
    private FtpBench ftp;
    private FtpBench.Client anna;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        anna = ftp.login("anna");
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private void requireNothingLeft() throws IOException {
        ftp.bench.until("the end of data connections", () -> ftp.bench.reactor().channels().stream()
                .noneMatch(FtpDataChannel.class::isInstance));
        assertThat(ftp.ftp.sessions()).allMatch(session -> session.transfer().isEmpty());
        assertThat(ftp.ftp.sessions()).noneMatch(session -> session.data().isSet());
    }

    @Test
    void anAbortBeforeTheClientHasConnected() throws Exception {
        ftp.write("file", "content");
        InetSocketAddress port = anna.passive();
        assertThat(anna.ask("RETR file")).startsWith("150 ");
        anna.send("ABOR\r\nABOR").expect(ABORTED, ABOR, ABOR);
        requireNothingLeft();
        ftp.bench.turn();
        assertThat(refuses(port)).isTrue();
    }

    private static boolean refuses(InetSocketAddress port) {
        try {
            SocketChannel.open(port).close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void anAbortWhileTheServerConnects() throws Exception {
        ftp.write("file", "content");
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocketChannel deaf = deaf(fillers)) {
            int port = ((InetSocketAddress) deaf.getLocalAddress()).getPort();
            anna.ask("EPRT |1|127.0.0.1|" + port + "|", "200 EPRT command successful.");
            assertThat(anna.ask("RETR file")).startsWith("150 ");
            anna.send("ABOR").expect(ABORTED, ABOR);
            requireNothingLeft();
            anna.ask("EPRT |1|127.0.0.1|" + port + "|", "200 EPRT command successful.");
            assertThat(anna.ask("RETR file")).startsWith("150 ");
            ftp.pass(Duration.ofSeconds(31));
            anna.expect("425 The data connection did not come about in time.");
            requireNothingLeft();
        } finally {
            for (SocketChannel each : fillers) {
                each.close();
            }
        }
    }

    /// A listener whose backlog is full, so that the system does not answer who comes.
    private static ServerSocketChannel deaf(List<SocketChannel> fillers) throws IOException {
        ServerSocketChannel deaf = ServerSocketChannel.open();
        deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        for (int i = 0; i < 4; i++) {
            SocketChannel filler = SocketChannel.open();
            filler.configureBlocking(false);
            filler.connect(deaf.getLocalAddress());
            fillers.add(filler);
        }
        return deaf;
    }

    @Test
    void nobodyWaitsForAConnectionForLong() throws Exception {
        InetSocketAddress port = anna.passive();
        ftp.pass(Duration.ofSeconds(31));
        ftp.bench.turn();
        assertThat(refuses(port)).isTrue();
        requireNothingLeft();
        anna.passive();
        assertThat(anna.ask("STOR new")).startsWith("150 ");
        ftp.pass(Duration.ofSeconds(31));
        anna.expect("425 The data connection did not come about in time.");
        assertThat(Files.exists(root.resolve("new"))).isFalse();
    }

    @Test
    void aConnectionThatNobodyUsesIsClosed() throws Exception {
        Bench.Peer data = anna.data();
        for (int i = 0; i < 50; i++) {
            ftp.bench.turn();
        }
        ftp.pass(Duration.ofSeconds(59));
        assertThat(ftp.ftp.sessions()).allMatch(session -> session.data().isSet());
        ftp.pass(Duration.ofSeconds(2));
        data.expectGone();
        requireNothingLeft();
    }
}
