package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.metrics.Counter;
import medusa.producer.BytesProducer;
import medusa.producer.FileProducer;
import medusa.producer.Producer;

/// What happens at the edges of the channel's contract: nothing at all is pushed, calls come from inside other calls, peers
/// ask for much and take nothing.
@Timeout(60)
class EdgeTest {
    private static final BufferPolicy.Bounds LARGE = new BufferPolicy.Bounds(256 << 10, 256 << 10);

    private Bench bench;

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

    /// What a test's channel does with input.
    private interface OnInput {
        void take(Channel channel, ByteBuffer data) throws Exception;
    }

    private static class Small extends Channel {
        private final OnInput onInput;

        Small(OnInput onInput) {
            this.onInput = onInput;
        }

        @Override
        protected void received(ByteBuffer data) throws Exception {
            onInput.take(this, data);
        }
    }

    private static void skip(ByteBuffer data) {
        data.position(data.limit());
    }

    private static Acceptor.Options options(BufferPolicy.Bounds bounds) {
        return new Acceptor.Options(64, ChannelLimits.DEFAULT, new BufferPolicy(bounds, List.of()),
                ConnectionLimits.none(), "");
    }

    private static String text(ByteBuffer data) {
        return StandardCharsets.ISO_8859_1.decode(data).toString();
    }

    private long count(Counter counter) {
        return bench.reactor().counters().get(counter);
    }

