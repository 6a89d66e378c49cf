package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.metrics.Counter;
import medusa.producer.FileProducer;
import medusa.producer.Producer;
import medusa.reactor.TlsBench.Collector;
import medusa.reactor.TlsBench.Echo;

/// What goes through channels with TLS, and the keys that change meanwhile.
@Timeout(60)
@ParameterizedClass
@CsvSource({"TLSv1.3, false", "TLSv1.3, true", "TLSv1.2, false", "TLSv1.2, true"})
class TlsTest {
    @TempDir
    static Path folder;

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
    void bytesGoBothWays() throws IOException {
        TlsPeer peer = tls.connect(acceptor).handshake();
        peer.send("hello").expect("hello").send("x").send("y").expect("xy");
        peer.send("bye").expect("bye").expectEnd();
        assertThat(peer.engine().getSession().getProtocol()).isEqualTo(protocol);
        assertThat(tls.count(Counter.HANDSHAKES)).isEqualTo(1);
    }

    /// The client's first words may come with the end of its handshake, and many small records in one packet.
    @Test
    void recordsThatComeTogetherAreAllRead() throws IOException {
        TlsPeer peer = tls.connect(acceptor);
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
        Collector client = bench.reactor().connect(acceptor.address(), ConnectOptions.DEFAULT.with(tls.tls(true)),
                new Collector());
        StringBuilder text = new StringBuilder();
        new Random(1).ints(3 << 20, 'a', 'y').forEach(c -> text.append((char) c));
        bench.until("the handshake", () -> client.opened);
        client.push(text.append("bye").toString());
        bench.until("the end", () -> client.closed);
        assertThat(client.got.toString().equals(text.toString())).isTrue();
        assertThat(client.ended).isTrue();
        assertThat(client.cause).isNull();
        bench.until("no buffer is lent any more", () -> tls.lent() == 0);
    }

    @Test
    void aFileIsEncryptedAndASlowReaderHoldsItUp() throws IOException {
        byte[] content = new byte[8 << 20];
        new Random(2).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);
        Acceptor files = bench.listen(Acceptor.Options.defaults().with(tls.tls(false)), () -> new Channel() {
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
        Collector client = bench.reactor().connect(files.address(), ConnectOptions.DEFAULT.with(tls.tls(true)),
                new Collector());
        bench.until("the beginning", () -> client.got.length() > 0);
        client.pauseInput();
        for (int i = 0; i < 200; i++) {
            bench.turn();
        }
        assertThat(client.got.length()).isLessThan(content.length);
        assertThat(tls.lent()).isLessThan(1 << 20);
        client.resumeInput();
        bench.until("the end", () -> client.closed);
        assertThat(client.got.toString().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(content);
    }

    @Test
    void recordsThatAreBrokenEndTheConnectionWithAnAlert() throws IOException {
        TlsPeer peer = tls.connect(acceptor).handshake().send("x").expect("x");
        byte[] record = peer.wrap("hello");
        record[record.length - 1] ^= 1;
        peer.peer().send(record);
        peer.peer().expectGone();
        assertThatThrownBy(() -> {
            peer.poll();
            throw new IOException("no alert");
        }).hasMessageContaining("bad_record_mac");
        assertThat(tls.count(Counter.BROKEN)).isEqualTo(1);
        assertThat(tls.count(Counter.FAULTS)).isZero();
    }

    /// Costs the server more than the client (CVE-2011-1473).
    @Test
    void theClientCannotRenegotiateButMayChangeKeys() throws IOException {
        TlsPeer peer = tls.connect(acceptor).handshake();
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
        assertThat(tls.count(Counter.FAULTS)).isZero();
    }

    /// Each costs the client 27 bytes, and the server new ciphers and an answer.
    @Test
    void changesOfKeysAreAnsweredButNotWithoutEnd() throws IOException {
        if (!protocol.equals("TLSv1.3")) {
            return;
        }
        TlsPeer peer = tls.connect(acceptor).handshake().send("x").expect("x");
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
        assertThat(tls.count(Counter.BROKEN)).isEqualTo(1);
        assertThat(tls.count(Counter.FAULTS)).isZero();
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
        BufferPolicy small = new BufferPolicy(new BufferPolicy.Bounds(2048, 2048), List.of());
        var options = new Acceptor.Options(64, ChannelLimits.DEFAULT, small, ConnectionLimits.none(), "")
                .with(tls.tls(false));
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
        TlsPeer peer = new TlsPeer(bench, bench.connectNarrow(files), tls.engine(true)).handshake();
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
        assertThat(tls.count(Counter.BROKEN)).isEqualTo(1);
        assertThat(tls.count(Counter.FAULTS)).isZero();
        bench.until("no buffer is lent any more", () -> tls.lent() == 0);
    }

    /// What the engine has taken and the socket has not has not moved.
    @Test
    void bytesThatTheSocketTookCountAndThoseThatTheEngineTookDoNot() throws IOException {
        int size = 16 << 20;
        Path file = Files.write(folder.resolve("slow"), new byte[size]);
        Acceptor files = bench.listen(Acceptor.Options.defaults().with(tls.tls(false)), () -> new Channel() {
            @Override
            protected void opened() throws IOException {
                push(new FileProducer(java.nio.channels.FileChannel.open(file), 0, size));
            }

            @Override
            protected void received(ByteBuffer data) {
                throw new AssertionError("the peer sends nothing");
            }
        });
        TlsPeer peer = new TlsPeer(bench, bench.connectNarrow(files), tls.engine(true)).handshake();
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

    /// As without TLS: what the engine takes at once is no sign that the peer does.
    @Test
    void theBufferOfASlowReaderShrinks() throws IOException {
        for (boolean secured : new boolean[]{false, true}) {
            try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
                Endless channel = new Endless();
                SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                TightSocket tight = TightSocket.under(channel, near, bench.reactor(), secured ? tls.tls(true) : null);
                Bench.Peer peer = bench.accept(listener);
                if (secured) {
                    new TlsPeer(bench, peer, tls.engine(false)).handshake();
                }
                bench.until("a fast reader's buffer", () -> {
                    peer.poll();
                    return channel.link().snapshot().outSize() >= 64 << 10;
                });
                tight.room = 0;
                int steps = 0;
                for (; channel.link().snapshot().outSize() > 2 << 10 && steps < 100; steps++) {
                    slowly(tight, peer, 400);
                }
                assertThat(steps).as("secured: %s", secured).isBetween(15, 40);
                for (int i = 0; i < 200; i++) {
                    slowly(tight, peer, i < 100 ? 400 : 2000);
                    assertThat(channel.link().snapshot().outSize()).isEqualTo(2 << 10);
                }
            }
        }
    }

    private void slowly(TightSocket tight, Bench.Peer peer, int bytes) throws IOException {
        tight.room += bytes;
        bench.until("it is taken", () -> {
            peer.poll();
            return tight.room == 0;
        });
    }

    /// Sends for ever.
    private static final class Endless extends Channel {
        @Override
        protected void opened() {
            push(new Producer() {
                @Override
                public Next more(ByteBuffer into) {
                    into.position(into.limit());
                    return Next.MORE;
                }
            });
        }

        @Override
        protected void received(ByteBuffer data) {
            data.position(data.limit());
        }
    }
}
