package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLEngine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.metrics.Counter;
import medusa.reactor.TlsBench.Echo;

/// How a connection comes to its keys, and how long that may take. What breaks it is [TlsBreakTest]'s.
@Timeout(60)
@ParameterizedClass
@CsvSource({"TLSv1.3, false", "TLSv1.3, true", "TLSv1.2, false", "TLSv1.2, true"})
class TlsHandshakeTest {
    @Parameter(0)
    String protocol;

    /// Whether the tasks of the handshake run on other threads.
    @Parameter(1)
    boolean elsewhere;

    private TlsBench tls;
    private Bench bench;
    private Acceptor acceptor;

    @BeforeEach
    void open() throws IOException {
        tls = new TlsBench(protocol, elsewhere);
        bench = tls.bench();
        acceptor = tls.listen(Echo::new);
    }

    @AfterEach
    void close() throws IOException {
        tls.close();
    }

    @Test
    void aBystanderIsServedWhileOthersHaveStopped() throws IOException {
        TlsPeer stalled = tls.connect(acceptor);
        byte[] hello = stalled.nextFlight();
        stalled.peer().send(Arrays.copyOf(hello, hello.length / 2));
        tls.connect(acceptor).handshake().send("x").expect("x");
    }

    @Test
    void everyByteMayComeInAPacketOfItsOwn() throws IOException {
        TlsPeer peer = tls.connectFresh(acceptor);
        for (byte[] flight = peer.nextFlight(); flight != null; flight = peer.nextFlight()) {
            peer.peer().dribble(new String(flight, StandardCharsets.ISO_8859_1));
        }
        peer.peer().dribble(new String(peer.wrap("hello"), StandardCharsets.ISO_8859_1));
        peer.expect("hello");
    }

    @Test
    void aHandshakeHasATimeLimitHoweverItDribbles() throws IOException {
        TlsPeer peer = tls.connect(acceptor);
        byte[] hello = peer.nextFlight();
        for (int i = 0; i < 9; i++) {
            peer.peer().send(new byte[]{hello[i]});
            bench.pass(Duration.ofSeconds(1));
            assertThat(bench.reactor().channels()).hasSize(1);
        }
        bench.pass(Duration.ofSeconds(2));
        peer.peer().expectGone();
        assertThat(tls.count(Counter.HANDSHAKES_FAILED)).isEqualTo(1);
        TlsPeer quick = tls.connect(acceptor).handshake().send("y").expect("y");
        bench.pass(Duration.ofSeconds(20));
        quick.send("x").expect("x");
    }

    /// Hellos come faster than they are worked on, and each connection that ends makes room for another.
    @Test
    void whatWaitsForAWorkerKeepsNoEngineOfAConnectionThatHasEnded() throws IOException {
        List<Runnable> waiting = new ArrayList<>();
        List<WeakReference<SSLEngine>> engines = new ArrayList<>();
        Acceptor busy = bench.listen(Acceptor.Options.defaults().with(new Tls(() -> {
            SSLEngine engine = tls.engine(false);
            engines.add(new WeakReference<>(engine));
            return engine;
        }, waiting::add, TlsBench.LIMIT)), Echo::new);
        TlsPeer peer = tls.connect(busy);
        peer.peer().send(peer.nextFlight());
        bench.until("work", () -> !waiting.isEmpty());
        bench.pass(TlsBench.LIMIT.plusSeconds(1));
        peer.peer().expectGone();
        bench.until("the engine is let go", () -> {
            System.gc();
            return engines.getFirst().get() == null;
        });
        waiting.forEach(Runnable::run);
        bench.turn();
        assertThat(tls.count(Counter.FAULTS)).isZero();
        assertThat(tls.lent()).isZero();
    }

    /// Looks at what was agreed on, over a session that is new, and over one that is resumed.
    @Test
    void aChannelKnowsWhatWasAgreedOn() throws IOException {
        for (int i = 0; i < 2; i++) {
            var client = bench.reactor().connect(acceptor.address(), ConnectOptions.DEFAULT.with(tls.tls(true)),
                    new TlsBench.Collector());
            assertThat(client.tls()).isNull();
            bench.until("the handshake", () -> client.opened);
            assertThat(client.tls().getProtocol()).isEqualTo(protocol);
            client.push("bye");
            bench.until("the end", () -> client.closed);
            assertThat(client.got).hasToString("bye");
        }
        assertThat(tls.count(Counter.HANDSHAKES)).isEqualTo(4);
    }
}
