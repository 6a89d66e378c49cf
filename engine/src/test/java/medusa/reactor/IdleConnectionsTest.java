package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Thousands of connections that do nothing, from processes of their own (each end needs a descriptor).
class IdleConnectionsTest {
    private static final int CLIENTS = 4;
    private static final int EACH = 2000;

    private static final class Echo extends Channel {
        @Override
        protected void received(ByteBuffer data) {
            push(data);
        }
    }

    @Test
    @Timeout(120)
    void eightThousandIdleConnectionsAreHeldAndStillAnswer() throws Exception {
        assumeTrue(Descriptors.limit().orElse(Long.MAX_VALUE) > CLIENTS * EACH + 500L,
                "needs a limit of 8,500 descriptors; this process may have " + Descriptors.limit());
        try (Reactor reactor = Reactor.open()) {
            var options = new Acceptor.Options(4096, ChannelLimits.DEFAULT.withIdle(Duration.ofMinutes(10)),
                    BufferPolicy.DEFAULT, ConnectionLimits.none(), "");
            Acceptor acceptor = reactor.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options,
                    Echo::new);
            int port = ((InetSocketAddress) acceptor.address()).getPort();
            long before = liveHeap();
            Thread loop = Thread.ofPlatform().start(() -> run(reactor));
            List<Process> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx64m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp",
                            System.getProperty("java.class.path"),
                            IdleConnectionsTest.class.getName(), String.valueOf(port))
                            .redirectError(ProcessBuilder.Redirect.INHERIT).start());
                }
                for (Process client : clients) {
                    assertThat(lines(client).readLine()).isEqualTo("open");
                }
                while (reactor.snapshot().get().channels().size() < CLIENTS * EACH) {
                    Thread.onSpinWait(); // the last ones are still in the backlog
                }
                long each = (liveHeap() - before) / (CLIENTS * EACH);
                System.out.println(
                        "live heap for each of " + CLIENTS * EACH + " idle connections: " + each + " bytes; pool: "
                                + reactor.snapshot().get().pool());
                assertThat(each).isLessThan(2048);
                assertThat(reactor.snapshot().get().pool().lent()).isZero();
                for (Process client : clients) {
                    client.getOutputStream().write('\n');
                    client.getOutputStream().flush();
                    assertThat(lines(client).readLine()).isEqualTo("answered");
                }
            } finally {
                clients.forEach(Process::destroyForcibly);
                reactor.stop();
                loop.join();
            }
        }
    }

    private static void run(Reactor reactor) {
        try {
            reactor.run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static BufferedReader lines(Process client) {
        return client.inputReader();
    }

    private static long liveHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    /// One client process: opens its connections, waits for a line, sends a byte over each and reads it back.
    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        List<SocketChannel> sockets = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            sockets.add(SocketChannel.open(address));
        }
        System.out.println("open");
        System.in.read();
        ByteBuffer one = ByteBuffer.allocate(1);
        for (SocketChannel socket : sockets) {
            socket.write(ByteBuffer.wrap(new byte[]{42}));
            if (socket.read(one.clear()) != 1 || one.get(0) != 42) {
                throw new IOException("no echo");
            }
        }
        System.out.println("answered");
    }
}
