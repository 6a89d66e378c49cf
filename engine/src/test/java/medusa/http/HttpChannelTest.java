package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import medusa.log.AccessLog;
import medusa.producer.LinesProducer;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// What comes in an order that nobody wishes for.
@Timeout(60)
class HttpChannelTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: Medusa\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    private static final String GET_HELLO = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String HELLO = HEAD + "Content-Length: 6\r\n\r\nhello\n";

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private AccessLog accessLog;
    private Bench bench;
    private HttpServer http;
    private Acceptor acceptor;

    /// An extension in a line.
    private interface Answer {
        void to(HttpRequest request) throws Exception;
    }

    private record Scripted(String prefix, Answer answer) implements Extension {
        @Override
        public String name() {
            return prefix;
        }

        @Override
        public boolean match(HttpRequest request) {
            return request.path().startsWith(prefix);
        }

        @Override
        public void handle(HttpRequest request) throws Exception {
            answer.to(request);
        }
    }

    /// Notes what happens to a body.
    private static class Receiver implements HttpRequest.BodyReceiver {
        final HttpRequest request;
        int losses;

        Receiver(HttpRequest request) {
            this.request = request;
        }

        @Override
        public void content(ByteBuffer content) {}

        @Override
        public void end() {
            request.reply(200).send("hello\n");
        }

        @Override
        public void lost() {
            losses++;
        }
    }

    @BeforeEach
    void open() throws Exception {
        bench = new Bench();
        accessLog = AccessLog.to(() -> logged, ZoneOffset.UTC);
        http = new HttpServer(bench.reactor(),
                HttpSettings.DEFAULT.with(Duration.ofSeconds(1), Duration.ofSeconds(60), HttpSettings.DEFAULT.idle()),
                accessLog, InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z")));
        acceptor = bench.listen(http::newChannel);
        install("/hello", request -> request.reply(200).send("hello\n"));
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        accessLog.close();
    }

    private void install(String prefix, Answer answer) throws Exception {
        http.extensions().install(Place.FRONT, new Scripted(prefix, answer));
    }

    private List<String> log() {
        accessLog.close();
        return logged.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    private static String post(String path, int length, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    @Test
    void anEmptyBodyEndsForWhoAskedForIt() throws Exception {
        install("/upload", request -> request.body(new Receiver(request)));
        var peer = bench.connect(acceptor);
        peer.send(post("/upload", 0, "") + GET_HELLO).expect(HELLO + HELLO);
        peer.send("POST /upload HTTP/1.1\r\nHost: x\r\n\r\n" + GET_HELLO).expect(HELLO + HELLO);
    }

    @Test
    void aStreamedReplyBeforeTheBodyLetsTheNextRequestIn() throws Exception {
        install("/lines", request -> request.reply(200).stream(new LinesProducer(List.of("one").iterator())));
        String lines = HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\none\r\n\r\n0\r\n\r\n";
        var peer = bench.connect(acceptor);
        peer.send(post("/lines", 5, "12345") + GET_HELLO).expect(lines + HELLO);
        peer.send(post("/lines", 5, "12")).expect(lines).send("345" + GET_HELLO).expect(HELLO);
    }

    @Test
    void theLossOfABodyIsToldOnce() throws Exception {
        List<Receiver> receivers = new ArrayList<>();
        install("/upload", request -> {
            receivers.add(new Receiver(request));
            request.body(receivers.getLast());
        });
        bench.connect(acceptor).send(post("/upload", 10, "01234")).halfClose().expectEnd();
        var chunks = bench.connect(acceptor)
                .send("POST /upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nx")
                .expectEnd();
        chunks.hangUp();
        bench.until("the end of all", () -> bench.reactor().channels().isEmpty());
        assertThat(receivers).extracting(receiver -> receiver.losses).containsExactly(1, 1);
        receivers.forEach(Receiver::end); // too late, and no harm
        assertThat(log()).hasSize(2).allMatch(line -> line.contains("\" 400 "));
    }

    @Test
    void anAnswerIsSentWholeThoughItsBodyEndsEarly() throws Exception {
        install("/large", request -> request.reply(200).send(new byte[3 << 20]));
        install("/small", request -> request.reply(200).send("x".repeat(20_000)));
        var peer = bench.connectNarrow(acceptor)
                .send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n" + post("/small", 10, "01234")).halfClose().expectEnd();
        assertThat(peer.got()).endsWith("\r\n\r\n" + "x".repeat(20_000));
    }

    @Test
    void aBodyThatIsResumedAfterItsEndLetsNothingIn() throws Exception {
        List<HttpRequest> waiting = new ArrayList<>();
        install("/upload", request -> request.body(new Receiver(request) {
            @Override
            public void content(ByteBuffer content) {
                request.pauseBody();
            }

            @Override
            public void end() {
                waiting.add(request);
            }
        }));
        var peer = bench.connect(acceptor).send(post("/upload", 5, "12345") + GET_HELLO);
        bench.until("the body", () -> waiting.size() == 1);
        waiting.getFirst().execute(waiting.getFirst()::resumeBody);
        bench.turn();
        bench.turn();
        waiting.getFirst().reply(200).send("hello\n");
        peer.expect(HELLO + HELLO);
    }

    @Test
    void aStreamWithoutABodyHasNoFraming() throws Exception {
        install("/none", request -> request.reply(204).stream(new LinesProducer(List.of("one").iterator())));
        bench.connect(acceptor).send("GET /none HTTP/1.1\r\nHost: x\r\n\r\n" + GET_HELLO)
                .expect(HEAD.replace("200 OK", "204 No Content") + "\r\n" + HELLO);
    }

    /// The next reply must not be taken for the rest of this one.
    @Test
    void aProducerThatBreaksItsPromiseEndsTheConnection() throws Exception {
        install("/short", request -> request.reply(200).send(new LinesProducer(List.of("one").iterator()), 100));
        var peer = bench.connect(acceptor).send("GET /short HTTP/1.1\r\nHost: x\r\n\r\n" + GET_HELLO).expectGone();
        assertThat(peer.got()).doesNotContain("hello");
    }

    @Test
    void aRequestIsAnsweredOnce() throws Exception {
        install("/twice", request -> {
            request.reply(200).send("hello\n");
            assertThatThrownBy(() -> request.reply(200).send("twice\n")).isInstanceOf(IllegalStateException.class);
        });
        bench.connect(acceptor).send("GET /twice HTTP/1.1\r\nHost: x\r\n\r\n" + GET_HELLO).expect(HELLO + HELLO);
    }

    @Test
    void aRefusedHeadHasNoBodyAndIsLoggedAsItCame() throws IOException {
        var peer = bench.connect(acceptor).send("HEAD /a%2fb HTTP/1.1\r\nHost: x\r\n\r\n").expectEnd();
        assertThat(peer.got()).startsWith("HTTP/1.1 404 Not Found\r\n").endsWith("\r\n\r\n")
                .contains("Connection: close\r\n");
        assertThat(log()).singleElement().asString().contains("\"HEAD /a%2fb HTTP/1.1\" 404 - ");
    }

    @Test
    void aRefusedHeadIsNotTooSlowAsWell() throws IOException {
        var peer = bench.connect(acceptor).dribble("GET /hello HTTP/1.1\r\nHost :");
        bench.pass(Duration.ofMillis(1100));
        peer.expectEnd();
        assertThat(log()).singleElement().asString().contains("\" 400 ");
    }

    @Test
    void noExtensionFramesItsReplyItself() {
        for (String name : List.of("content-length", "Transfer-Encoding", "Connection", "Date", "Server")) {
            HttpReply reply = new HttpReply(null, null, 200);
            assertThatThrownBy(() -> reply.header(name, "5")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
