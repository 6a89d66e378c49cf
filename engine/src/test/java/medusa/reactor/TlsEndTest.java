package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.metrics.Counter;
import medusa.reactor.TlsBench.Collector;
import medusa.reactor.TlsBench.Echo;

/// How connections with TLS end: what each side says, and what it can tell from what the other one has said.
@Timeout(60)
@ParameterizedClass
@ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
class TlsEndTest {
    @Parameter
    String protocol;

    private TlsBench tls;
    private Bench bench;
    private ServerSocketChannel listener;

    @BeforeEach
    void open() throws IOException {
        tls = new TlsBench(protocol, false);
        bench = tls.bench();
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        tls.close();
        assertThat(tls.lent()).isZero();
    }

    @Test
    void theEndIsSaidBothWays() throws IOException {
        TlsPeer peer = tls.connect(tls.listen(Echo::new)).handshake().send("x").expect("x");
        peer.peer().send(peer.close());
        peer.expectEnd();
        peer.peer().expectEnd();
        bench.until("the channel is gone", () -> bench.reactor().channels().isEmpty());
        assertThat(tls.count(Counter.BROKEN)).isZero();
    }

    /// In TLS 1.3 the JDK has another ticket to send when a value is put into a session, but says it behind the next data.
    @Test
    void whatTheEngineSaysBehindTheLastByteHoldsUpNoEnd() throws IOException {
        TlsPeer peer = tls.connect(tls.listen(() -> new Channel() {
            @Override
            protected void received(ByteBuffer data) {
                data.position(data.limit());
                tls().putValue("a", "value");
                push("last");
                closeWhenDone();
            }
        })).handshake().send("x").expect("last").expectEnd();
        peer.peer().expectEnd();
    }

    /// Whatever of the last record and of the close_notify the socket has no room for, it takes later.
    @Test
    void theEndComesBehindEverythingEvenWhereTheSocketIsFull() throws IOException {
        int waited = 0;
        for (int room = 0; room < 100; room++) {
            Collector channel = new Collector();
            SocketChannel near = SocketChannel.open(listener.getLocalAddress());
            TightSocket tight = TightSocket.under(channel, near, bench.reactor(), tls.tls(true));
            TlsPeer peer = settled(channel);
            tight.room = room;
            channel.push("hello");
            channel.closeWhenDone();
            turn();
            if (channel.link().wire().unsent() > 0) {
                waited++;
                assertThat(tight.shut).as("shut with room for %s bytes", room).isFalse();
                assertThat(channel.state()).isEqualTo(Channel.State.ENDING);
            }
            tight.room = Integer.MAX_VALUE;
            peer.expect("hello").expectEnd();
            peer.peer().expectEnd();
            assertThat(tight.shut).isTrue();
            assertThat(channel.state()).isEqualTo(Channel.State.LINGERING);
            peer.peer().hangUp();
            bench.until("the end", () -> channel.closed);
            assertThat(channel.cause).isNull();
        }
        assertThat(waited).as("each byte of both records").isBetween(50, 99);
    }

    @Test
    void whoNeverTakesTheEndIsCutOff() throws IOException {
        Collector channel = new Collector();
        SocketChannel near = SocketChannel.open(listener.getLocalAddress());
        TightSocket tight = TightSocket.under(channel, near, bench.reactor(), tls.tls(true));
        TlsPeer peer = settled(channel);
        tight.room = 0;
        channel.closeWhenDone();
        turn();
        assertThat(channel.state()).isEqualTo(Channel.State.ENDING);
        bench.pass(ChannelLimits.DEFAULT.idle());
        assertThat(channel.closed).isTrue();
        bench.until("the reset", () -> {
            peer.peer().poll();
            return peer.peer().gone();
        });
        assertThat(peer.peer().ended()).as("an end that looks like one in order").isFalse();
    }

    /// Nobody touches the engine meanwhile, and what is to be said last comes after the task's part.
    @Test
    void theEndWaitsForTasks() throws IOException {
        assumeTrue(protocol.equals("TLSv1.3"), "nothing is worked on after a handshake of TLS 1.2");
        for (String last : new String[]{"", "hello"}) {
            List<Runnable> waiting = new ArrayList<>();
            boolean[] hold = {false};
            BusyEngine engine = new BusyEngine(tls.engine(true));
            Collector channel = new Collector();
            TlsPeer peer = tls.serve(channel, new Tls(() -> engine, task -> {
                if (hold[0]) {
                    waiting.add(task);
                } else {
                    task.run();
                }
            }, TlsBench.LIMIT)).handshake().send("x");
            bench.until("x", () -> channel.got.toString().equals("x"));
            hold[0] = true;
            engine.beBusyAfterTheNextRecord();
            peer.send("y");
            bench.until("a task", () -> !waiting.isEmpty());
            if (!last.isEmpty()) {
                channel.push(last);
            }
            channel.closeWhenDone();
            turn();
            assertThat(channel.state()).isEqualTo(Channel.State.ENDING);
            assertThat(peer.ended()).isFalse();
            waiting.forEach(Runnable::run);
            peer.expect(last).expectEnd();
            peer.peer().expectEnd().hangUp();
            bench.until("the end", () -> channel.closed);
            assertThat(channel.cause).isNull();
            assertThat(tls.count(Counter.FAULTS)).isZero();
        }
    }

