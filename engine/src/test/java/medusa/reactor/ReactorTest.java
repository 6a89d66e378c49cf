package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.metrics.Counter;

@Timeout(60)
class ReactorTest {

    private static final class Echo extends Channel {
        @Override
        protected void received(ByteBuffer data) {
            push(data);
        }
    }

    private static Acceptor.Options options(ConnectionLimits connections, String refusal) {
        return new Acceptor.Options(64, ChannelLimits.DEFAULT, BufferPolicy.DEFAULT, connections, refusal);
    }

    @Test
    void tasksFromOtherThreadsRunInOrderAndWakeTheReactor() throws Exception {
        try (Reactor reactor = Reactor.open()) {
            List<Integer> ran = new ArrayList<>();
            Thread poster = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 10_000; i++) {
                    int number = i;
                    reactor.execute(() -> ran.add(number));
                }
                reactor.execute(reactor::stop);
            });
            reactor.run();
            poster.join();
            assertThat(ran).hasSize(10_000).isSorted();
        }
    }

    @Test
    void aTaskThatPostsItselfDoesNotKeepTheOthersWaiting() throws Exception {
        try (Bench bench = new Bench()) {
            int[] runs = {0};
            Runnable[] again = new Runnable[1];
            again[0] = () -> {
                runs[0]++;
                bench.reactor().execute(again[0]);
            };
            bench.reactor().execute(again[0]);
            bench.turn();
            bench.turn();
            bench.turn();
            assertThat(runs[0]).isEqualTo(3);
        }
    }

    @Test
    void channelsBelongToTheReactorThread() throws Exception {
        try (Bench bench = new Bench()) {
            Echo channel = new Echo();
            bench.connect(bench.listen(() -> channel)).send("a").expect("a");
            CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> channel.push("b"));
            assertThatThrownBy(elsewhere::get).hasRootCauseInstanceOf(IllegalStateException.class)
                    .rootCause().hasMessageContaining("execute");
        }
    }

    @Test
    void aSnapshotShowsChannelsAndPoolToOtherThreads() throws Exception {
        try (Bench bench = new Bench()) {
            var peer = bench.connect(bench.listen(Echo::new));
            peer.send("hello").expect("hello");
            bench.pass(Duration.ofSeconds(3));
            CompletableFuture<ReactorSnapshot> snapshot = CompletableFuture
                    .supplyAsync(() -> bench.reactor().snapshot())
                    .thenCompose(s -> s);
            bench.until("the snapshot", snapshot::isDone);
            ChannelSnapshot channel = snapshot.get().channels().getFirst();
            assertThat(channel.kind()).isEqualTo("Echo");
            assertThat(channel.state()).isEqualTo(Channel.State.OPEN);
            assertThat(channel.bytesIn()).isEqualTo(5);
            assertThat(channel.bytesOut()).isEqualTo(5);
            assertThat(channel.idleNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
            assertThat(channel.inSize()).isEqualTo(BufferPolicy.DEFAULT.bounds().floor());
            assertThat(channel.peer()).isInstanceOf(InetSocketAddress.class);
            assertThat(snapshot.get().pool().lent()).isZero();
            assertThat(snapshot.get().timers()).isEqualTo(1);
        }
    }

    @Test
    void connectionsBeyondTheLimitsAreToldSoAndTheOthersAreNot() throws Exception {
        try (Bench bench = new Bench()) {
            ConnectionLimits connections = new ConnectionLimits(3, 2);
            Acceptor acceptor = bench.listen(options(connections, "421 too many\r\n"), Echo::new);
            var one = bench.connect(acceptor).send("a").expect("a");
            var two = bench.connect(acceptor).send("b").expect("b");
            bench.connect(acceptor).send("unread").expect("421 too many\r\n").expectEnd().hangUp();
            assertThat(bench.reactor().counters().get(Counter.REFUSED_ADDRESS)).isEqualTo(1);
            connections.set(2, 10);
            bench.connect(acceptor).expect("421 too many\r\n").expectEnd().hangUp();
            assertThat(bench.reactor().counters().get(Counter.REFUSED_FULL)).isEqualTo(1);
            one.hangUp();
            bench.until("the place to be free", () -> connections.open() == 1);
            bench.connect(acceptor).send("c").expect("c");
            two.send("d").expect("d");
        }
    }

    @Test
    void ipv6PeersAreCountedByTheirNetwork() throws Exception {
        ConnectionLimits connections = new ConnectionLimits(10, 1);
        var first = connections.take(InetAddress.ofLiteral("2001:db8::1"));
        assertThat(connections.take(InetAddress.ofLiteral("2001:db8::ffff:2"))).isNull();
        assertThat(connections.take(InetAddress.ofLiteral("2001:db8:0:1::1"))).isNotNull();
        assertThat(connections.take(InetAddress.ofLiteral("192.0.2.1"))).isNotNull();
        assertThat(connections.take(InetAddress.ofLiteral("192.0.2.2"))).isNotNull();
        first.free();
        assertThat(connections.take(InetAddress.ofLiteral("2001:db8::3"))).isNotNull();
        assertThat(connections.open()).isEqualTo(4);
    }

    @Test
    void anAddressInUseIsSaidSoAndNothingIsLeftOpen() throws Exception {
        try (Bench bench = new Bench();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            assertThatThrownBy(() -> bench.reactor().listen(address, Acceptor.Options.defaults(), Echo::new))
                    .isInstanceOf(BindException.class);
            assertThat(bench.reactor().selector().keys()).isEmpty();
        }
    }

    @Test
    void aSocketThatADeadServerLeftIsReplacedAndALiveOneIsNot(@TempDir Path folder) throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address).close();
        assertThat(address.getPath()).exists();
        try (Bench bench = new Bench()) {
            bench.reactor().listen(address, Acceptor.Options.defaults(), Echo::new);
            bench.connect(address).send("a").expect("a");
            assertThatThrownBy(() -> bench.reactor().listen(address, Acceptor.Options.defaults(), Echo::new))
                    .isInstanceOf(BindException.class);
            var file = UnixDomainSocketAddress.of(Files.writeString(folder.resolve("file"), "not a socket"));
            assertThatThrownBy(() -> bench.reactor().listen(file, Acceptor.Options.defaults(), Echo::new))
                    .isInstanceOf(BindException.class);
            assertThat(file.getPath()).hasContent("not a socket");
        }
    }

    @Test
    void aDrainLetsEveryChannelFinish() throws Exception {
        try (Bench bench = new Bench()) {
            Acceptor acceptor = bench.listen(Echo::new);
            var peer = bench.connect(acceptor).send("a").expect("a");
            acceptor.close();
            boolean[] drained = {false};
            bench.reactor().drain(() -> drained[0] = true);
            bench.turn();
            assertThat(drained[0]).isFalse();
            peer.expectEnd();
            peer.hangUp();
            bench.until("the end", () -> drained[0]);
            assertThatThrownBy(() -> bench.connect(new InetSocketAddress("127.0.0.1", 1)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aLongTurnIsReportedOnceWithTheReactorsStack() {
        Turns turns = new Turns(System::nanoTime);
        Watchdog watchdog = new Watchdog(turns, Thread.currentThread(), Duration.ofSeconds(1));
        long later = System.nanoTime() + Duration.ofHours(1).toNanos();
        assertThat(watchdog.look(later)).as("between turns").isFalse();
        turns.begin();
        assertThat(watchdog.look(System.nanoTime())).as("a turn that has just begun").isFalse();
        assertThat(watchdog.look(later)).isTrue();
        assertThat(watchdog.look(later)).as("the same turn again").isFalse();
        turns.end();
        assertThat(watchdog.look(later)).isFalse();
        turns.begin();
        assertThat(watchdog.look(later)).as("the next turn").isTrue();
    }

    @Test
    void aTurnBeyondTheLimitIsCounted() throws Exception {
        try (Bench bench = new Bench(ReactorOptions.DEFAULT.with(0, Duration.ZERO))) {
            bench.turn();
            assertThat(bench.reactor().counters().get(Counter.LONG_TURNS)).isEqualTo(1);
        }
    }

    /// Runs in a process of its own, with 60 descriptors: see [#main].
    @Test
    void withoutDescriptorsTheListenerPausesAndRecovers() throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "needs a Unix shell's ulimit");
        Process child = new ProcessBuilder("/bin/sh", "-c",
                "ulimit -n 60; exec \"$0\" -XX:-MaxFDLimit -cp \"$1\" medusa.reactor.ReactorTest",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"))
                .redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes());
        assertThat(child.waitFor()).as(output).isZero();
        assertThat(output).contains("paused and recovered");
    }

    /// Takes every descriptor while a connection waits in the backlog, checks that the loop is quiet then, and that it
    /// serves again once one is free.
    public static void main(String[] args) throws Exception {
        try (Bench bench = new Bench()) {
            Acceptor acceptor = bench.listen(Echo::new);
            bench.connect(acceptor).send("warm").expect("warm"); // every class is loaded from here on
            var waiting = bench.connect(acceptor);
            var next = bench.connect(acceptor);
            List<FileInputStream> hogs = new ArrayList<>();
            try {
                while (true) {
                    hogs.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                // none is left
            }
            bench.until("the pause", () -> pauses(bench) == 1);
            waiting.expectGone(); // sent away with the help of the spare descriptor
            for (int i = 0; i < 100; i++) {
                bench.turn();
            }
            check(pauses(bench) == 1, "paused again although nothing had changed");
            for (FileInputStream hog : hogs) {
                hog.close();
            }
            bench.pass(Duration.ofSeconds(1));
            next.send("hello").expect("hello");
            check(pauses(bench) == 1, "paused although there was room");
            System.out.println("paused and recovered");
        }
    }

    private static long pauses(Bench bench) {
        return bench.reactor().counters().get(Counter.ACCEPT_PAUSES);
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }

    /// Whoever came at once runs out at once; the others' turn comes in between.
    @Test
    void aTurnRunsFewOfTheTimersThatAreDue() throws IOException {
        int[] run = {0};
        try (Bench bench = new Bench()) {
            for (int i = 0; i < 3 * Timers.MOST_AT_ONCE; i++) {
                bench.reactor().after(Duration.ofSeconds(1), () -> run[0]++);
            }
            bench.pass(Duration.ofSeconds(2));
            assertThat(run[0]).isEqualTo(Timers.MOST_AT_ONCE);
            bench.turn();
            bench.turn();
            assertThat(run[0]).isEqualTo(3 * Timers.MOST_AT_ONCE);
        }
    }
}