    @Test
    void whatAChannelPushesOfItsInputIsNotOverwrittenByTheInputOfAnother() throws IOException {
        Acceptor acceptor = bench.listen(options(LARGE), () -> new Small(Channel::push));
        var slow = bench.connectNarrow(acceptor);
        bench.turn();
        byte[] a = "a".repeat(200_000).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 50 && bench.reactor().channels().getFirst().wantsInput(); i++) {
            slow.send(a);
            bench.turn();
        }
        var other = bench.connect(acceptor);
        String secret = "s".repeat(200_000);
        other.send(secret).expect(secret);
        slow.halfClose().expectEnd();
        assertThat(slow.got().indexOf('s')).as("where another peer's bytes begin").isEqualTo(-1);
    }

    @Test
    void producersThatAreEmptyAreNoFault() throws IOException {
        Acceptor acceptor = bench.listen(() -> new Small((channel, data) -> {
            skip(data);
            channel.push("");
            channel.push(new BytesProducer(new byte[0]));
            channel.push(into -> Producer.Next.END);
            channel.push(into -> Producer.Next.END);
            channel.push(new Countdown(2));
            channel.push(into -> Producer.Next.END);
            channel.push(new BytesProducer(ByteBuffer.allocateDirect(0)));
            channel.push(into -> Producer.Next.END);
            channel.push(into -> Producer.Next.END);
            channel.push("end");
            channel.push(into -> Producer.Next.END);
            channel.push(into -> Producer.Next.END);
        }));
        bench.connect(acceptor).send("go").expect("2 1 end").send("again").expect("2 1 end");
        assertThat(count(Counter.FAULTS)).isZero();
    }

    @Test
    void manyEmptyProducersDoNotKeepTheOthersWaiting() throws IOException {
        int[] asked = {0};
        Acceptor acceptor = bench.listen(() -> new Small((channel, data) -> {
            skip(data);
            for (int i = 0; i < 5000; i++) {
                channel.push(into -> {
                    asked[0]++;
                    return Producer.Next.END;
                });
            }
            channel.push("end");
        }));
        var peer = bench.connect(acceptor).send("go");
        bench.until("the first", () -> asked[0] > 0);
        assertThat(asked[0]).isLessThan(5000);
        peer.expect("end");
        assertThat(asked[0]).isEqualTo(5000);
    }

    @Test
    void aPeerThatAsksAndDoesNotReadQueuesOnlySoManyProducers() throws IOException {
        List<Countdown> made = new ArrayList<>();
        Acceptor acceptor = bench.listen(() -> new Small((channel, data) -> {
            while (data.hasRemaining() && channel.wantsInput()) {
                data.get();
                made.add(new Countdown(Integer.MAX_VALUE));
                channel.push(made.getLast());
            }
        }));
        var peer = bench.connectNarrow(acceptor).send("x".repeat(20_000));
        for (int i = 0; i < 200; i++) {
            bench.turn();
        }
        assertThat(made.size()).isBetween(1, 100);
        peer.hangUp();
        bench.until("the end", () -> count(Counter.CLOSED) == 1);
        assertThat(made).allMatch(producer -> producer.closed == 1);
    }

    @Test
    void producersHeldBackByTheirNumberAllLeaveInTheEnd() throws IOException {
        Acceptor acceptor = bench.listen(() -> new Small((channel, data) -> {
            while (data.hasRemaining() && channel.wantsInput()) {
                data.get();
                channel.push(new Countdown(3));
            }
        }));
        bench.connect(acceptor).send("x".repeat(5000)).expect("3 2 1 ".repeat(5000));
    }

    @Test
    void smallPushesBetweenProducersDoNotEachTakeALargeBuffer() throws IOException {
        Acceptor acceptor = bench.listen(options(LARGE), () -> new Small((channel, data) -> {
            skip(data);
            for (int i = 0; i < 50; i++) {
                channel.push("header");
                channel.push(into -> Producer.Next.STALLED);
            }
        }));
        bench.connect(acceptor).send("go").expect("header");
        assertThat(bench.reactor().bench().pool.figures().lent()).isLessThan(1 << 20);
    }

    @Test
    void anInterruptThatAProtocolLeavesBehindHarmsNobody(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content");
        Acceptor careless = bench.listen(() -> new Small((channel, data) -> {
            channel.push(data);
            Thread.currentThread().interrupt();
        }));
        Acceptor files = bench.listen(() -> new Small((channel, data) -> {
            skip(data);
            channel.push(new FileProducer(FileChannel.open(file), 0, 7));
        }));
        try {
            var one = bench.connect(careless).send("a");
            var other = bench.connect(files);
            bench.turn();
            other.send("go");
            one.expect("a");
            assertThat(Thread.currentThread().isInterrupted()).as("a reactor whose waits end at once").isFalse();
            other.expect("content");
            Thread.currentThread().interrupt(); // by another thread, while the reactor waits
            bench.turn();
            assertThat(Thread.currentThread().isInterrupted()).as("a reactor whose waits end at once").isFalse();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aChannelThatConnectsAgainWhenItClosesDoesNotKeepTheOthersWaiting(@TempDir Path folder) throws IOException {
        var nobody = UnixDomainSocketAddress.of(folder.resolve("nobody"));
        int[] attempts = {0};
        final class Stubborn extends Small {
            Stubborn() {
                super((channel, data) -> {});
            }

            @Override
            protected void closed(Throwable cause) throws Exception {
                if (attempts[0]++ < 10_000) {
                    bench.reactor().connect(nobody, new Stubborn());
                }
            }
        }
        bench.reactor().connect(nobody, new Stubborn());
        bench.turn();
        assertThat(attempts[0]).isEqualTo(1);
        bench.turn();
        assertThat(attempts[0]).isEqualTo(2);
        attempts[0] = 10_000;
    }

    @Test
    void aDrainFromInsideAChannelLeavesItsInputAloneUntilTheCallIsOver() throws IOException {
        List<String> got = new ArrayList<>();
        List<Long> lent = new ArrayList<>();
        Acceptor acceptor = bench.listen(() -> new Small((channel, data) -> {
            if (data.remaining() < 10) {
                return; // kept, so that the next call has a buffer of the pool
            }
            lent.add(bench.reactor().bench().pool.figures().lent());
            bench.reactor().drain(() -> {});
            lent.add(bench.reactor().bench().pool.figures().lent());
            got.add(text(data));
        }));
        bench.connect(acceptor).dribble("0123456789").expectEnd();
        assertThat(lent.getFirst()).isPositive();
        assertThat(lent.getLast()).as("lent while the channel reads").isEqualTo(lent.getFirst());
        assertThat(got).containsExactly("0123456789");
    }

    @Test
    void aPushThatComesTooLateTakesItsBytesAllTheSame() throws IOException {
        List<Integer> left = new ArrayList<>();
        Acceptor acceptor = bench.listen(() -> new Small((channel, data) -> {
            channel.closeWhenDone();
            ByteBuffer late = ByteBuffer.allocate(10);
            channel.push(late);
            left.add(late.remaining());
            skip(data);
        }));
        bench.connect(acceptor).send("go").expectEnd();
        assertThat(left).containsExactly(0);
    }

    @Test
    void aTimerOfAChannelThatIsOverIsNotKept() throws IOException {
        Acceptor acceptor = bench.listen(() -> new Small((channel, data) -> channel.close()) {
            @Override
            protected void closed(Throwable cause) {
                after(Duration.ofHours(1), this::close);
                idleLimit(Duration.ofHours(1));
            }
        });
        bench.connect(acceptor).send("go").expectGone();
        bench.until("the end", () -> count(Counter.CLOSED) == 1);
        assertThat(bench.reactor().bench().timers.size()).isZero();
    }

    @Test
    void aChannelThatCannotSayWhatItDoesSpoilsNoSnapshot() throws Exception {
        Acceptor acceptor = bench.listen(() -> new Small(Channel::push) {
            @Override
            protected String doing() {
                throw new IllegalStateException("pretended");
            }
        });
        bench.connect(acceptor).send("a").expect("a");
        bench.connect(bench.listen(() -> new Small(Channel::push))).send("a").expect("a");
        CompletableFuture<ReactorSnapshot> snapshot = bench.reactor().snapshot();
        bench.turn();
        assertThat(snapshot.get().channels()).as("the healthy one at least").isNotEmpty();
    }

    @Test
    void addressesThatAreRefusedAreNotRemembered() {
        ConnectionLimits limits = new ConnectionLimits(10, 0);
        assertThat(limits.take(InetAddress.ofLiteral("192.0.2.1"))).isNull();
        assertThat(limits).extracting("perAddress").asInstanceOf(
                org.assertj.core.api.InstanceOfAssertFactories.MAP).isEmpty();
    }

    @Test
    void aBufferDoublesNoFurtherThanNumbersGo() {
        BufferSize size = new BufferSize(new BufferPolicy.Bounds(1 << 30, Integer.MAX_VALUE));
        size.used(Integer.MAX_VALUE);
        size.used(Integer.MAX_VALUE);
        assertThat(size.bytes()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aLittleUnreadInputDoesNotHoldTheBufferOfMuch() throws IOException {
        boolean[] resumed = {false};
        var channel = new Small((c, data) -> {
            if (!resumed[0]) {
                c.pauseInput();
            } else {
                data.position(data.limit() - 1);
            }
        });
        var peer = bench.connect(bench.listen(options(LARGE), () -> channel));
        bench.until("the connection", channel::isOpen);
        peer.send("x".repeat(60_000));
        bench.until("the input", () -> channel.link().snapshot().unread() > 0);
        resumed[0] = true;
        channel.execute(channel::resumeInput);
        bench.until("one byte left", () -> channel.link().snapshot().unread() == 1);
        for (int i = 0; i < 5; i++) {
            bench.turn();
        }
        assertThat(bench.reactor().bench().pool.figures().lent()).isEqualTo(512);
    }

    @Test
    void theByteOrderThatOneProtocolSetsIsNotTheNextOnes() throws IOException {
        List<ByteOrder> orders = new ArrayList<>();
        Acceptor acceptor = bench.listen(() -> new Small((channel, data) -> {
            orders.add(data.order());
            data.order(ByteOrder.LITTLE_ENDIAN);
            channel.push(data);
        }));
        bench.connect(acceptor).send("a").expect("a");
        bench.connect(acceptor).send("b").expect("b");
        assertThat(orders).containsOnly(ByteOrder.BIG_ENDIAN);
    }

    @Test
    void aProducerThatCannotBePushedIsClosed() throws IOException {
        int[] closed = {0};
        Acceptor acceptor = bench.listen(() -> new Small((channel, data) -> channel.push(new Producer() {
            @Override
            public Next more(ByteBuffer into) {
                return Next.END;
            }

            @Override
            public void wakeWith(Runnable wake) {
                throw new IllegalStateException("pretended");
            }

            @Override
            public void close() {
                closed[0]++;
            }
        })));
        bench.connect(acceptor).send("go").expectGone();
        bench.until("the end", () -> count(Counter.CLOSED) == 1);
        assertThat(closed[0]).isEqualTo(1);
    }

    @Test
    void aSmallBufferMakesRoomInThePoolForALargeOne() {
        BufferPool pool = new BufferPool(1 << 20);
        List<ByteBuffer> small = new ArrayList<>();
        for (int i = 0; i < 2048; i++) {
            small.add(pool.borrow(512));
        }
        small.forEach(pool::giveBack);
        for (int i = 0; i < 10; i++) {
            pool.giveBack(pool.borrow(256 << 10));
        }
        assertThat(pool.figures().misses()).isEqualTo(2048 + 1);
        assertThat(pool.figures().free()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void aConnectFromAnotherThreadLeavesNoDescriptorOpen() throws Exception {
        Acceptor acceptor = bench.listen(() -> new Small(Channel::push));
        long before = Descriptors.inUse().orElse(0);
        for (int i = 0; i < 20; i++) {
            CompletableFuture.runAsync(() -> {
                try {
                    bench.reactor().connect(acceptor.address(), new Small(Channel::push));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }).handle((done, failure) -> failure).join();
        }
        assertThat(Descriptors.inUse().orElse(0)).isLessThan(before + 20);
    }

    @Test
    void twoThatWaitForADrainAreBothTold() throws IOException {
        List<String> told = new ArrayList<>();
        bench.connect(bench.listen(() -> new Small(Channel::push))).send("a").expect("a");
        bench.reactor().drain(() -> told.add("one"));
        bench.reactor().drain(() -> told.add("other"));
        bench.pass(Duration.ofSeconds(3));
        bench.turn();
        assertThat(told).containsExactly("one", "other");
    }

    @Test
    void aChannelPausedByOthersReadsNothingAndHearsOfNoEnd() throws IOException {
        List<String> heard = new ArrayList<>();
        var channel = new Small((c, data) -> heard.add(text(data))) {
            @Override
            protected void inputEnded() {
                heard.add("ended");
            }
        };
        var peer = bench.connect(bench.listen(() -> channel));
        bench.until("the connection", channel::isOpen);
        channel.pauseInput();
        peer.send("go").halfClose();
        for (int i = 0; i < 5; i++) {
            bench.turn();
        }
        assertThat(heard).isEmpty();
        assertThat(channel.link().snapshot().unread()).isZero();
        channel.execute(channel::resumeInput);
        bench.until("the end", () -> heard.size() == 2);
        assertThat(heard).containsExactly("go", "ended");
    }

    @Test
    void aChannelThatAlwaysHasMoreSendsItsBudgetInATurn() throws Exception {
        byte[] much = new byte[1 << 20];
        Acceptor acceptor = bench.listen(() -> new Small((channel, data) -> {
            skip(data);
            channel.push(much);
        }) {
            @Override
            protected void drained() {
                push(much);
            }
        });
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            try (SocketChannel socket = SocketChannel.open(acceptor.address())) {
                socket.write(ByteBuffer.allocate(1));
                ByteBuffer into = ByteBuffer.allocateDirect(4 << 20);
                while (socket.read(into.clear()) >= 0) {
                    Thread.onSpinWait(); // the peer that takes whatever comes
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        long most = 0;
        for (int i = 0; i < 500; i++) {
            long before = count(Counter.BYTES_OUT);
            bench.reactor().turn(Duration.ofMillis(1));
            most = Math.max(most, count(Counter.BYTES_OUT) - before);
        }
        bench.reactor().channels().forEach(Channel::close);
        bench.turn();
        reader.join();
        assertThat(most).isBetween(1L, ChannelLimits.DEFAULT.budget() + 2L * (256 << 10));
    }

    @Test
    void aPausedChannelKeepsNoMoreThanItsLimit() throws IOException {
        var limits = ChannelLimits.DEFAULT.withMemory(4 << 10, 64 << 10, 1 << 20);
        var channel = new Small((c, data) -> {
            data.get();
            c.pauseInput();
        });
        var peer = bench.connect(bench.listen(new Acceptor.Options(64, limits, new BufferPolicy(LARGE, List.of()),
                ConnectionLimits.none(), ""), () -> channel));
        bench.until("the connection", channel::isOpen);
        peer.send("x".repeat(50_000));
        for (int i = 1; i <= 20; i++) {
            int taken = i;
            bench.until("a byte", () -> channel.link().snapshot().bytesIn()
                    - channel.link().snapshot().unread() == taken);
            assertThat(channel.link().snapshot().unread()).isBetween(1, 4 << 10);
            channel.execute(channel::resumeInput);
        }
    }

    @Test
    void aChannelThatEndsKeepsNoInput() throws IOException {
        var channel = new Small((c, data) -> {
            c.pauseInput();
            c.push(into -> Producer.Next.STALLED);
        });
        var peer = bench.connect(bench.listen(() -> channel));
        bench.until("the connection", channel::isOpen);
        peer.send("x".repeat(2000));
        bench.until("the input", () -> channel.link().snapshot().unread() > 0);
        channel.execute(channel::closeWhenDone);
        bench.turn();
        assertThat(channel.state()).isEqualTo(Channel.State.ENDING);
        assertThat(channel.link().snapshot().unread()).isZero();
    }
}
