package medusa.reactor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

import medusa.metrics.Counter;

/// A [Bench] with TLS: one certificate for all tests, engines for both sides, and peers for channels of either side.
final class TlsBench implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(10);
    private static final SSLContext CONTEXT = context();
    /// Runs the tasks of handshakes where they are to run elsewhere.
    private static final Executor THREAD = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tls-tasks").factory());
    /// Sessions are resumed by host and port.
    private static int port = 1;

    private final Bench bench = new Bench();
    private final ServerSocketChannel listener = ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final String protocol;
    private final Executor workers;

    /// @param elsewhere whether the tasks of the handshake run on another thread
    TlsBench(String protocol, boolean elsewhere) throws IOException {
        this(protocol, elsewhere ? THREAD : Runnable::run);
    }

    TlsBench(String protocol, Executor workers) throws IOException {
        this.protocol = protocol;
        this.workers = workers;
    }

    private static SSLContext context() {
        try {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
            KeyStore keys = certificate();
            KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
            own.init(keys, "changeit".toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("server", keys.getCertificate("server"));
            TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
            others.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), others.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore certificate() throws Exception {
        Path folder = Files.createTempDirectory("tls");
        Path store = folder.resolve("store.p12");
        try {
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
                    "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-keystore", store.toString(),
                    "-storepass", "changeit", "-validity", "36500").inheritIO().start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed");
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, "changeit".toCharArray());
            }
            return keys;
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    Bench bench() {
        return bench;
    }

    /// An engine that resumes the session of another one where it can.
    SSLEngine engine(boolean client) {
        return engine(client, 1);
    }

    private SSLEngine engine(boolean client, int port) {
        SSLEngine engine = CONTEXT.createSSLEngine("localhost", port);
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[]{protocol});
        return engine;
    }

    Tls tls(boolean client) {
        return tls(() -> engine(client));
    }

    /// For a client that the server does not know yet.
    Tls freshTls() {
        int other = ++port;
        return tls(() -> engine(true, other));
    }

    Tls tls(Supplier<SSLEngine> engines) {
        return new Tls(engines, workers, LIMIT);
    }

    Acceptor listen(Supplier<? extends Channel> channels) throws IOException {
        return bench.listen(Acceptor.Options.defaults().with(tls(false)), channels);
    }

    /// A client of a channel.
    TlsPeer connect(Acceptor acceptor) throws IOException {
        return new TlsPeer(bench, bench.connect(acceptor), engine(true));
    }

    /// A client whom the server does not know yet, so that the handshake has all its parts.
    TlsPeer connectFresh(Acceptor acceptor) throws IOException {
        return new TlsPeer(bench, bench.connect(acceptor), engine(true, ++port));
    }

    /// A server of the given client channel, which is being connected by this.
    TlsPeer serve(Channel client, Tls tls) throws IOException {
        bench.reactor().connect(listener.getLocalAddress(), ConnectOptions.DEFAULT.with(tls), client);
        return new TlsPeer(bench, bench.accept(listener), engine(false));
    }

    long count(Counter counter) {
        return bench.reactor().counters().get(counter);
    }

    long lent() {
        return bench.reactor().bench().pool.figures().lent();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        bench.close();
    }

    /// Says back what it is told, and ends at `bye`.
    static final class Echo extends Channel {
        @Override
        protected void received(ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            push(bytes);
            if (new String(bytes, StandardCharsets.ISO_8859_1).endsWith("bye")) {
                closeWhenDone();
            }
        }
    }

    /// Collects.
    static final class Collector extends Channel {
        final StringBuilder got = new StringBuilder();
        boolean opened;
        boolean ended;
        /// As [#inputEndedCleanly] was at the end of the input, and when the channel closed.
        boolean clean;
        boolean cleanWhenClosed;
        boolean closed;
        Throwable cause;

        @Override
        protected void opened() {
            opened = true;
        }

        @Override
        protected void received(ByteBuffer data) {
            got.append(StandardCharsets.ISO_8859_1.decode(data));
        }

        @Override
        protected void inputEnded() {
            ended = true;
            clean = inputEndedCleanly();
            closeWhenDone();
        }

        @Override
        protected void closed(Throwable why) {
            closed = true;
            cleanWhenClosed = inputEndedCleanly();
            cause = why;
        }
    }
}
