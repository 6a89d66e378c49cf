package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.metrics.Counter;
import medusa.producer.FileProducer;

/// Channels with TLS, against a client that can be stopped at every byte.
@Timeout(60)
@ParameterizedClass
@CsvSource({"TLSv1.3, false", "TLSv1.3, true", "TLSv1.2, false", "TLSv1.2, true"})
class TlsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static SSLContext context;
    private static ExecutorService threads;

    @Parameter(0)
    String protocol;

    /// Whether the tasks of the handshake run on other threads.
    @Parameter(1)
    boolean elsewhere;

    private Bench bench;
    private Acceptor acceptor;

    @BeforeAll
    static void makeCertificate() throws Exception {
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost",
                "-ext", "san=dns:localhost,ip:127.0.0.1", "-keystore", store.toString(), "-storepass", "changeit",
                "-validity", "36500").inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, "changeit".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
        others.init(trusted);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        threads = Executors.newSingleThreadExecutor();
    }

    @AfterAll
    static void stopThreads() {
        threads.close();
    }

    @BeforeEach
    void open() throws IOException {
        bench = new Bench();
        acceptor = bench.listen(Acceptor.Options.defaults().with(tls(false)), Echo::new);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private SSLEngine engine(boolean client) {
        SSLEngine engine = context.createSSLEngine("localhost", 1);
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[]{protocol});
        return engine;
    }

    private Tls tls(boolean client) {
        Executor workers = elsewhere ? threads : Runnable::run;
        return new Tls(() -> engine(client), workers, LIMIT);
    }

    private TlsPeer peer() throws IOException {
        return new TlsPeer(bench, bench.connect(acceptor), engine(true));
    }

    private long count(Counter counter) {
        return bench.reactor().counters().get(counter);
    }

    /// Says back what it is told, and ends at `bye`.
    private static final class Echo extends Channel {
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
    private static final class Client extends Channel {
        final StringBuilder got = new StringBuilder();
        boolean opened;
        boolean ended;
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
            closeWhenDone();
        }

        @Override
        protected void closed(Throwable why) {
            closed = true;
            cause = why;
        }
    }

    @Test
    void bytesGoBothWays() throws IOException {
        TlsPeer peer = peer().handshake();
        peer.send("hello").expect("hello").send("x").send("y").expect("xy");
        peer.send("bye").expect("bye").expectEnd();
        assertThat(peer.engine().getSession().getProtocol()).isEqualTo(protocol);
        assertThat(count(Counter.HANDSHAKES)).isEqualTo(1);
    }

    @Test
    void aBystanderIsServedWhileOthersHaveStopped() throws IOException {
        TlsPeer stalled = peer();
        byte[] hello = stalled.nextFlight();
        stalled.peer().send(java.util.Arrays.copyOf(hello, hello.length / 2));
        peer().handshake().send("x").expect("x");
    }

    @Test
    void everyByteMayComeInAPacketOfItsOwn() throws IOException {
        TlsPeer peer = peer();
        for (byte[] flight = peer.nextFlight(); flight != null; flight = peer.nextFlight()) {
            peer.peer().dribble(new String(flight, StandardCharsets.ISO_8859_1));
        }
        peer.peer().dribble(new String(peer.wrap("hello"), StandardCharsets.ISO_8859_1));
        peer.expect("hello");
        assertThat(bench.reactor().snapshot()).isNotNull();
    }

    /// The client's first words may come with the end of its handshake, and many small records in one packet.
    @Test
    void recordsThatComeTogetherAreAllRead() throws IOException {
        TlsPeer peer = peer();
        byte[] held = {};
        for (byte[] flight = peer.nextFlight(); flight != null; flight = peer.nextFlight()) {
            if (peer.engine().getHandshakeStatus() == javax.net.ssl.SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING) {
                held = flight;
            } else {
                peer.peer().send(flight);
            }
        }
        var together = new java.io.ByteArrayOutputStream();
        together.writeBytes(held);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            together.writeBytes(peer.wrap("record " + i + "\n"));
            expected.append("record ").append(i).append('\n');
        }
        peer.peer().send(together.toByteArray());
        peer.expect(expected.toString());
    }

    @Test
    void muchGoesBothWaysBetweenTwoChannels() throws IOException {
        Client client = bench.reactor().connect(acceptor.address(), tls(true), new Client());
        StringBuilder text = new StringBuilder();
        new Random(1).ints(3 << 20, 'a', 'y').forEach(c -> text.append((char) c));
        bench.until("the handshake", () -> client.opened);
        client.push(text.append("bye").toString());
        bench.until("the end", () -> client.closed);
        assertThat(client.got.toString().equals(text.toString())).isTrue();
        assertThat(client.ended).isTrue();
        assertThat(client.cause).isNull();
        bench.until("no buffer is lent any more", () -> lent() == 0);
    }

    private long lent() {
        return bench.reactor().bench().pool.figures().lent();
    }

    @Test
    void aFileIsEncryptedAndASlowReaderHoldsItUp() throws IOException {
        byte[] content = new byte[8 << 20];
        new Random(2).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);
        Acceptor files = bench.listen(Acceptor.Options.defaults().with(tls(false)), () -> new Channel() {
            @Override
            protected void opened() throws IOException {
                push(new FileProducer(java.nio.channels.FileChannel.open(file), 0, content.length));
                closeWhenDone();
            }

            @Override
            protected void received(ByteBuffer data) {
                throw new AssertionError("the peer sends nothing");
            }
        });
        Client client = bench.reactor().connect(files.address(), tls(true), new Client());
        bench.until("the beginning", () -> client.got.length() > 0);
        client.pauseInput();
        for (int i = 0; i < 200; i++) {
            bench.turn();
        }
        assertThat(client.got.length()).isLessThan(content.length);
        assertThat(lent()).isLessThan(1 << 20);
        client.resumeInput();
        bench.until("the end", () -> client.closed);
        assertThat(client.got.toString().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(content);
    }

    @Test
    void theEndIsSaidBothWays() throws IOException {
        TlsPeer peer = peer().handshake();
        peer.peer().send(peer.close());
        peer.expectEnd();
        peer.peer().expectEnd();
        bench.until("the channel is gone", () -> bench.reactor().channels().isEmpty());
        assertThat(count(Counter.BROKEN)).isZero();
    }

    @Test
    void whatIsNotTlsEndsItsOwnConnectionOnly() throws IOException {
        TlsPeer other = peer().handshake();
        bench.connect(acceptor).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").expectGone();
        bench.connect(acceptor).send(new byte[100_000]).expectGone();
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            byte[] junk = new byte[1 + random.nextInt(300)];
            random.nextBytes(junk);
            if (random.nextBoolean()) { // past the first look: a handshake record of TLS 1.0
                junk[0] = 22;
                System.arraycopy(new byte[]{22, 3, 1, 0, 50}, 0, junk, 0, Math.min(5, junk.length));
            }
            var peer = bench.connect(acceptor).send(junk).halfClose();
            peer.expectGone();
        }
        bench.until("all are gone", () -> bench.reactor().channels().size() == 1);
        other.send("x").expect("x");
        assertThat(count(Counter.HANDSHAKES_FAILED)).isEqualTo(52);
        assertThat(count(Counter.FAULTS)).isZero();
    }

    /// In every state: after each part of each flight, with the last byte missing or one byte wrong.
    @Test
    void aHandshakeThatBreaksOffEndsItsOwnConnectionOnly() throws IOException {
        for (int stop = 0; stop < 3; stop++) {
            for (String how : new String[]{"end", "short", "wrong", "reset"}) {
                TlsPeer peer = peer();
                byte[] flight = peer.nextFlight();
                for (int i = 0; i < stop && flight != null; i++) {
                    peer.peer().send(flight);
                    flight = peer.nextFlight();
                }
                if (flight == null) {
                    continue;
                }
                switch (how) {
                    case "short" -> peer.peer().send(java.util.Arrays.copyOf(flight, flight.length - 1)).halfClose();
                    case "wrong" -> {
                        flight[flight.length - 1] ^= 0x55;
                        peer.peer().send(flight).halfClose();
                    }
                    case "reset" -> peer.peer().reset();
                    default -> peer.peer().halfClose();
                }
                bench.until(how + " after " + stop, () -> bench.reactor().channels().isEmpty());
            }
        }
        peer().handshake().send("x").expect("x");
        assertThat(count(Counter.FAULTS)).isZero();
        bench.until("no buffer is lent any more", () -> lent() == 0);
    }

    @Test
    void aHandshakeHasATimeLimitHoweverItDribbles() throws IOException {
        TlsPeer peer = peer();
        byte[] hello = peer.nextFlight();
        for (int i = 0; i < 9; i++) {
            peer.peer().send(new byte[]{hello[i]});
            bench.pass(Duration.ofSeconds(1));
            assertThat(bench.reactor().channels()).hasSize(1);
        }
        bench.pass(Duration.ofSeconds(2));
        peer.peer().expectGone();
        assertThat(count(Counter.HANDSHAKES_FAILED)).isEqualTo(1);
        TlsPeer quick = peer().handshake().send("y").expect("y");
        bench.pass(Duration.ofSeconds(20));
        quick.send("x").expect("x");
    }

    @Test
    void recordsThatAreBrokenEndTheConnectionWithAnAlert() throws IOException {
        TlsPeer peer = peer().handshake().send("x").expect("x");
        byte[] record = peer.wrap("hello");
        record[record.length - 1] ^= 1;
        peer.peer().send(record);
        peer.peer().expectGone();
        assertThatThrownBy(() -> {
            peer.poll();
            throw new IOException("no alert");
        }).hasMessageContaining("bad_record_mac");
        assertThat(count(Counter.BROKEN)).isEqualTo(1);
        assertThat(count(Counter.FAULTS)).isZero();
    }

    /// Costs the server more than the client (CVE-2011-1473).
    @Test
    void theClientCannotRenegotiateButMayChangeKeys() throws IOException {
        TlsPeer peer = peer().handshake();
        peer.send("x").expect("x");
        peer.engine().beginHandshake();
        peer.peer().send(peer.wrap(""));
        if (protocol.equals("TLSv1.3")) {
            for (int i = 0; i < 20; i++) {
                peer.send("after " + i).expect("after " + i);
                peer.engine().beginHandshake();
                peer.peer().send(peer.wrap(""));
            }
        } else {
            peer.peer().expectGone();
        }
        assertThat(count(Counter.FAULTS)).isZero();
    }

    @Test
    void aChannelKnowsWhatWasAgreedOn() throws IOException {
        Client client = bench.reactor().connect(acceptor.address(), tls(true), new Client());
        assertThat(client.tls()).isNull();
        bench.until("the handshake", () -> client.opened);
        assertThat(client.tls().getProtocol()).isEqualTo(protocol);
        client.push("bye");
        bench.until("the end", () -> client.closed);
        assertThat(client.got).hasToString("bye");
    }

    /// Each costs the client 27 bytes, and the server new ciphers and an answer.
    @Test
    void changesOfKeysAreAnsweredButNotWithoutEnd() throws IOException {
        if (!protocol.equals("TLSv1.3")) {
            return;
        }
        TlsPeer peer = peer().handshake().send("x").expect("x");
        int before = peer.peer().got().length();
        peer.peer().send(changesOfKeys(peer, 1));
        bench.until("the first answer", () -> peer.peer().poll() > 0);
        int answer = peer.peer().got().length() - before; // its length is the suite's
        peer.peer().send(changesOfKeys(peer, 31));
        bench.until("every answer", () -> {
            peer.peer().poll();
            return peer.peer().got().length() == before + 32 * answer;
        });
        peer.poll();
        peer.send("y").expect("y");
        peer.peer().send(changesOfKeys(peer, 33));
        peer.peer().expectGone();
        assertThat(count(Counter.BROKEN)).isEqualTo(1);
        assertThat(count(Counter.FAULTS)).isZero();
    }

    private static byte[] changesOfKeys(TlsPeer peer, int count) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            peer.engine().beginHandshake();
            all.writeBytes(peer.wrap(""));
        }
        return all.toByteArray();
    }

    /// The engine would keep them all.
    @Test
    void whoAsksForKeysAndReadsNothingIsEnded() throws IOException {
        if (!protocol.equals("TLSv1.3")) {
            return;
        }
        Path file = Files.write(folder.resolve("much"), new byte[16 << 20]);
        // Small buffers, so that the output does not hold input back, which would end the matter too.
        BufferPolicy small = new BufferPolicy(new BufferPolicy.Bounds(2048, 2048), java.util.List.of());
        var options = new Acceptor.Options(64, ChannelLimits.DEFAULT, small, ConnectionLimits.none(), "", tls(false));
        Acceptor files = bench.listen(options, () -> new Channel() {
            @Override
            protected void opened() throws IOException {
                push(new FileProducer(java.nio.channels.FileChannel.open(file), 0, 16 << 20));
            }

            @Override
            protected void received(ByteBuffer data) {
                data.position(data.limit());
            }
        });
        TlsPeer peer = new TlsPeer(bench, bench.connectNarrow(files), engine(true)).handshake();
        Link link = bench.reactor().channels().getFirst().link();
        long[] sent = {0};
        int[] still = {0};
        bench.until("the socket is full, and its buffer grows no more", () -> {
            still[0] = link.wire().hasOutput() && link.snapshot().bytesOut() == sent[0] ? still[0] + 1 : 0;
            sent[0] = link.snapshot().bytesOut();
            return still[0] > 100;
        });
        for (int i = 0; i < 33; i++) {
            peer.send("x");
            peer.peer().send(changesOfKeys(peer, 1));
        }
        bench.until("its end", () -> bench.reactor().channels().isEmpty());
        assertThat(count(Counter.BROKEN)).isEqualTo(1);
        assertThat(count(Counter.FAULTS)).isZero();
        bench.until("no buffer is lent any more", () -> lent() == 0);
    }

    /// Hellos come faster than they are worked on, and each connection that ends makes room for another.
    @Test
    void whatWaitsForAWorkerKeepsNoEngineOfAConnectionThatHasEnded() throws IOException {
        List<Runnable> waiting = new ArrayList<>();
        List<WeakReference<SSLEngine>> engines = new ArrayList<>();
        Acceptor busy = bench.listen(Acceptor.Options.defaults().with(new Tls(() -> {
            SSLEngine engine = engine(false);
            engines.add(new WeakReference<>(engine));
            return engine;
        }, waiting::add, LIMIT)), Echo::new);
        TlsPeer peer = new TlsPeer(bench, bench.connect(busy), engine(true));
        peer.peer().send(peer.nextFlight());
        bench.until("work", () -> !waiting.isEmpty());
        bench.pass(LIMIT.plusSeconds(1));
        peer.peer().expectGone();
        bench.until("the engine is let go", () -> {
            System.gc();
            return engines.getFirst().get() == null;
        });
        waiting.forEach(Runnable::run);
        bench.turn();
        assertThat(count(Counter.FAULTS)).isZero();
        assertThat(lent()).isZero();
    }

    /// What the engine has taken and the socket has not has not moved.
    @Test
    void bytesThatTheSocketTookCountAndThoseThatTheEngineTookDoNot() throws IOException {
        int size = 16 << 20;
        Path file = Files.write(folder.resolve("slow"), new byte[size]);
        Acceptor files = bench.listen(Acceptor.Options.defaults().with(tls(false)), () -> new Channel() {
            @Override
            protected void opened() throws IOException {
                push(new FileProducer(java.nio.channels.FileChannel.open(file), 0, size));
            }

            @Override
            protected void received(ByteBuffer data) {
                throw new AssertionError("the peer sends nothing");
            }
        });
        TlsPeer peer = new TlsPeer(bench, bench.connectNarrow(files), engine(true)).handshake();
        bench.until("the socket is full", () -> bench.reactor().channels().stream()
                .anyMatch(channel -> channel.link().wire().hasOutput()));
        Link link = bench.reactor().channels().getFirst().link();
        bench.until("a part of what is encrypted leaves, and is seen", () -> {
            peer.peer().poll(1024);
            int before = link.wire().unsent();
            boolean moved = link.movesAfterAll();
            assertThat(moved).isEqualTo(link.wire().unsent() != before);
            return moved && link.wire().hasOutput();
        });
    }
}