    /// The end of a time limit, say, is no end of what is being sent, and must not look like one.
    @Test
    void whoIsLeftInTheMiddleIsNotToldThatItIsTheEnd() throws IOException {
        Collector channel = new Collector();
        TlsPeer peer = tls.serve(channel, tls.tls(true)).handshake().send("x");
        bench.until("x", () -> channel.opened && channel.got.toString().equals("x"));
        channel.push("the first half");
        bench.turn();
        channel.close();
        bench.turn();
        peer.expect("the first half").peer().expectEnd();
        assertThat(peer.ended()).as("close_notify").isFalse();
    }

    // ---- what a channel can tell ----

    /// What only the end of the connection ends, such as an upload by FTP or an old reply of HTTP, may have been cut.
    @Test
    void aChannelCanTellAnEndFromACut() throws IOException {
        for (boolean serves : new boolean[]{true, false}) {
            Collector whole = new Collector();
            TlsPeer polite = sent(whole, serves);
            polite.peer().send(polite.close()).halfClose();
            expectEnd(whole, true);
            Collector cut = new Collector();
            sent(cut, serves).peer().halfClose();
            expectEnd(cut, false);
            Collector within = new Collector();
            TlsPeer broken = sent(within, serves);
            byte[] last = broken.close();
            broken.peer().send(Arrays.copyOf(last, last.length - 1)).halfClose();
            expectEnd(within, false);
            Collector reset = new Collector();
            sent(reset, serves).peer().reset();
            bench.until("the end", () -> reset.closed);
            assertThat(reset.cleanWhenClosed).isFalse();
            assertThat(reset.cause).isInstanceOf(IOException.class);
        }
    }

    @Test
    void withoutTlsAnEndIsAnEnd() throws IOException {
        Collector whole = new Collector();
        bench.connect(bench.listen(() -> whole)).send("half of it").halfClose();
        expectEnd(whole, true);
        Collector reset = new Collector();
        var peer = bench.connect(bench.listen(() -> reset)).send("half of it");
        bench.until("it", () -> reset.got.toString().equals("half of it"));
        assertThat(reset.inputEndedCleanly()).isFalse();
        peer.reset();
        bench.until("the end", () -> reset.closed);
        assertThat(reset.cleanWhenClosed).isFalse();
        assertThat(new Collector().inputEndedCleanly()).isFalse();
    }

    private void expectEnd(Collector channel, boolean cleanly) throws IOException {
        bench.until("the end", () -> channel.closed);
        assertThat(channel.got).hasToString("half of it");
        assertThat(channel.ended).isTrue();
        assertThat(channel.clean).isEqualTo(cleanly);
        assertThat(channel.cleanWhenClosed).isEqualTo(cleanly);
        assertThat(channel.cause).isNull();
    }

    /// A peer that has sent something.
    private TlsPeer sent(Collector channel, boolean serves) throws IOException {
        TlsPeer peer = serves ? tls.connect(tls.listen(() -> channel)) : tls.serve(channel, tls.tls(true));
        peer.handshake().send("half of it");
        bench.until("it", () -> channel.got.toString().equals("half of it"));
        return peer;
    }

    // ---- what is no error ----

    /// Monitors do it all day, and say goodbye or do not.
    @Test
    void aProbeThatOnlyAgreesOnKeysIsNoError() throws IOException {
        Acceptor acceptor = tls.listen(Echo::new);
        for (int how = 0; how < 4; how++) {
            TlsPeer probe = tls.connect(acceptor).handshake();
            switch (how) {
                case 0 -> probe.peer().send(probe.close()).halfClose();
                case 1 -> probe.peer().send(probe.close()).hangUp();
                case 2 -> probe.peer().hangUp();
                default -> probe.peer().reset();
            }
            bench.until("its end", () -> bench.reactor().channels().isEmpty());
        }
        bench.connect(acceptor).hangUp();
        bench.until("the end of one that says nothing", () -> bench.reactor().channels().isEmpty());
        assertThat(bench.reactor().errors().snapshot()).isEmpty();
        assertThat(tls.count(Counter.FAULTS)).isZero();
    }

    // ---- helpers ----

    /// The other end of the connection that is being made to the listener, when both know that the handshake is over.
    private TlsPeer settled(Collector channel) throws IOException {
        TlsPeer peer = new TlsPeer(bench, bench.accept(listener), tls.engine(false)).handshake().send("x");
        bench.until("x", () -> channel.got.toString().equals("x"));
        channel.push("y");
        return peer.expect("y");
    }

    /// Enough for what has been sent to be read and answered.
    private void turn() throws IOException {
        for (int i = 0; i < 5; i++) {
            bench.turn();
        }
    }
}
