package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import medusa.log.AccessLog;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// Extensions that find something out before others answer.
@Timeout(60)
class HoldTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: Medusa\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final Duration ANSWER_TIME = HttpSettings.DEFAULT.answerTime();

    private final List<HttpRequest> held = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Bench bench;
    private HttpServer http;
    private Acceptor acceptor;

    /// An extension in a line, which answers everything.
    private interface Answer {
        void to(HttpRequest request) throws Exception;
    }

    private final class Scripted implements Extension {
        private final String name;
        private final Answer answer;

        Scripted(String name, Answer answer) {
            this.name = name;
            this.answer = answer;
        }

        @Override
        public boolean match(HttpRequest request) {
            return true;
        }

        @Override
        public void handle(HttpRequest request) throws Exception {
            asked.add(name);
            answer.to(request);
        }
    }

    @BeforeEach
    void open() throws Exception {
        bench = new Bench();
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z")));
        acceptor = bench.listen(http::newChannel);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private void add(Extensions to, String name, Answer answer) throws Exception {
        to.install(Place.BACK, name, new Scripted(name, answer));
    }

    private void add(String name, Answer answer) throws Exception {
        add(http.extensions(), name, answer);
    }

    private void hold(HttpRequest request) {
        request.hold();
        held.add(request);
    }

    /// Answers with the body, whole.
    private static void echo(HttpRequest request) {
        StringBuilder body = new StringBuilder();
        request.body(new HttpRequest.BodyReceiver() {
            @Override
            public void content(ByteBuffer content) {
                body.append(StandardCharsets.ISO_8859_1.decode(content));
            }

            @Override
            public void end() {
                request.reply(200).send(request.path() + body);
            }
        });
    }

    private static String reply(String body) {
        return HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /// The next request that is held goes on.
    private void passOn() throws IOException {
        bench.until("a request that is held", () -> !held.isEmpty());
        HttpRequest request = held.removeFirst();
        request.execute(request::passOn);
        bench.turn();
    }

    @Test
    void theBodyStaysWithTheClientUntilItGoesOn() throws Exception {
        add("gate", this::hold);
        add("echo", HoldTest::echo);
        var peer = bench.connect(acceptor).send(post("/a", "12345") + post("/b", "678") + get("/c"));
        bench.until("the first", () -> held.size() == 1);
        for (int i = 0; i < 20; i++) {
            bench.turn();
        }
        assertThat(held).hasSize(1); // the second is not looked at before the first is answered
        assertThat(asked).containsExactly("gate");
        passOn();
        peer.expect(reply("/a12345"));
        passOn();
        peer.expect(reply("/b678"));
        passOn();
        peer.expect(reply("/c"));
        assertThat(asked).containsExactly("gate", "echo", "gate", "echo", "gate", "echo");
    }

    @Test
    void aLargeBodyIsNotTakenWhileItsRequestIsHeld() throws Exception {
        add("gate", this::hold);
        add("count", request -> {
            long[] length = new long[1];
            request.body(new HttpRequest.BodyReceiver() {
                @Override
                public void content(ByteBuffer content) {
                    length[0] += content.remaining();
                    content.position(content.limit());
                }

                @Override
                public void end() {
                    request.reply(200).send("" + length[0]);
                }
            });
        });
        String body = "x".repeat(2 << 20);
        var peer = bench.connect(acceptor).send(post("/a", "").replace("Length: 0", "Length: " + body.length()));
        peer.send(body.substring(0, 60_000));
        bench.until("the request", () -> held.size() == 1);
        for (int i = 0; i < 20; i++) {
            bench.turn();
        }
        assertThat(bench.reactor().counters().get(medusa.metrics.Counter.BYTES_IN)).isLessThan(60_000 + 200);
        passOn();
        peer.send(body.substring(60_000));
        peer.expect(reply("2097152"));
    }

    @Test
    void whoWaitsToBeToldToSendIsToldWhenItIsWanted() throws Exception {
        add("gate", this::hold);
        add("echo", HoldTest::echo);
        var peer = bench.connect(acceptor).send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                + "Expect: 100-continue\r\n\r\n");
        bench.until("the request", () -> held.size() == 1);
        for (int i = 0; i < 20; i++) {
            bench.turn();
            peer.poll();
        }
        assertThat(peer.got()).isEmpty();
        passOn();
        peer.expect(CONTINUE).send("12345").expect(reply("/a12345"));
    }

    @Test
    void whoIsRefusedIsNotToldToSend() throws Exception {
        add("gate", this::hold);
        var peer = bench.connect(acceptor).send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                + "Expect: 100-continue\r\nAccept: text/plain\r\n\r\n");
        bench.until("the request", () -> held.size() == 1);
        held.getFirst().execute(() -> held.getFirst().fail(new HttpException(403, "No.")));
        assertThat(peer.expectEnd().got()).startsWith("HTTP/1.1 403 Forbidden\r\n").contains("Connection: close\r\n")
                .endsWith("\r\n\r\n403 Forbidden\nNo.\n");
    }

    @Test
    void anAnswerWhileHeldLetsTheNextRequestIn() throws Exception {
        add("gate", request -> {
            if (request.path().equals("/a")) {
                hold(request);
            } else {
                request.passOn();
            }
        });
        add("echo", HoldTest::echo);
        var peer = bench.connect(acceptor).send(post("/a", "12345") + post("/b", "678"));
        bench.until("the request", () -> held.size() == 1);
        held.getFirst().execute(() -> held.getFirst().reply(200).send("own"));
        peer.expect(reply("own") + reply("/b678"));
        held.getFirst().passOn(); // too late, and no harm
        bench.turn();
        assertThat(asked).containsExactly("gate", "gate", "echo");
    }

    @Test
    void itMayGoOnAtOnce() throws Exception {
        List<Integer> ends = new ArrayList<>();
        add("through", HttpRequest::passOn);
        add("held for no time", request -> {
            request.hold();
            request.passOn();
        });
        add("later", request -> request.body(new HttpRequest.BodyReceiver() {
            @Override
            public void content(ByteBuffer content) {
                content.position(content.limit());
            }

            @Override
            public void end() {
                ends.add(1);
                request.execute(() -> {
                    if (!ends.isEmpty()) {
                        request.reply(200).send(ends.size() + " end");
                        ends.clear();
                    }
                });
            }
        }));
        var peer = bench.connect(acceptor);
        peer.send(get("/a") + post("/b", "12345") + post("/c", "")).expect(reply("1 end").repeat(3));
        assertThat(asked).hasSize(9);
    }

    @Test
    void aClientThatGoesIsForgotten() throws Exception {
        add("gate", this::hold);
        add("echo", HoldTest::echo);
        var peer = bench.connect(acceptor).send(post("/a", "12345"));
        bench.until("the request", () -> held.size() == 1);
        peer.reset();
        bench.pass(ANSWER_TIME.plusSeconds(1)); // nothing is read from who is held, so it may take so long to be noticed
        bench.until("the end", () -> bench.reactor().channels().isEmpty());
        held.getFirst().passOn();
        held.getFirst().execute(held.getFirst()::passOn);
        bench.turn();
        assertThat(asked).containsExactly("gate");
        assertThat(http.reactor().errors().snapshot()).isEmpty();
    }

    @Test
    void whoIsHeldTooLongGetsAnAnswerAllTheSame() throws Exception {
        add("gate", this::hold);
        add("echo", HoldTest::echo);
        var peer = bench.connect(acceptor).send(post("/a", "12345").replace("Host", "Accept: text/plain\r\nHost"));
        bench.until("the request", () -> held.size() == 1);
        bench.pass(ANSWER_TIME.minusMillis(1));
        peer.poll();
        assertThat(peer.got()).isEmpty();
        bench.pass(Duration.ofMillis(1));
        assertThat(peer.expectEnd().got()).startsWith("HTTP/1.1 503 ").endsWith("The answer took too long.\n");
        held.getFirst().passOn();
        assertThat(asked).containsExactly("gate");
    }

    @Test
    void whoAnswersThenHasTheWholeTime() throws Exception {
        add("gate", this::hold);
        List<HttpRequest> working = new ArrayList<>();
        add("slow", working::add);
        var peer = bench.connect(acceptor).send(get("/a"));
        bench.until("the request", () -> held.size() == 1);
        bench.pass(ANSWER_TIME.minusMillis(1));
        passOn();
        bench.pass(ANSWER_TIME.minusMillis(1));
        working.getFirst().reply(200).send("x");
        peer.expect(reply("x"));
    }

    @Test
    void ofSeveralListsTheInnermostGoesOn() throws Exception {
        Extensions inner = new Extensions(http);
        add(inner, "inner gate", this::hold);
        add(inner, "inner echo", HoldTest::echo);
        add("gate", this::hold);
        add("site", request -> {
            if (request.path().startsWith("/site")) {
                inner.answer(request);
            } else {
                request.passOn();
            }
        });
        add("outer echo", request -> request.reply(200).send("outer"));
        var peer = bench.connect(acceptor).send(post("/site", "12345") + get("/"));
        passOn();
        passOn();
        peer.expect(reply("/site12345"));
        passOn();
        peer.expect(reply("outer"));
        assertThat(asked).containsExactly("gate", "site", "inner gate", "inner echo", "gate", "site", "outer echo");
        inner.remove("inner echo");
        peer.send(get("/site").replace("Host", "Accept: text/plain\r\nHost"));
        passOn();
        passOn();
        assertThat(peer.line()).isEqualTo("HTTP/1.1 404 Not Found\r"); // and not the outer one
    }

    @Test
    void onlyThoseWhoWereThereAndEnabledAreAsked() throws Exception {
        add("gate", this::hold);
        add("disabled", request -> request.reply(200).send("disabled"));
        add("echo", HoldTest::echo);
        http.extensions().enable("disabled", false);
        var peer = bench.connect(acceptor).send(get("/a"));
        bench.until("the request", () -> held.size() == 1);
        http.extensions().enable("disabled", true); // for those that come from now on
        http.extensions().remove("gate");
        passOn();
        peer.expect(reply("/a"));
        peer.send(get("/b")).expect(reply("disabled"));
    }

    @Test
    void whatFailsBehindIsAnsweredAsEver() throws Exception {
        add("gate", this::hold);
        add("broken", request -> {
            throw new IllegalStateException("broken");
        });
        var peer = bench.connect(acceptor).send(get("/a"));
        passOn();
        assertThat(peer.line()).isEqualTo("HTTP/1.1 500 Internal Server Error\r");
        assertThat(http.extensions().get("broken").faults()).isEqualTo(1);
        assertThat(http.extensions().get("gate").faults()).isZero();
    }
}
