package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import medusa.log.AccessLog;
import medusa.metrics.Counter;
import medusa.producer.LinesProducer;
import medusa.producer.OutputStreamProducer;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// The core, byte for byte on the wire, with extensions made for the test.
@Timeout(60)
class HttpServerTest {
    private static final String DATE = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: Medusa\r\n" + DATE;

    private Bench bench;
    private HttpServer http;
    private Acceptor acceptor;

    /// An extension in a line.
    private interface Answer {
        void to(HttpRequest request) throws Exception;
    }

    private record Scripted(String name, String prefix, Answer answer) implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            return request.path().startsWith(prefix);
        }

        @Override
        public void handle(HttpRequest request) throws Exception {
            answer.to(request);
        }
    }

    @BeforeEach
    void open() throws Exception {
        bench = new Bench();
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z")));
        acceptor = bench.listen(http::newChannel);
        install("hello", "/hello", request -> request.reply(200).header("Content-Type", "text/plain").send("hello\n"));
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private void install(String name, String prefix, Answer answer) throws Exception {
        http.extensions().install(Place.FRONT, new Scripted(name, prefix, answer));
    }

    private static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", fields) + "\r\n";
    }

    private static String page(String text) {
        return HEAD + "Content-Type: text/plain\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
    }

    @Test
    void aRequestIsAnsweredAndTheConnectionKept() throws IOException {
        var peer = bench.connect(acceptor);
        peer.send(get("/hello")).expect(page("hello\n"));
        peer.dribble(get("/hello")).expect(page("hello\n"));
        peer.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n")
                .expect(HEAD + "Content-Type: text/plain\r\nContent-Length: 6\r\n\r\n");
        assertThat(bench.reactor().counters().get(Counter.HTTP_REQUESTS)).isEqualTo(3);
    }

    @Test
    void whoAsksForTheEndGetsItSaidAndDone() throws IOException {
        var peer = bench.connect(acceptor).send(get("/hello", "Connection: close\r\n"));
        peer.expect(HEAD + "Connection: close\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nhello\n")
                .expectEnd();
        var old = bench.connect(acceptor).send("GET /hello HTTP/1.0\r\n\r\n");
        old.expect(HEAD + "Connection: close\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nhello\n")
                .expectEnd();
        var kept = bench.connect(acceptor).send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        kept.expect(HEAD + "Connection: keep-alive\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nhello\n");
    }

    @Test
    void aThousandPipelinedRequestsComeBackInOrder() throws Exception {
        install("number", "/n/", request -> request.reply(200).header("Content-Type", "text/plain")
                .send(request.path().substring(3)));
        StringBuilder requests = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            requests.append(get("/n/" + i));
            answers.append(page(String.valueOf(i)));
        }
        bench.connect(acceptor).send(requests.toString()).expect(answers.toString());
    }

    @Test
    void anAnswerFromAnotherThreadHoldsTheRequestsBehindIt() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        install("later", "/later", request -> Thread.ofVirtual().start(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            request.execute(() -> request.reply(200).header("Content-Type", "text/plain").send("later\n"));
        }));
        var peer = bench.connect(acceptor).send(get("/later") + get("/hello"));
        for (int i = 0; i < 10; i++) {
            bench.turn();
        }
        peer.poll();
        assertThat(peer.got()).isEmpty();
        go.countDown();
        peer.expect(page("later\n") + page("hello\n"));
    }

    @Test
    void aStreamGoesInChunksAndToOldClientsUpToTheEnd() throws Exception {
        install("lines", "/lines", request -> request.reply(200).stream(
                new LinesProducer(List.of("one", "two").iterator())));
        bench.connect(acceptor).send(get("/lines") + get("/hello"))
                .expect(HEAD + "Transfer-Encoding: chunked\r\n\r\na\r\none\r\ntwo\r\n\r\n0\r\n\r\n" + page("hello\n"));
        bench.connect(acceptor).send("GET /lines HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                .expect(HEAD + "Connection: close\r\n\r\none\r\ntwo\r\n").expectEnd();
        bench.connect(acceptor).send("HEAD /lines HTTP/1.1\r\nHost: x\r\n\r\n" + get("/hello"))
                .expect(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + page("hello\n"));
    }

    @Test
    void aWorkerStreamsThroughAnOutputStream() throws Exception {
        install("worker", "/worker", request -> {
            OutputStreamProducer body = new OutputStreamProducer(1024);
            Thread.ofVirtual().start(() -> {
                try (OutputStream out = body.stream()) {
                    for (int i = 0; i < 1000; i++) {
                        out.write("%09d\n".formatted(i).getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            request.reply(200).send(body, 10_000);
        });
        var peer = bench.connect(acceptor).send(get("/worker", "Connection: close\r\n")).expectEnd();
        assertThat(peer.got()).endsWith("000000998\n000000999\n").hasSize(10_000 + peer.got().indexOf("000000000\n"));
    }

    @Test
    void aBodyIsStreamedToTheExtensionThatAsks() throws Exception {
        List<String> got = new ArrayList<>();
        install("upload", "/upload", request -> request.body(new HttpRequest.BodyReceiver() {
            @Override
            public void content(ByteBuffer content) {
                got.add(StandardCharsets.ISO_8859_1.decode(content).toString());
            }

            @Override
            public void end() {
                request.reply(200).header("Content-Type", "text/plain").send(String.join("", got));
                got.clear();
            }
        }));
        var peer = bench.connect(acceptor);
        peer.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789" + get("/hello"))
                .expect(page("0123456789") + page("hello\n"));
        peer.dribble(
                "POST /upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                .expect(page("abcde"));
        peer.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
                .expect("HTTP/1.1 100 Continue\r\n\r\n").send("xyz").expect(page("xyz"));
    }

    @Test
    void aBodyThatNobodyWantsIsPassedOverOrEndsTheConnection() throws IOException {
        var peer = bench.connect(acceptor);
        peer.send("POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345" + get("/hello"))
                .expect(page("hello\n") + page("hello\n"));
        peer.send("POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n" + "x".repeat(300_000))
                .expectEnd();
        assertThat(peer.got()).startsWith("HTTP/1.1 200 OK\r\n").contains("Connection: close\r\n")
                .endsWith("\r\nhello\n");
    }

    @Test
    void aLostClientEndsItsBody() throws Exception {
        boolean[] lost = {false};
        install("upload", "/upload", request -> request.body(new HttpRequest.BodyReceiver() {
            @Override
            public void content(ByteBuffer content) {}

            @Override
            public void end() {
                throw new AssertionError("it did not end");
            }

            @Override
            public void lost() {
                lost[0] = true;
            }
        }));
        var peer = bench.connect(acceptor).send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234");
        bench.turn();
        peer.reset();
        bench.until("the loss", () -> lost[0]);
    }

    @Test
    void errorsArePagesAndTextAndJsonWithoutAWordOfWhy() throws Exception {
        install("broken", "/broken", request -> {
            throw new IllegalStateException("/etc/secret");
        });
        install("matching", "/", request -> {
            throw new HttpException(404, "There is nothing here.");
        });
        http.extensions().remove("matching");
        var peer = bench.connect(acceptor);
        peer.send(get("/broken", "Accept: text/plain\r\n", "Connection: close\r\n")).expectEnd();
        assertThat(peer.got()).startsWith("HTTP/1.1 500 Internal Server Error\r\n").doesNotContain("secret")
                .doesNotContain("Exception").contains("Content-Type: text/plain");
        assertThat(bench.reactor().counters().get(Counter.HTTP_FAULTS)).isEqualTo(1);
        var other = bench.connect(acceptor)
                .send(get("/nowhere", "Accept: application/json\r\n", "Connection: close\r\n"));
        other.expectEnd();
        assertThat(other.got()).startsWith("HTTP/1.1 404 Not Found\r\n").contains("\"status\":404");
        var bad = bench.connect(acceptor).send("GET /a b HTTP/1.1\r\n\r\n" + get("/hello")).expectEnd();
        assertThat(bad.got()).startsWith("HTTP/1.1 400 Bad Request\r\n").doesNotContain("hello\n");
    }

    @Test
    void slowHeadsAreCutOffHoweverSteadilyTheyDribble() throws IOException {
        var slow = bench.connect(acceptor).send("GET /hello HTTP/1.1\r\nX: ");
        bench.turn();
        bench.turn();
        for (int i = 0; i < 14; i++) {
            bench.pass(Duration.ofSeconds(1));
            slow.send("T");
            bench.turn();
        }
        bench.pass(Duration.ofSeconds(2));
        slow.expectEnd();
        assertThat(slow.got()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        var quiet = bench.connect(acceptor).send(get("/hello")).expect(page("hello\n"));
        bench.pass(HttpSettings.DEFAULT.keepAlive());
        quiet.expectEnd();
    }

    /// A client that stops reading for a while is not one that has nothing to ask.
    @Test
    void aTransferMayStandStillForLongerThanAQuietConnection() throws Exception {
        install("long", "/long", request -> request.reply(200)
                .stream(new LinesProducer(Stream.generate(() -> "x".repeat(1000)).limit(20_000))));
        var peer = bench.connectNarrow(acceptor).send(get("/long"));
        for (int i = 0; i < 100; i++) {
            bench.turn();
        }
        bench.pass(HttpSettings.DEFAULT.keepAlive().plusSeconds(5));
        bench.until("it goes on", () -> {
            peer.poll();
            return peer.got().length() > 15 << 20;
        });
        bench.pass(Duration.ofSeconds(1));
        bench.pass(HttpSettings.DEFAULT.idle());
        bench.pass(HttpSettings.DEFAULT.idle()); // the first look may find a little room in the system's buffer
        peer.expectGone();
    }

    @Test
    void aHalfClosedClientGetsItsAnswers() throws IOException {
        bench.connect(acceptor).send(get("/hello") + get("/hello")).halfClose()
                .expect(page("hello\n") + page("hello\n"))
                .expectEnd();
        var early = bench.connect(acceptor).send("GET /hel").halfClose().expectEnd();
        assertThat(early.got()).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @Test
    void extensionsChangeWhileRequestsAreInHand() throws Exception {
        List<HttpRequest> waiting = new ArrayList<>();
        install("slow", "/slow", waiting::add);
        var peer = bench.connect(acceptor).send(get("/slow"));
        bench.until("the request", () -> waiting.size() == 1);
        http.extensions().replace("slow",
                new Scripted("slow", "/slow",
                        request -> request.reply(200).header("Content-Type", "text/plain").send("new\n")));
        waiting.getFirst().reply(200).header("Content-Type", "text/plain").send("old\n");
        peer.expect(page("old\n"));
        peer.send(get("/slow")).expect(page("new\n"));
        http.extensions().install(Place.before("slow"),
                new Scripted("front", "/slow", request -> request.reply(204).send()));
        peer.send(get("/slow")).expect("HTTP/1.1 204 No Content\r\nServer: Medusa\r\n" + DATE + "\r\n");
        http.extensions().remove("front");
        peer.send(get("/slow")).expect(page("new\n"));
        assertThatThrownBy(() -> install("slow", "/", request -> {})).hasMessageContaining("already");
        assertThat(http.extensions().list()).extracting(Installed::name).containsExactly("slow", "hello");
    }

    @Test
    void noHeaderFieldCanSplitAReply() {
        HttpReply reply = new HttpReply(null, null, 200);
        for (String value : List.of("/x\r\nSet-Cookie: a=b", "a\rb", "a\nb", "a\0b", "a\u007fb", "\u0100")) {
            assertThatThrownBy(() -> reply.header("Location", value)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String name : List.of("A: b\r\nC", "", "A B", "A(b)", "A\u00e9", "A,B")) {
            assertThatThrownBy(() -> reply.header(name, "d")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aDrainFinishesWhatIsInHandAndSaysSo() throws Exception {
        List<HttpRequest> waiting = new ArrayList<>();
        install("slow", "/slow", waiting::add);
        var busy = bench.connect(acceptor).send(get("/slow"));
        var idle = bench.connect(acceptor).send(get("/hello")).expect(page("hello\n"));
        bench.until("the request", () -> waiting.size() == 1);
        bench.reactor().drain(() -> {});
        idle.expectEnd();
        waiting.getFirst().reply(200).header("Content-Type", "text/plain").send("done\n");
        busy.expect(HEAD + "Connection: close\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\ndone\n")
                .expectEnd();
    }
}
