package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.http.Extension;
import medusa.http.HttpRequest;
import medusa.http.HttpServer;
import medusa.http.HttpSettings;
import medusa.http.Place;
import medusa.log.AccessLog;
import medusa.metrics.Counter;
import medusa.producer.LinesProducer;
import medusa.tls.LiveTls;
import medusa.tls.TlsClient;
import medusa.tls.TlsConfig;
import medusa.tls.TlsSettings;

/// HTTP within TLS (RFC 9112 §9.7, §9.8): what is on the wire, and how each end is said.
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // the certificate is kept for its owner alone
class SecuredHttpTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: Medusa\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /// The header of a record: its type, a version, its length.
    private static final int RECORD_HEAD = 5;

    @TempDir
    static Path folder;

    private static LiveTls live;
    private static TlsClient client;

    private Bench bench;
    private HttpServer http;
    private Acceptor acceptor;
    private Answer answer = request -> request.reply(200).send("hello\n");

    private interface Answer {
        void to(HttpRequest request) throws Exception;
    }

    private record Scripted(SecuredHttpTest test) implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            return true;
        }

        @Override
        public void handle(HttpRequest request) throws Exception {
            test.answer.to(request);
        }
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        live = LiveTls.open(new TlsConfig(TlsSettings.DEFAULT, List.of(), Optional.empty(), folder.resolve("state"),
                Set.of()), InstantSource.system());
        client = TlsClient.of(TlsSettings.DEFAULT, live.context().identities().getFirst().chain(), Optional.empty());
    }

    @BeforeEach
    void open() throws Exception {
        bench = new Bench();
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z")));
        http.extensions().install(Place.BACK, new Scripted(this));
        acceptor = bench.listen(Acceptor.Options.defaults().with(new Tls(live::newEngine, Runnable::run, LIMIT)),
                http::newChannel);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private TlsPeer peer() throws IOException {
        return new TlsPeer(bench, bench.connect(acceptor), client.newEngine("localhost", 1)).handshake();
    }

    /// The types of the records from `start` on; what is no record throws.
    private static List<Integer> types(String bytes, int start) {
        List<Integer> types = new ArrayList<>();
        for (int at = start; at < bytes.length();) {
            assertThat(bytes.substring(at + 1, at + 3)).as("a version").isEqualTo("\3\3");
            types.add((int) bytes.charAt(at));
            at += RECORD_HEAD + (bytes.charAt(at + 3) << 8 | bytes.charAt(at + 4));
            assertThat(at).as("whole records").isLessThanOrEqualTo(bytes.length());
        }
        return types;
    }

    @Test
    void whatIsSaidIsApplicationDataAndNothingElse() throws IOException {
        TlsPeer peer = peer();
        String ok = HEAD + "Content-Length: 6\r\n\r\nhello\n";
        peer.send(GET + "\r\n").expect(ok).send(GET + "\r\n" + GET + "\r\n").expect(ok + ok);
        String raw = peer.peer().got();
        assertThat(raw).doesNotContain("HTTP/1.1").doesNotContain("hello");
        assertThat(types(raw, 0)).isSubsetOf(20, 22, 23).endsWith(23, 23);
    }

    /// Not even an error is said in clear to who speaks in clear.
    @Test
    void whoSpeaksHttpInClearGetsNoneBack() throws IOException {
        Bench.Peer clear = bench.connect(acceptor).send(GET + "\r\n").expectGone();
        assertThat(clear.got()).doesNotContain("HTTP");
        assertThat(types(clear.got(), 0)).isSubsetOf(21);
    }

    @Test
    void everyOrderlyEndIsSaid() throws IOException {
        peer().send(GET + "Connection: close\r\n\r\n")
                .expect(HEAD + "Connection: close\r\nContent-Length: 6\r\n\r\nhello\n").expectEnd();
        TlsPeer wrong = peer().send("GET\r\n\r\n").expectEnd();
        assertThat(wrong.got()).startsWith("HTTP/1.1 400 Bad Request\r\n");
        TlsPeer slow = peer();
        slow.send("GET /");
        bench.turn();
        bench.turn();
        TlsPeer fresh = peer();
        TlsPeer quiet = peer().send(GET + "\r\n").expect(HEAD + "Content-Length: 6\r\n\r\nhello\n");
        bench.pass(HttpSettings.DEFAULT.headTime());
        bench.pass(HttpSettings.DEFAULT.keepAlive());
        assertThat(slow.expectEnd().got()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        assertThat(fresh.expectEnd().got()).isEmpty();
        assertThat(quiet.expectEnd().got()).isEmpty();
        TlsPeer drained = peer().send(GET + "\r\n").expect(HEAD + "Content-Length: 6\r\n\r\nhello\n");
        bench.reactor().drain(() -> {});
        assertThat(drained.expectEnd().got()).isEmpty();
    }

    /// Who listens up to the end must be able to tell this one from a whole reply.
    @Test
    void theEndOfAReplyThatIsCutOffIsNotSaid() throws IOException {
        answer = request -> request.reply(200).stream(new LinesProducer(List.of("one", "two").stream().map(line -> {
            if (line.equals("two")) {
                throw new IllegalStateException("it cannot go on");
            }
            return line;
        }).iterator()));
        TlsPeer peer = peer().send("GET / HTTP/1.0\r\n\r\n");
        peer.peer().expectGone();
        peer.poll();
        assertThat(peer.ended()).isFalse();
    }

    @Test
    void aClientThatHangsUpWithoutAWordIsNoFault() throws IOException {
        TlsPeer peer = peer().send(GET + "\r\n").expect(HEAD + "Content-Length: 6\r\n\r\nhello\n");
        peer.peer().halfClose();
        peer.expectEnd().peer().expectEnd();
        assertThat(peer.got()).isEmpty();
        assertThat(bench.reactor().counters().get(Counter.FAULTS)).isZero();
    }
}
