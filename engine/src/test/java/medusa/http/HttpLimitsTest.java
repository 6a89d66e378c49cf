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

/// Who may take how long, and how the server ends what is in hand.
@Timeout(60)
class HttpLimitsTest {
    private static final String STAMP = "Server: Medusa\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\n" + STAMP;
    private static final String GET_HELLO = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String HELLO = HEAD + "Content-Length: 6\r\n\r\nhello\n";
    private static final String LAST_HELLO = HEAD + "Connection: close\r\nContent-Length: 6\r\n\r\nhello\n";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration ANSWER_TIME = HttpSettings.DEFAULT.answerTime();

    private Bench bench;
    private HttpServer http;
    private Acceptor acceptor;
    private final List<HttpRequest> waiting = new ArrayList<>();

    private interface Answer {
        void to(HttpRequest request) throws Exception;
    }

    private record Scripted(String name, Answer answer) implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            return request.path().equals(name);
        }

        @Override
        public void handle(HttpRequest request) throws Exception {
            answer.to(request);
        }
    }

    /// Counts what it gets, and answers at the end.
    private static class Receiver implements HttpRequest.BodyReceiver {
        final HttpRequest request;
        int got;
        int losses;

        Receiver(HttpRequest request) {
            this.request = request;
        }

        @Override
        public void content(ByteBuffer content) {
            got += content.remaining();
        }

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
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z")));
        acceptor = bench.listen(http::newChannel);
        install("/hello", request -> request.reply(200).send("hello\n"));
        install("/wait", waiting::add);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private void install(String path, Answer answer) throws Exception {
        http.extensions().install(Place.FRONT, new Scripted(path, answer));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String post(String path, int length, String fields) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n" + fields + "\r\n";
    }

    private Receiver upload(Bench.Peer peer, int length) throws Exception {
        List<Receiver> receivers = new ArrayList<>();
        install("/upload", request -> {
            receivers.add(new Receiver(request));
            request.body(receivers.getLast());
        });
        peer.send(post("/upload", length, ""));
        bench.until("the head", () -> receivers.size() == 1);
        return receivers.getFirst();
    }

    private void request(Bench.Peer peer, String text) throws IOException {
        int before = waiting.size();
        peer.send(text);
        bench.until("the request", () -> waiting.size() == before + 1);
    }

    private void expectRefusal(Bench.Peer peer, String status) throws IOException {
        peer.expectEnd();
        assertThat(peer.got()).startsWith("HTTP/1.1 " + status + "\r\n" + STAMP + "Connection: close\r\n");
        assertThat(peer.got().split("HTTP/1.1 ", -1)).as("replies").hasSize(2);
    }

    // ---- the client's time ----

    @Test
    void aHeadThatTakesTooLongIsToldSo() throws IOException {
        var peer = bench.connect(acceptor).dribble("GET /hello HT");
        bench.pass(HttpSettings.DEFAULT.headTime());
        expectRefusal(peer, "408 Request Timeout");
    }

    @Test
    void aBodyThatDribblesIsToldSo() throws Exception {
        var peer = bench.connect(acceptor);
        Receiver receiver = upload(peer, 1000);
        int seconds = 0;
        for (; receiver.losses == 0 && seconds < 200; seconds++) {
            int before = receiver.got;
            peer.send("x");
            bench.until("the byte", () -> receiver.got > before);
            bench.pass(SECOND);
        }
        assertThat(seconds).isBetween(59, 63);
        expectRefusal(peer, "408 Request Timeout");
        assertThat(receiver.losses).isEqualTo(1);
        assertThat(bench.reactor().counters().get(Counter.TOO_SLOW)).isEqualTo(1);
    }

    @Test
    void aBodyThatStopsIsToldSo() throws Exception {
        var peer = bench.connect(acceptor);
        Receiver receiver = upload(peer, 1000);
        bench.pass(HttpSettings.DEFAULT.idle());
        expectRefusal(peer, "408 Request Timeout");
        assertThat(receiver.losses).isEqualTo(1);
    }

    @Test
    void aSlowAndHonestUploadTakesItsTime() throws Exception {
        var peer = bench.connect(acceptor);
        Receiver receiver = upload(peer, 300 * 1024);
        for (int i = 0; i < 300; i++) {
            int before = receiver.got;
            peer.send("x".repeat(1024));
            bench.until("the bytes", () -> receiver.got == before + 1024);
            bench.pass(SECOND);
        }
        peer.expect(HELLO).send(GET_HELLO).expect(HELLO);
    }

    /// Each body has the whole grace, however slow the one before was.
    @Test
    void manyShortAndLateBodiesAreNoOffence() throws Exception {
        install("/upload", request -> request.body(new Receiver(request)));
        var peer = bench.connect(acceptor);
        for (int i = 0; i < 10; i++) {
            peer.send(post("/upload", 2, ""));
            bench.turn();
            bench.pass(Duration.ofSeconds(20));
            peer.send("xy").expect(HELLO);
        }
    }

    @Test
    void aReaderThatDribblesIsCutOff() throws Exception {
        install("/long", request -> request.reply(200)
                .stream(new LinesProducer(Stream.generate(() -> "x".repeat(1000)))));
        var peer = bench.connectNarrow(acceptor).send(get("/long"));
        for (int i = 0; i < 200; i++) {
            bench.turn();
        }
        int seconds = 0;
        for (; bench.reactor().counters().get(Counter.CLOSED) == 0 && seconds < 300; seconds++) {
            peer.poll(10);
            bench.pass(SECOND);
        }
        assertThat(seconds).isBetween(59, 125);
    }

    // ---- the extension's time ----

    @Test
    void anAnswerThatNeverComesIsToldSo() throws Exception {
        var peer = bench.connect(acceptor);
        request(peer, get("/wait") + GET_HELLO);
        bench.pass(ANSWER_TIME.minusSeconds(1));
        peer.poll();
        assertThat(peer.gone()).isFalse();
        bench.pass(SECOND);
        expectRefusal(peer, "503 Service Unavailable");
        waiting.getFirst().reply(200).send("too late");
        bench.turn();
        peer.poll();
        assertThat(peer.got()).doesNotContain("too late");
        assertThat(bench.reactor().counters().get(Counter.HTTP_FAULTS)).isZero();
    }

    @Test
    void anAnswerMayTakeAnyTimeIfTheSettingsSaySo() throws Exception {
        http.settings(HttpSettings.DEFAULT.withAnswerTime(Duration.ZERO));
        var peer = bench.connect(acceptor);
        request(peer, get("/wait"));
        bench.pass(Duration.ofHours(10));
        waiting.getFirst().reply(200).send("hello\n");
        peer.expect(HELLO);
    }

    @Test
    void aReplyThatHasBegunIsNotAwaitedAnyMore() throws Exception {
        OutputStreamProducer body = new OutputStreamProducer(1024);
        var peer = bench.connect(acceptor);
        request(peer, get("/wait"));
        bench.pass(ANSWER_TIME.minusSeconds(1));
        waiting.getFirst().reply(200).send(body, 2);
        bench.turn();
        bench.pass(Duration.ofSeconds(50));
        body.offer("hi".getBytes(StandardCharsets.US_ASCII), 0, 2);
        body.stream().close();
        peer.expect(HEAD + "Content-Length: 2\r\n\r\nhi").send(GET_HELLO).expect(HELLO);
    }

    @Test
    void anExtensionThatPausesTheBodyDoesNotBlameTheClient() throws Exception {
        var peer = bench.connect(acceptor);
        Receiver receiver = upload(peer, 10);
        receiver.request.pauseBody();
        peer.send("01234");
        bench.pass(Duration.ofSeconds(250));
        receiver.request.execute(receiver.request::resumeBody);
        bench.until("the half", () -> receiver.got == 5);
        receiver.request.pauseBody();
        bench.pass(Duration.ofSeconds(250));
        receiver.request.execute(receiver.request::resumeBody);
        bench.turn();
        peer.send("56789").expect(HELLO);
    }

    @Test
    void anExtensionThatPausesForGoodIsGivenUp() throws Exception {
        var peer = bench.connect(acceptor);
        Receiver receiver = upload(peer, 10);
        receiver.request.pauseBody();
        bench.pass(ANSWER_TIME);
        expectRefusal(peer, "503 Service Unavailable");
        assertThat(receiver.losses).isEqualTo(1);
    }

    @Test
    void aReceiverThatHasHadItsBodyHasLostNothing() throws Exception {
        var peer = bench.connect(acceptor);
        List<Receiver> receivers = new ArrayList<>();
        install("/silent", request -> {
            receivers.add(new Receiver(request) {
                @Override
                public void end() {}
            });
            request.body(receivers.getLast());
        });
        peer.send(post("/silent", 2, "") + "xy");
        bench.until("the body", () -> receivers.size() == 1 && receivers.getFirst().got == 2);
        bench.pass(ANSWER_TIME);
        expectRefusal(peer, "503 Service Unavailable");
        assertThat(receivers.getFirst().losses).isZero();
    }

    @Test
    void aClientThatWaitsToBeToldToSendIsNotSlow() throws Exception {
        var peer = bench.connect(acceptor);
        request(peer, post("/wait", 10, "Expect: 100-continue\r\n"));
        bench.pass(Duration.ofSeconds(200));
        waiting.getFirst().reply(200).send("hello\n");
        peer.expect(LAST_HELLO).expectEnd();
        var forgotten = bench.connect(acceptor);
        request(forgotten, post("/wait", 10, "Expect: 100-continue\r\n"));
        bench.pass(ANSWER_TIME);
        expectRefusal(forgotten, "503 Service Unavailable");
    }

    // ---- expectations without a body ----

    @Test
    void anExpectationCountsWithoutABodyToo() throws IOException {
        var odd = bench.connect(acceptor)
                .send("GET /hello HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n" + GET_HELLO);
        expectRefusal(odd, "417 Expectation Failed");
        var both = bench.connect(acceptor)
                .send("GET /hello HTTP/1.1\r\nHost: x\r\nExpect: 100-continue, miracles\r\n\r\n");
        expectRefusal(both, "417 Expectation Failed");
        var usual = bench.connect(acceptor);
        usual.send("GET /hello HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\n\r\n" + GET_HELLO).expect(HELLO + HELLO);
        usual.send(post("/hello", 0, "Expect: 100-continue\r\n")).expect(HELLO);
        bench.connect(acceptor).send("GET /hello HTTP/1.0\r\nExpect: miracles\r\n\r\n").expect(LAST_HELLO).expectEnd();
    }

    // ---- a drain ----

    @Test
    void aDrainLetsWhatIsInHandFinishAndNothingBehindIt() throws Exception {
        boolean[] drained = {false};
        var quiet = bench.connect(acceptor).send(GET_HELLO).expect(HELLO);
        var fresh = bench.connect(acceptor);
        var busy = bench.connect(acceptor);
        request(busy, get("/wait") + GET_HELLO + GET_HELLO);
        bench.reactor().drain(() -> drained[0] = true);
        bench.turn();
        quiet.expectEnd();
        fresh.expectEnd();
        assertThat(drained[0]).isFalse();
        waiting.getFirst().reply(200).send("hello\n");
        busy.expect(LAST_HELLO).expectEnd();
        List.of(quiet, fresh, busy).forEach(HttpLimitsTest::hangUp);
        bench.until("the end of all", () -> drained[0]);
    }

    private static void hangUp(Bench.Peer peer) {
        try {
            peer.hangUp();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPreparedReplySaysThatItIsTheLastOneToo() throws Exception {
        ByteBuffer content = ByteBuffer.allocateDirect(6).put("hello\n".getBytes(StandardCharsets.US_ASCII)).flip();
        var prepared = new HttpReply.Prepared("Content-Length: 6\r\n".getBytes(StandardCharsets.US_ASCII), content);
        var peer = bench.connect(acceptor);
        request(peer, get("/wait") + GET_HELLO);
        bench.reactor().drain(() -> {});
        waiting.getFirst().reply(200).sendPrepared(prepared);
        peer.expect(LAST_HELLO).expectEnd();
    }

    @Test
    void aHeadAndABodyThatHaveBegunAreReadToTheirEndInADrain() throws Exception {
        var head = bench.connect(acceptor).dribble("GET /hello HTTP/1.1\r\nHo");
        var peer = bench.connect(acceptor);
        Receiver receiver = upload(peer, 6);
        peer.send("012");
        bench.until("the half", () -> receiver.got == 3);
        bench.reactor().drain(() -> {});
        bench.turn();
        head.send("st: x\r\n\r\n" + GET_HELLO).expect(LAST_HELLO).expectEnd();
        peer.send("345" + GET_HELLO).expect(LAST_HELLO).expectEnd();
    }

    @Test
    void aReplyThatIsOnItsWayIsSentToItsEndInADrain() throws Exception {
        OutputStreamProducer body = new OutputStreamProducer(1024);
        var peer = bench.connect(acceptor);
        request(peer, get("/wait") + GET_HELLO);
        waiting.getFirst().reply(200).send(body, 4);
        body.offer("he".getBytes(StandardCharsets.US_ASCII), 0, 2);
        peer.expect(HEAD + "Content-Length: 4\r\n\r\nhe");
        bench.reactor().drain(() -> {});
        bench.turn();
        body.offer("re".getBytes(StandardCharsets.US_ASCII), 0, 2);
        body.stream().close();
        peer.expect("re").expectEnd();
    }
}
