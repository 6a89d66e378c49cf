package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.metrics.Counter;
import medusa.producer.FileProducer;

class ChannelTest {
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

    /// A channel whose calls are the test's to write.
    private static class Scripted extends Channel {
        final BiConsumer<Scripted, String> onInput;
        final List<String> events = new ArrayList<>();

        Scripted(BiConsumer<Scripted, String> onInput) {
            this.onInput = onInput;
        }

        @Override
        protected void received(ByteBuffer data) throws Exception {
            onInput.accept(this, StandardCharsets.ISO_8859_1.decode(data).toString());
        }

        @Override
        protected void drained() throws Exception {
            events.add("drained");
        }

        @Override
        protected void closed(Throwable cause) throws Exception {
            events.add("closed " + (cause == null ? "in order" : cause.getClass().getSimpleName()));
        }
    }

    private static Scripted echo() {
        return new Scripted(Channel::push);
    }

    private long count(Counter counter) {
        return bench.reactor().counters().get(counter);
    }

    @Test
    void bytesGoBothWaysOverEveryKindOfSocket(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("echo.sock");
        var any = List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 0), UnixDomainSocketAddress.of(socket));
        for (var address : any) {
            Acceptor acceptor = bench.reactor().listen(address, Acceptor.Options.defaults(), ChannelTest::echo);
            var peer = bench.connect(acceptor);
            peer.send("hello").expect("hello").send("again").expect("again").halfClose().expectEnd();
            acceptor.close();
        }
        assertThat(socket).doesNotExist();
        assertThat(count(Counter.ACCEPTED)).isEqualTo(3);
        assertThat(count(Counter.BYTES_IN)).isEqualTo(30);
        assertThat(count(Counter.BYTES_OUT)).isEqualTo(30);
    }

    @Test
    void aUnixDomainSocketTellsWhoseProcessIsAtItsOtherEnd(@TempDir Path folder) throws IOException {
        Supplier<Channel> named = () -> new Scripted((channel, _) -> {
            channel.push(channel.peerUser().orElse("nobody knows"));
        });
        assertThat(new Scripted((_, _) -> {}).peerUser()).isEmpty();
        bench.connect(bench.listen(named)).send("?").expect("nobody knows");
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        Acceptor acceptor = bench.reactor().listen(address, Acceptor.Options.defaults(), named);
        bench.connect(acceptor).send("?").expect(Files.getOwner(address.getPath()).getName());
    }

    @Test
    void aPeerThatDribblesIsServed() throws IOException {
        var peer = bench.connect(bench.listen(ChannelTest::echo));
        peer.dribble("one byte at a time").expect("one byte at a time");
    }

    @Test
    void whatIsPushedLeavesInOrderWhateverItIs() throws IOException {
        String large = "x".repeat(300_000);
        var peer = bench.connect(bench.listen(() -> new Scripted((channel, input) -> {
            channel.push("small,");
            channel.push(large.getBytes(StandardCharsets.ISO_8859_1));
            channel.push(new Countdown(3));
            channel.push("end");
            channel.closeWhenDone();
            channel.push("too late");
        })));
        peer.send("go").expectEnd();
        assertThat(peer.got()).isEqualTo("small," + large + "3 2 1 end");
    }

    @Test
    void aLargeInputArrivesWholeAndTheBufferGrowsForIt() throws IOException {
        var channel = new Scripted((c, input) -> c.push(input));
        var peer = bench.connect(bench.listen(() -> channel));
        bench.until("the connection", channel::isOpen);
        int before = channel.link().snapshot().inSize();
        String text = "0123456789".repeat(60_000);
        for (int at = 0; at < text.length(); at += 50_000) {
            peer.send(text.substring(at, at + 50_000)).expect(text.substring(at, at + 50_000));
        }
        assertThat(channel.link().snapshot().inSize()).isGreaterThan(before);
        for (int i = 0; i < 60; i++) {
            peer.send("tiny").expect("tiny");
        }
        assertThat(channel.link().snapshot().inSize()).as("back to the floor").isEqualTo(before);
    }

    @Test
    void inputThatIsLeftUnreadComesAgainWithTheRest() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        var peer = bench.connect(bench.listen(() -> new Channel() {
            @Override
            protected void received(ByteBuffer data) {
                sizes.add(data.remaining());
                if (data.remaining() >= 10) {
                    push(data);
                }
            }
        }));
        peer.dribble("0123456789").expect("0123456789");
        assertThat(sizes).last().isEqualTo(10);
    }

    @Test
    void inputThatNobodyTakesEndsTheChannelAtItsLimit() throws IOException {
        var limits = ChannelLimits.DEFAULT.withMemory(4096, 64 << 10, 1 << 20);
        var peer = bench.connect(bench.listen(options(limits), () -> new Channel() {
            @Override
            protected void received(ByteBuffer data) {}

            @Override
            protected void inputOverflowed() {
                push("too much");
                closeWhenDone();
            }
        }));
        peer.send("x".repeat(5000)).expectEnd();
        assertThat(peer.got()).isEqualTo("too much");
        assertThat(count(Counter.INPUT_OVERFLOWS)).isEqualTo(1);
    }

    private static Acceptor.Options options(ChannelLimits limits) {
        return new Acceptor.Options(64, limits, BufferPolicy.DEFAULT, ConnectionLimits.none(), "");
    }

    @Test
    void aPausedChannelKeepsItsInputUntilItIsResumed() throws IOException {
        List<String> got = new ArrayList<>();
        var channel = new Scripted((c, input) -> {
            got.add(input);
            c.pauseInput();
        });
        var peer = bench.connect(bench.listen(() -> channel));
        peer.send("first");
        bench.until("the first", () -> got.size() == 1);
        peer.send("second");
        bench.turn();
        bench.turn();
        assertThat(got).containsExactly("first");
        channel.execute(channel::resumeInput);
        bench.until("the second", () -> got.size() == 2);
        assertThat(got).containsExactly("first", "second");
    }

    @Test
    void aPeerThatDoesNotReadIsNotReadFromAndLosesNothing() throws IOException {
        var limits = ChannelLimits.DEFAULT.withMemory(64 << 10, 32 << 10, 1 << 20);
        var channel = new Scripted((c, input) -> c.push(input));
        var peer = bench.connectNarrow(bench.listen(options(limits), () -> channel));
        bench.until("the connection", channel::isOpen);
        StringBuilder sent = new StringBuilder();
        // The peer sends for as long as anybody takes it, and reads nothing.
        for (int i = 0; i < 10_000 && channel.wantsInput(); i++) {
            String piece = "%09d\n".formatted(i).repeat(100);
            sent.append(piece);
            peer.send(piece);
            bench.turn();
        }
        for (int i = 0; i < 50; i++) {
            bench.turn();
        }
        assertThat(channel.wantsInput()).isFalse();
        assertThat(channel.link().snapshot().queued()).isLessThanOrEqualTo((32 << 10) + (256 << 10));
        peer.halfClose();
        bench.until("all of it", () -> {
            peer.poll();
            return peer.ended();
        });
        assertThat(peer.got()).isEqualTo(sent.toString());
    }

    @Test
    void anEndlessProducerIsPulledOnlyAsFarAsItsPeerReads() throws IOException {
        Countdown endless = new Countdown(Integer.MAX_VALUE);
        var channel = new Scripted((c, input) -> c.push(endless));
        var peer = bench.connectNarrow(bench.listen(() -> channel));
        peer.send("go");
        bench.until("the socket to be full",
                () -> channel.state() == Channel.State.OPEN && endless.left < Integer.MAX_VALUE);
        for (int i = 0; i < 200; i++) {
            bench.turn();
        }
        int left = endless.left;
        for (int i = 0; i < 200; i++) {
            bench.turn();
        }
        assertThat(endless.left).as("pulled although the peer does not read").isEqualTo(left);
        assertThat(channel.link().snapshot().queued()).isLessThanOrEqualTo(256 << 10);
        assertThat(channel.link().snapshot().producers()).containsExactly("Countdown");
        peer.hangUp();
        bench.until("the end", () -> endless.closed == 1);
    }

    @Test
    void aQueueThatGrowsWithoutBeingReadEndsItsChannel() throws IOException {
        var limits = ChannelLimits.DEFAULT.withMemory(1 << 10, 16 << 10, 64 << 10);
        var channel = echo();
        var peer = bench.connectNarrow(bench.listen(options(limits), () -> channel));
        bench.until("the connection", channel::isOpen);
        bench.until("the overflow", () -> {
            channel.execute(() -> channel.push("news for everybody ".repeat(100)));
            return !channel.isOpen();
        });
        peer.expectGone();
        assertThat(count(Counter.QUEUE_OVERFLOWS)).isEqualTo(1);
        assertThat(channel.events).last().isEqualTo("closed in order");
    }

    @Test
    void oneLargePieceMayWaitButNotManyOfThem() throws IOException {
        var limits = ChannelLimits.DEFAULT.withMemory(1 << 10, 16 << 10, 1 << 20);
        var channel = echo();
        bench.connectNarrow(bench.listen(options(limits), () -> channel));
        bench.until("the connection", channel::isOpen);
        byte[] large = new byte[8 << 20];
        channel.push(large);
        channel.push("and a little");
        bench.turn();
        assertThat(channel.isOpen()).isTrue();
        for (int i = 0; i < 20; i++) {
            channel.push(new byte[100_000]);
        }
        assertThat(channel.isOpen()).isFalse();
        assertThat(count(Counter.QUEUE_OVERFLOWS)).isEqualTo(1);
    }

    @Test
    void aStalledProducerCostsNoTurnsAndGoesOnWhenWoken() throws IOException {
        Countdown producer = new Countdown(2);
        producer.stall = true;
        var channel = new Scripted((c, input) -> c.push(producer));
        var peer = bench.connect(bench.listen(() -> channel));
        peer.send("go");
        bench.until("the first call", () -> producer.calls == 1);
        bench.turn();
        bench.turn();
        assertThat(producer.calls).isEqualTo(1);
        producer.stall = false;
        producer.wake.run();
        peer.expect("2 1 ");
        assertThat(producer.closed).isEqualTo(1);
    }

    @Test
    void aHalfClosedPeerStillGetsItsAnswer() throws IOException {
        var channel = new Scripted((c, input) -> c.after(Duration.ofSeconds(5), () -> {
            c.push("here it is");
            c.closeWhenDone();
        })) {
            @Override
            protected void inputEnded() {
                events.add("input ended");
            }
        };
        var peer = bench.connect(bench.listen(() -> channel));
        peer.send("question").halfClose();
        bench.until("the half-close", () -> channel.events.contains("input ended"));
        bench.pass(Duration.ofSeconds(5));
        peer.expect("here it is").expectEnd();
    }

    @Test
    void anAnswerIsReadEvenByAPeerWhoseInputNobodyWanted() throws IOException {
        var peer = bench.connect(bench.listen(() -> new Scripted((channel, input) -> {
            channel.push("no");
            channel.closeWhenDone();
        })));
        peer.send("x".repeat(200_000)).expect("no").expectEnd();
        peer.send("still sending, and not reset");
        bench.turn();
        peer.hangUp();
        bench.until("the end", () -> count(Counter.CLOSED) == 1);
        assertThat(count(Counter.BROKEN)).isZero();
    }

    @Test
    void aPeerThatNeverStopsSendingAfterTheEndIsCutOff() throws IOException {
        var channel = new Scripted((c, input) -> c.closeWhenDone());
        var peer = bench.connect(bench.listen(() -> channel));
        peer.send("x").expectEnd();
        assertThat(channel.state()).isEqualTo(Channel.State.LINGERING);
        bench.pass(ChannelLimits.DEFAULT.linger());
        assertThat(channel.events).contains("closed in order");
    }

    @Test
    void aResetIsTheEndOfThatChannelOnly() throws IOException {
        List<Scripted> channels = new ArrayList<>();
        Acceptor acceptor = bench.listen(() -> {
            channels.add(echo());
            return channels.getLast();
        });
        var one = bench.connect(acceptor).send("a").expect("a");
        var other = bench.connect(acceptor).send("b").expect("b");
        one.reset();
        bench.until("the reset",
                () -> !channels.getFirst().events.stream().filter(e -> e.startsWith("closed")).toList().isEmpty());
        other.send("still here").expect("still here");
        assertThat(channels.getFirst().events).last().asString().endsWith("Exception");
        assertThat(count(Counter.FAULTS)).isZero();
        assertThat(count(Counter.BROKEN)).isEqualTo(1);
    }

    @Test
    void aQuietChannelEndsAtItsIdleLimitAndABusyOneDoesNot() throws IOException {
        Acceptor acceptor = bench.listen(options(ChannelLimits.DEFAULT.withIdle(Duration.ofSeconds(10))),
                ChannelTest::echo);
        var quiet = bench.connect(acceptor).send("a").expect("a");
        var busy = bench.connect(acceptor).send("b").expect("b");
        bench.pass(Duration.ofSeconds(6));
        busy.send("c").expect("c");
        bench.pass(Duration.ofSeconds(6));
        quiet.expectEnd();
        busy.send("d").expect("d");
        bench.pass(Duration.ofSeconds(20));
        busy.expectEnd();
        assertThat(count(Counter.TIMED_OUT)).isEqualTo(2);
    }

    @Test
    void anIdleLimitMayBeChangedAndLifted() throws IOException {
        var channel = echo();
        var peer = bench.connect(bench.listen(() -> channel));
        peer.send("a").expect("a");
        channel.idleLimit(Duration.ZERO);
        bench.pass(Duration.ofHours(5));
        peer.send("b").expect("b");
        channel.idleLimit(Duration.ofSeconds(1));
        bench.pass(Duration.ofSeconds(1));
        peer.expectEnd();
    }

    @Test
    void anOutgoingChannelSpeaksFirst() throws IOException {
        Acceptor acceptor = bench.listen(ChannelTest::echo);
        StringBuilder got = new StringBuilder();
        Channel client = bench.reactor().connect(acceptor.address(), new Channel() {
            @Override
            protected void opened() {
                push("from the client");
            }

            @Override
            protected void received(ByteBuffer data) {
                got.append(StandardCharsets.ISO_8859_1.decode(data));
            }
        });
        bench.until("the echo", () -> got.length() == 15);
        assertThat(got).hasToString("from the client");
        client.close();
        bench.turn();
        assertThat(client.state()).isEqualTo(Channel.State.CLOSED);
        assertThat(count(Counter.CONNECTED)).isEqualTo(1);
    }

    @Test
    void aRefusedConnectionIsToldToTheChannel() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<Throwable> causes = new ArrayList<>();
        bench.reactor().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new Channel() {
            @Override
            protected void received(ByteBuffer data) {}

            @Override
            protected void closed(Throwable cause) {
                causes.add(cause);
            }
        });
        bench.until("the refusal", () -> !causes.isEmpty());
        assertThat(causes.getFirst()).isInstanceOf(ConnectException.class);
        assertThat(count(Counter.FAULTS)).isZero();
    }

    @Test
    void aFileGoesByZeroCopyBetweenOtherOutput(@TempDir Path folder) throws IOException {
        byte[] content = new byte[3_000_000];
        new Random(3).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);
        var peer = bench.connect(bench.listen(() -> new Scripted((channel, input) -> {
            try {
                channel.push("head:");
                channel.push(
                        new FileProducer(FileChannel.open(file), 1_000_000, 900_000));
                channel.push(":tail");
                channel.closeWhenDone();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })));
        peer.send("go").expectEnd();
        String expected = new String(content, 1_000_000, 900_000, StandardCharsets.ISO_8859_1);
        assertThat(peer.got().equals("head:" + expected + ":tail")).isTrue();
    }
}
