package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.log.AccessLog;
import medusa.metrics.Counter;
import medusa.producer.BytesProducer;
import medusa.producer.Producer;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// What any extension gets by saying that a reply may be compressed.
@Timeout(60)
class CompressionTest {
    private static final byte[] TEXT = "All work and no play. ".repeat(5_000).getBytes(StandardCharsets.ISO_8859_1);
    private static final String ACCEPT = "Accept-Encoding: gzip\r\n";

    private Bench bench;
    private HttpServer http;
    private Acceptor acceptor;
    private Answer answer;

    private interface Answer {
        void to(HttpRequest request) throws Exception;
    }

    private record Scripted(CompressionTest test) implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            return true;
        }

        @Override
        public void handle(HttpRequest request) throws Exception {
            test.answer.to(request);
        }
    }

    /// Notes who asks for its bytes and who closes it.
    private static final class Witness implements Producer {
        private final Producer bytes = new BytesProducer(TEXT);
        private final AtomicReference<Thread> maker = new AtomicReference<>();
        private final List<Thread> closers = new ArrayList<>();

        @Override
        public Next more(ByteBuffer into) throws IOException {
            maker.set(Thread.currentThread());
            return bytes.more(into);
        }

        @Override
        public void close() {
            closers.add(Thread.currentThread());
        }
    }

    @BeforeEach
    void open() throws Exception {
        bench = new Bench();
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z")));
        http.extensions().install(Place.BACK, new Scripted(this));
        acceptor = bench.listen(http::newChannel);
        answer = request -> request.reply(200).header("Content-Type", "text/plain").compressible().send(TEXT);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private String ask(String line, String... fields) throws IOException {
        var peer = bench.connect(acceptor)
                .send(line + "\r\nHost: x\r\nConnection: close\r\n" + String.join("", fields) + "\r\n").expectEnd();
        peer.hangUp();
        return peer.got();
    }

    private static String head(String reply) {
        return reply.substring(0, reply.indexOf("\r\n\r\n") + 4);
    }

    private static byte[] body(String reply) {
        return reply.substring(reply.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Of a body in chunks.
    private static byte[] unchunked(byte[] chunks) {
        String left = new String(chunks, StandardCharsets.ISO_8859_1);
        StringBuilder all = new StringBuilder();
        while (true) {
            int end = left.indexOf("\r\n");
            int size = Integer.parseInt(left.substring(0, end), 16);
            all.append(left, end + 2, end + 2 + size);
            if (size == 0) {
                assertThat(left).isEqualTo("0\r\n\r\n");
                return all.toString().getBytes(StandardCharsets.ISO_8859_1);
            }
            left = left.substring(end + 2 + size + 2);
        }
    }

    private static byte[] gunzip(byte[] bytes) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }

    @Test
    void aReplyIsCompressedForWhoWantsIt() throws IOException {
        String plain = ask("GET / HTTP/1.1");
        assertThat(head(plain)).isEqualTo("""
                HTTP/1.1 200 OK\r
                Server: Medusa\r
                Date: Sun, 06 Nov 1994 08:49:37 GMT\r
                Connection: close\r
                Content-Type: text/plain\r
                Vary: Accept-Encoding\r
                Content-Length: 110000\r
                \r
                """);
        assertThat(body(plain)).isEqualTo(TEXT);
        String gzip = ask("GET / HTTP/1.1", ACCEPT);
        assertThat(head(gzip)).isEqualTo("""
                HTTP/1.1 200 OK\r
                Server: Medusa\r
                Date: Sun, 06 Nov 1994 08:49:37 GMT\r
                Connection: close\r
                Content-Type: text/plain\r
                Vary: Accept-Encoding\r
                Content-Encoding: gzip\r
                Transfer-Encoding: chunked\r
                \r
                """);
        assertThat(gunzip(unchunked(body(gzip)))).isEqualTo(TEXT);
        assertThat(gzip.length()).isLessThan(TEXT.length / 10);
        assertThat(ask("HEAD / HTTP/1.1", ACCEPT)).isEqualTo(head(gzip));
        assertThat(ask("HEAD / HTTP/1.1")).isEqualTo(head(plain));
        String old = ask("GET / HTTP/1.0", ACCEPT);
        assertThat(head(old)).contains("Content-Encoding: gzip\r\n").doesNotContain("Transfer-Encoding");
        assertThat(gunzip(body(old))).isEqualTo(TEXT);
    }

    @Test
    void whatIsNotWorthItOrNotAllowedIsSentAsItIs() throws IOException {
        answer = request -> request.reply(200).compressible().send("short");
        assertThat(ask("GET / HTTP/1.1", ACCEPT)).contains("Vary: Accept-Encoding\r\nContent-Length: 5\r\n")
                .endsWith("\r\n\r\nshort");
        answer = request -> request.reply(200).send(TEXT);
        assertThat(ask("GET / HTTP/1.1", ACCEPT)).doesNotContain("Vary").doesNotContain("Content-Encoding");
        answer = request -> request.reply(206).compressible().send(TEXT);
        assertThat(ask("GET / HTTP/1.1", ACCEPT)).doesNotContain("Vary").doesNotContain("Content-Encoding");
        http.settings(http.settings().compressing(false));
        answer = request -> request.reply(200).compressible().send(TEXT);
        assertThat(ask("GET / HTTP/1.1", ACCEPT)).doesNotContain("Vary").doesNotContain("Content-Encoding");
    }

    @Test
    void aProducerWorksElsewhereAndIsClosedHere() throws IOException {
        Witness witness = new Witness();
        answer = request -> request.reply(200).compressible().send(witness, TEXT.length);
        assertThat(gunzip(unchunked(body(ask("GET / HTTP/1.1", ACCEPT))))).isEqualTo(TEXT);
        assertThat(witness.maker.get().getName()).startsWith("medusa-http-compressor-");
        assertThat(witness.closers).containsExactly(Thread.currentThread());
        Witness unread = new Witness();
        answer = request -> request.reply(200).compressible().stream(unread);
        ask("HEAD / HTTP/1.1", ACCEPT);
        assertThat(unread.maker.get()).isNull();
        assertThat(unread.closers).containsExactly(Thread.currentThread());
    }

    @Test
    void aClientWhoGoesWhileAWorkerIsAtItLeavesNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> closers = new ArrayList<>();
        answer = request -> request.reply(200).compressible().stream(new Producer() {
            @Override
            public Next more(ByteBuffer into) throws IOException {
                begun.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                into.put(TEXT, 0, into.remaining());
                return Next.MORE;
            }

            @Override
            public void close() {
                closers.add(Thread.currentThread());
            }
        });
        var peer = bench.connect(acceptor).send("GET / HTTP/1.1\r\nHost: x\r\n" + ACCEPT + "\r\n");
        bench.until("the worker's beginning", () -> begun.getCount() == 0);
        peer.reset();
        bench.pass(HttpSettings.DEFAULT.idle());
        bench.until("the end of the channel", () -> bench.reactor().counters().get(Counter.CLOSED) == 1);
        assertThat(closers).isEmpty();
        go.countDown();
        bench.until("the producer's end", () -> !closers.isEmpty());
        assertThat(closers).containsExactly(Thread.currentThread());
        assertAllRoom();
    }

    private void assertAllRoom() {
        for (int i = 0; i < Compression.MOST; i++) {
            assertThat(http.compression().hasRoom()).as("after %d", i).isTrue();
            http.compression().gzip(new BytesProducer(TEXT));
        }
        assertThat(http.compression().hasRoom()).isFalse();
    }

    /// They take turns on few threads, and one too many gets it as it is.
    @Test
    void slowReadersHoldNoThreadAndAreBounded() throws IOException {
        byte[] noise = new byte[8 << 20];
        new Random(1).nextBytes(noise);
        answer = request -> request.reply(200).compressible()
                .send(new BytesProducer(ByteBuffer.allocateDirect(noise.length).put(noise).flip()), noise.length);
        List<Bench.Peer> slow = new ArrayList<>();
        for (int i = 0; i < Compression.MOST; i++) {
            var peer = bench.connectNarrow(acceptor).send("GET / HTTP/1.1\r\nHost: x\r\n" + ACCEPT + "\r\n");
            bench.until("the beginning of " + i, () -> peer.poll() > 0);
            slow.add(peer);
        }
        answer = request -> request.reply(200).compressible().send(TEXT);
        assertThat(body(ask("GET / HTTP/1.1", ACCEPT))).as("one too many").isEqualTo(TEXT);
        slow.getFirst().reset();
        bench.until("room", http.compression()::hasRoom);
        assertThat(gunzip(unchunked(body(ask("GET / HTTP/1.1", ACCEPT))))).isEqualTo(TEXT);
    }

    @Test
    void whatIsInMemoryBecomesTheSameBytes() throws IOException {
        List<ByteBuffer> made = new ArrayList<>();
        http.compression().gzip(ByteBuffer.wrap(TEXT), made::add);
        bench.until("it", () -> !made.isEmpty());
        ByteBuffer gzip = made.getFirst();
        assertThat(gzip.isDirect()).isTrue();
        byte[] bytes = new byte[gzip.remaining()];
        gzip.get(bytes);
        assertThat(bytes).isEqualTo(unchunked(body(ask("GET / HTTP/1.1", ACCEPT))));
        byte[] noise = new byte[2_000];
        new Random(1).nextBytes(noise);
        made.clear();
        http.compression().gzip(ByteBuffer.wrap(noise), made::add);
        bench.until("nothing", () -> !made.isEmpty());
        assertThat(made).containsExactly((ByteBuffer) null);
        assertAllRoom();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain; charset=utf-8", "text/html", "TEXT/CSS", "application/json", "image/svg+xml",
        "application/wasm", "text/javascript;charset=x", "application/manifest+json", "application/xml", "font/ttf"})
    void textIsWorthIt(String type) {
        assertThat(Compression.suits(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/octet-stream", "application/zip", "font/woff2", "video/mp4",
        "text",
        "xml", "json", "", ";", "application/vnd.oasis.opendocument.text", "application/epub+zip", "+json"})
    void whatIsCompressedAlreadyIsNot(String type) {
        assertThat(Compression.suits(type)).isFalse();
    }
}
