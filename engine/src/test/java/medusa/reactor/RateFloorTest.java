package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.metrics.Counter;
import medusa.producer.Producer;

/// Peers that are slow, on the wire and by the test's clock: 256 bytes a second are asked for, after a grace of 60 s.
@Timeout(60)
class RateFloorTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    /// No idle limit, so that nothing but the rate can end a channel.
    private static final ChannelLimits RATE_ALONE = ChannelLimits.DEFAULT.withIdle(Duration.ZERO);

    private Bench bench;
    private Uploaded channel;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench();
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        bench.close();
        assertThat(bench.reactor().bench().pool.figures().lent()).as("bytes of the pool that nobody gave back")
                .isZero();
        assertThat(bench.reactor().bench().timers.size()).as("timers of closed channels").isZero();
    }

    /// Takes everything that comes, and is owed it.
    private static final class Uploaded extends Channel {
        long got;
        int slow;

        @Override
        protected void opened() {
            inputOwed(true);
        }

        @Override
        protected void received(ByteBuffer data) {
            got += data.remaining();
            data.position(data.limit());
        }

        @Override
        protected void tooSlow() {
            slow++;
            close();
        }
    }

    /// Sends what a producer has, without end.
    private static final class Endless extends Channel {
        private final Producer producer;

        Endless(Producer producer) {
            this.producer = producer;
        }

        @Override
        protected void opened() {
            push(producer);
        }

        @Override
        protected void received(ByteBuffer data) {
            data.position(data.limit());
        }
    }

    private static Acceptor.Options options(ChannelLimits limits) {
        return new Acceptor.Options(64, limits, BufferPolicy.DEFAULT, ConnectionLimits.none(), "");
    }

    private long count(Counter counter) {
        return bench.reactor().counters().get(counter);
    }

    private Bench.Peer uploader() throws IOException {
        Acceptor acceptor = bench.listen(options(RATE_ALONE), () -> {
            channel = new Uploaded();
            return channel;
        });
        var peer = bench.connect(acceptor);
        bench.until("the connection", () -> channel != null && channel.isOpen());
        return peer;
    }

    /// Sends `bytes`, waits until they have arrived, and lets `time` pass.
    private void dribble(Bench.Peer peer, int bytes, Duration time) throws IOException {
        long before = channel.got;
        peer.send("x".repeat(bytes));
        bench.until("the bytes", () -> channel.got == before + bytes);
        bench.pass(time);
    }

    private Bench.Peer reader(ChannelLimits limits) throws IOException {
        var peer = bench.connectNarrow(bench.listen(options(limits),
                () -> new Endless(new Countdown(Integer.MAX_VALUE))));
        long[] sent = {-1};
        bench.until("the socket to be full", () -> {
            long before = sent[0];
            sent[0] = count(Counter.BYTES_OUT);
            return sent[0] > 0 && sent[0] == before;
        });
        return peer;
    }

    @Test
    void whoKeepsTheRateMayGoOnForEver() throws IOException {
        var peer = uploader();
        for (int i = 0; i < 600; i++) {
            dribble(peer, 256, SECOND);
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whoHasHalfOfItIsOutAfterTwiceTheGrace() throws IOException {
        var peer = uploader();
        int seconds = 0;
        for (; channel.isOpen() && seconds < 300; seconds++) {
            dribble(peer, 128, SECOND);
        }
        assertThat(seconds).isBetween(115, 122);
        assertThat(channel.slow).isEqualTo(1);
        assertThat(count(Counter.TOO_SLOW)).isEqualTo(1);
        assertThat(count(Counter.TIMED_OUT)).isZero();
        peer.expectGone();
    }

    @Test
    void aByteNowAndThenHoldsNothing() throws IOException {
        var peer = uploader();
        dribble(peer, 1, Duration.ofSeconds(59));
        assertThat(channel.isOpen()).isTrue();
        dribble(peer, 1, Duration.ofSeconds(2));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoStandsStillForAWhileAndThenHurriesStays() throws IOException {
        var peer = uploader();
        for (int i = 0; i < 20; i++) {
            dribble(peer, 20_000, Duration.ofSeconds(59));
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void nothingIsAskedOfAPeerThatOwesNothing() throws IOException {
        uploader();
        channel.inputOwed(false);
        bench.pass(Duration.ofHours(1));
        assertThat(channel.isOpen()).isTrue();
        channel.execute(() -> channel.inputOwed(true));
        bench.turn();
        bench.pass(Duration.ofSeconds(59));
        assertThat(channel.isOpen()).as("the whole grace is there again").isTrue();
        bench.pass(Duration.ofSeconds(2));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aProtocolThatPausesDoesNotBlameThePeer() throws IOException {
        var peer = uploader();
        channel.execute(channel::pauseInput);
        bench.turn();
        peer.send("x".repeat(1000));
        bench.pass(Duration.ofHours(1));
        channel.execute(channel::resumeInput);
        bench.turn();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.slow).isZero();
    }

    /// Else a byte each time would do for a protocol that pauses after each piece.
    @Test
    void aPauseIsNoNewGrace() throws IOException {
        var peer = uploader();
        for (int i = 0; i < 3; i++) {
            assertThat(channel.isOpen()).isTrue();
            dribble(peer, 1, Duration.ofSeconds(25));
            channel.execute(channel::pauseInput);
            bench.turn();
            bench.pass(Duration.ofSeconds(25));
            channel.execute(channel::resumeInput);
            bench.turn();
        }
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aReaderOfAByteNowAndThenIsReset() throws IOException {
        var peer = reader(RATE_ALONE);
        int seconds = 0;
        for (; count(Counter.CLOSED) == 0 && seconds < 300; seconds++) {
            peer.poll(10);
            bench.pass(SECOND);
        }
        assertThat(seconds).as("a grace, and another if the first look finds room in the system's buffer")
                .isBetween(59, 125);
        assertThat(count(Counter.TOO_SLOW)).isEqualTo(1);
        bench.until("the reset", () -> {
            peer.poll();
            return peer.gone();
        });
        assertThat(peer.ended()).as("an end that looks like one of the reply").isFalse();
    }

    /// The selector would not tell for minutes that it has taken anything: the system's buffer is large.
    @Test
    void aReaderThatIsSlowAndHonestStays() throws IOException {
        var peer = reader(ChannelLimits.DEFAULT);
        for (int i = 0; i < 400; i++) {
            int wanted = 1024;
            for (int turns = 0; wanted > 0 && turns < 100; turns++) {
                wanted -= Math.max(0, peer.poll(wanted));
                bench.turn();
            }
            bench.pass(SECOND);
        }
        assertThat(peer.gone()).isFalse();
        assertThat(count(Counter.CLOSED)).isZero();
        assertThat(peer.got().length()).isGreaterThan(300_000);
    }

    @Test
    void withoutARateAnybodyMayStay() throws IOException {
        reader(RATE_ALONE.withRate(0));
        bench.pass(Duration.ofHours(1));
        assertThat(count(Counter.CLOSED)).isZero();
    }

    @Test
    void aStalledProducerIsNotThePeersFault() throws IOException {
        Countdown stalled = new Countdown(1);
        stalled.stall = true;
        bench.connect(bench.listen(options(RATE_ALONE), () -> new Endless(stalled)));
        bench.until("the first call", () -> stalled.calls == 1);
        bench.pass(Duration.ofHours(1));
        bench.pass(Duration.ofHours(1));
        assertThat(count(Counter.CLOSED)).isZero();
    }

    @Test
    void aChannelThatEndsIsHeldToItToo() throws IOException {
        var ending = new Endless(new Countdown(Integer.MAX_VALUE));
        bench.connectNarrow(bench.listen(options(RATE_ALONE), () -> ending));
        bench.until("the connection", ending::isOpen);
        for (int i = 0; i < 200; i++) {
            bench.turn();
        }
        ending.execute(ending::closeWhenDone);
        bench.turn();
        for (int look = 0; look < 10 && ending.state() != Channel.State.CLOSED; look++) {
            bench.pass(Duration.ofSeconds(61)); // a look may find a little room that the system has made meanwhile
        }
        assertThat(ending.state()).isEqualTo(Channel.State.CLOSED);
    }

    @Test
    void overAUnixDomainSocketItEndsAsWell(@TempDir Path folder) throws IOException {
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        Acceptor acceptor = bench.reactor().listen(address, options(RATE_ALONE),
                () -> new Endless(new Countdown(Integer.MAX_VALUE)));
        var peer = bench.connect(acceptor);
        bench.until("bytes", () -> count(Counter.BYTES_OUT) > 0);
        for (int i = 0; i < 200; i++) {
            bench.turn();
        }
        bench.pass(Duration.ofSeconds(61));
        assertThat(count(Counter.TOO_SLOW)).isEqualTo(1);
        assertThat(count(Counter.FAULTS)).isZero();
        bench.until("the end", () -> {
            peer.poll();
            return peer.gone();
        });
    }

    @Test
    void aConnectionThatWasNeverWaitedForHasNoTimerForIt() throws IOException {
        var peer = bench.connect(bench.listen(options(RATE_ALONE), () -> new Endless(new Countdown(3))));
        peer.expect("3 2 1 ");
        assertThat(bench.reactor().bench().timers.size()).isZero();
        assertThat(count(Counter.CLOSED)).isZero();
    }

    /// Who has let output wait for as long as a limit allows is not waited for once more at the end.
    @Test
    void anEndInOrderDoesNotWaitForWhatTheLimitHasStruck() throws IOException {
        Duration idle = Duration.ofSeconds(30);
        assertThat(ended(idle, 0, idle)).as("by the idle limit").isEqualTo(Channel.State.CLOSED);
        assertThat(ended(Duration.ZERO, 0, RATE_ALONE.grace())).as("by the rate").isEqualTo(Channel.State.CLOSED);
        assertThat(ended(idle, 1, idle)).as("with nothing left").isEqualTo(Channel.State.LINGERING);
    }

    /// The state of a channel with one byte to send, and so much room for it, after a while.
    private Channel.State ended(Duration idle, int room, Duration time) throws IOException {
        Channel polite = new Channel() {
            @Override
            protected void received(ByteBuffer data) {
                throw new AssertionError("the peer sends nothing");
            }

            @Override
            protected void timedOut() {
                closeWhenDone();
            }

            @Override
            protected void tooSlow() {
                closeWhenDone();
            }
        };
        try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            var near = SocketChannel.open(listener.getLocalAddress());
            TightSocket tight = TightSocket.under(polite, near, bench.reactor(), null);
            var peer = bench.accept(listener);
            polite.idleLimit(idle);
            tight.room = room;
            polite.push("x");
            bench.turn();
            bench.pass(time);
            peer.expectGone();
            assertThat(peer.ended()).as("an end in order").isEqualTo(room > 0);
            return polite.state();
        }
    }
}
