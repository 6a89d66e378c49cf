package medusa.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

import medusa.interpreter.Interpreter;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;
import medusa.reactor.Channel;

/// A classic monitor at the moment, and with the password, of the recording.
final class ClassicBench implements AutoCloseable {
    static final String STAMP = "1795369214.96";
    static final String DIGEST = "d59d218aa42c42467e9364aecf2282";

    final Bench bench = new Bench();
    final List<String> noted = new ArrayList<>();
    final ClassicMonitorServer server;
    final Acceptor acceptor;
    Instant now = Instant.ofEpochMilli(1795369214_963L);
    String password = "fnord";
    boolean admits = true;
    private final ScheduledExecutorService scheduler = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

    ClassicBench(Function<Interpreter.Host, Evaluator> evaluators) throws IOException {
        InstantSource clock = () -> now;
        server = new ClassicMonitorServer("9.9", () -> password, clock,
                new ClassicMonitorServer.Limits(Duration.ofSeconds(10), 2), new ClassicMonitorServer.Doorkeeper() {
                    @Override
                    public boolean admits(Channel channel) {
                        return admits;
                    }

                    @Override
                    public void failed(Channel channel) {
                        noted.add("failed");
                    }

                    @Override
                    public void loggedIn(Channel channel) {
                        noted.add("logged in");
                    }

                    @Override
                    public void says(Channel channel, String line) {
                        noted.add("says " + line);
                    }
                }, evaluators, scheduler);
        acceptor = bench.listen(server::newChannel);
    }

    Bench.Peer connect() throws IOException {
        return bench.connect(acceptor);
    }

    /// A client of the recording, up to its first prompt.
    Bench.Peer logIn() throws IOException {
        Bench.Peer peer = connect();
        bench.until("the greeting", () -> {
            peer.poll();
            return peer.got().endsWith("\r\n");
        });
        String stamp = peer.got().strip();
        peer.expect(stamp + "\r\n").send(digest(stamp + password) + "\r\n");
        bench.until("the prompt", () -> {
            peer.poll();
            return peer.got().endsWith(">>> ");
        });
        return peer.expect(banner(bench.reactor().channels().getLast()));
    }

    static String banner(Channel channel) {
        return "Medusa 9.9\r\nJava " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")\r\n"
                + "Welcome to <classic monitor connected 127.0.0.1:"
                + ((java.net.InetSocketAddress) channel.peer()).getPort() + ">\r\n>>> ";
    }

    /// As the original writes it, without leading zeros.
    static String digest(String text) {
        try {
            StringBuilder digits = new StringBuilder();
            for (byte b : MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8))) {
                digits.append(Integer.toHexString(b & 0xff));
            }
            return digits.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        bench.close();
        scheduler.shutdownNow();
    }
}
