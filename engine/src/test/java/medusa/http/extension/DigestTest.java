package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.CountingAuthorizer;
import medusa.metrics.Counter;
import medusa.reactor.Acceptor;
import medusa.reactor.AddressRange;
import medusa.reactor.Bench;
import medusa.reactor.Proxies;
import medusa.server.WebBench;

/// The scheme Digest over the wire, by a client of the test's own.
@Timeout(60)
class DigestTest {
    private static final String BLOCK = "{type='auth', digest=true, basic=false, paths=['/']}";

    private final CountingAuthorizer users = new CountingAuthorizer().with("anna", "secret").with("j\u00f6rg",
            "g\u00fc");

    @TempDir
    private Path root;
    private WebBench web;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(root.resolve("a"), "a\n");
        web = new WebBench(root, "extensions=[" + BLOCK + "]");
        web.logins().follow(List.of(users));
    }

    @AfterEach
    void close() throws IOException {
        web.close();
    }

    private static String field(String name, String user, String password, String nonce, int count, String line) {
        String method = line.substring(0, line.indexOf(' '));
        String uri = line.substring(line.indexOf(' ') + 1);
        String nc = HexFormat.of().toHexDigits(count);
        String response = CountingAuthorizer
                .hex(CountingAuthorizer.hex(user + ":Medusa:" + password) + ":" + nonce + ":"
                        + nc + ":cc:auth:" + CountingAuthorizer.hex(method + ":" + uri));
        return "Authorization: Digest " + name + ", realm=\"Medusa\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", algorithm=SHA-256, qop=auth, nc=" + nc + ", cnonce=\"cc\", response=\"" + response + "\"";
    }

    private static String anna(String password, String nonce, int count, String line) {
        return field("username=\"anna\"", "anna", password, nonce, count, line);
    }

    private static String nonce(String answer) {
        int start = answer.indexOf("nonce=\"") + 7;
        return answer.substring(start, answer.indexOf('"', start));
    }

    private String newNonce() throws IOException {
        return nonce(web.ask("GET /a"));
    }

    private static String status(String answer) {
        return answer.substring(9, 12);
    }

    private String ask(String line, String authorization) throws IOException {
        return web.ask(line, authorization, "Accept: text/plain");
    }

    private Bench.Peer send(String line, String authorization) throws IOException {
        return web.connect().send(line + " HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\n" + authorization
                + "\r\nConnection: close\r\n\r\n");
    }

    private String refusal(String line, String authorization) throws IOException {
        long before = web.bench().reactor().counters().get(Counter.LOGINS_REFUSED);
        Bench.Peer peer = send(line, authorization);
        web.bench().until("the failure", () -> web.bench().reactor().counters().get(Counter.LOGINS_REFUSED) > before);
        web.bench().pass(Duration.ofMillis(999));
        peer.poll();
        assertThat(peer.got()).isEmpty();
        web.bench().pass(Duration.ofMillis(1));
        return peer.expectEnd().got();
    }

    @Test
    void theChallengeIsThatOfTheRfc() throws IOException {
        String asked = web.ask("GET /a", "Accept: text/plain");
        assertThat(asked.replaceFirst("Date: [^\r]*", "Date: now")
                .replaceFirst("nonce=\"[-_A-Za-z0-9]{43}\"", "nonce=\"N\"")
                .replaceFirst("Policy: [^\r]*", "Policy: P")).isEqualTo(
                        """
                                HTTP/1.1 401 Unauthorized\r
                                Server: Medusa\r
                                Date: now\r
                                Connection: close\r
                                WWW-Authenticate: Digest realm="Medusa", qop="auth", algorithm=SHA-256, nonce="N", charset=UTF-8, userhash=false\r
                                Content-Type: text/plain; charset=utf-8\r
                                Vary: Accept\r
                                Content-Security-Policy: P\r
                                Content-Length: 37\r
                                \r
                                401 Unauthorized
                                This needs a log-in.
                                """
                                .replace("37", String.valueOf("401 Unauthorized\nThis needs a log-in.\n".length())));
        assertThat(newNonce()).isNotEqualTo(newNonce());
    }

    @Test
    void whoKnowsHisPasswordComesInWithoutSayingIt() throws IOException {
        String nonce = newNonce();
        assertThat(ask("GET /a?x=%41", anna("secret", nonce, 1, "GET /a?x=%41"))).startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\na\n");
        assertThat(status(ask("GET /a", anna("secret", nonce, 2, "GET /a")))).isEqualTo("200");
        assertThat(users.checks()).isZero();
        assertThat(web.bench().reactor().counters().get(Counter.LOGINS)).isEqualTo(1); // for each nonce, not each request
        String extended = field("username*=UTF-8''j%C3%B6rg", "j\u00f6rg", "g\u00fc", newNonce(), 1, "GET /a");
        assertThat(status(ask("GET /a", extended))).isEqualTo("200");
    }

    @Test
    void whatIsWrongIsToldAtTheDeadline() throws IOException {
        for (String wrong : List.of(anna("wrong", newNonce(), 1, "GET /a"),
                field("username=\"nobody\"", "nobody", "x", newNonce(), 1, "GET /a"),
                field("username=\"\u00ff\"", "anna", "secret", newNonce(), 1, "GET /a"),
                anna("secret", newNonce(), 1, "HEAD /a").replace("uri=\"/a\"", "uri=\"/a\""))) {
            assertThat(refusal("GET /a", wrong)).startsWith("HTTP/1.1 401 ").doesNotContain("stale")
                    .endsWith("\r\n\r\n401 Unauthorized\nName or password is wrong.\n");
        }
        for (int i = 0; i < 6; i++) {
            refusal("GET /a", anna("guess" + i, newNonce(), 1, "GET /a"));
        }
        assertThat(ask("GET /a", anna("secret", newNonce(), 1, "GET /a"))).startsWith("HTTP/1.1 429 ")
                .contains("\r\nRetry-After: 29\r\n");
        web.bench().pass(Duration.ofSeconds(29));
        assertThat(status(ask("GET /a", anna("secret", newNonce(), 1, "GET /a")))).isEqualTo("200");
    }

    @Test
    void theTargetIsThatOfTheRequest() throws IOException {
        String nonce = newNonce();
        assertThat(ask("GET /a?b", anna("secret", nonce, 1, "GET /a"))).startsWith("HTTP/1.1 400 ")
                .endsWith("The digest is for another target than that of the request.\n");
        assertThat(status(ask("GET /a", anna("secret", nonce, 1, "GET /a").replace("qop=auth", "qop=auth-int"))))
                .isEqualTo("400");
    }

    @Test
    void eachRequestIsGoodOnce() throws IOException {
        String nonce = newNonce();
        for (int count : new int[]{3, 1, 2, 70, 8, 0x7fffffff, -1}) {
            assertThat(status(ask("GET /a", anna("secret", nonce, count, "GET /a")))).as("%x", count).isEqualTo("200");
        }
        for (int count : new int[]{3, 70, 0, 71, -1}) { // again, never, or so far back that nobody knows
            assertThat(ask("GET /a", anna("secret", nonce, count, "GET /a"))).as("%x", count)
                    .startsWith("HTTP/1.1 401 ").contains(", stale=true\r\n");
        }
        assertThat(web.bench().reactor().counters().get(Counter.LOGINS_REFUSED)).isZero();
    }

    @Test
    void anOldOrForeignNonceSaysNothingOfThePassword() throws IOException {
        String nonce = newNonce();
        web.bench().pass(Duration.ofMinutes(5));
        assertThat(status(ask("GET /a", anna("secret", nonce, 1, "GET /a")))).isEqualTo("200");
        web.bench().pass(Duration.ofNanos(1));
        for (String each : List.of(nonce, "abc", nonce.substring(1) + "A", "A".repeat(43), "!".repeat(43))) {
            for (String password : List.of("secret", "wrong")) {
                String answer = ask("GET /a", anna(password, each, 9, "GET /a"));
                assertThat(answer).startsWith("HTTP/1.1 401 ").contains(", stale=true\r\n");
                assertThat(status(ask("GET /a", anna("secret", nonce(answer), 1, "GET /a")))).isEqualTo("200");
            }
        }
    }

    @Test
    void aChangeOfTheUsersIsSeenAfterAPauseToo() throws IOException {
        String nonce = newNonce();
        assertThat(status(ask("GET /a", anna("secret", nonce, 1, "GET /a")))).isEqualTo("200");
        int looks = users.looks();
        web.bench().pass(Duration.ofSeconds(10));
        assertThat(status(ask("GET /a", anna("secret", nonce, 2, "GET /a")))).isEqualTo("200");
        assertThat(users.looks()).isEqualTo(looks + 1); // before it was believed
        users.remove("anna");
        assertThat(refusal("GET /a", anna("secret", nonce, 3, "GET /a"))).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void itMayComeInTheClear() throws IOException {
        Acceptor acceptor = web.listen(Acceptor.Options.defaults().with(
                new Proxies(List.of(AddressRange.parse("127.0.0.0/8")), Duration.ofSeconds(5))));
        String answer = web.bench().connect(acceptor)
                .send("PROXY TCP4 192.0.2.1 192.0.2.9 4000 80\r\nGET /a HTTP/1.1\r\n"
                        + "Host: x\r\n" + anna("secret", newNonce(), 1, "GET /a") + "\r\nConnection: close\r\n\r\n")
                .expectEnd().got();
        assertThat(status(answer)).isEqualTo("200");
    }

    @Test
    void ofTwoKindsTheBetterOneComesFirst() throws Exception {
        web.change("extensions=[" + BLOCK.replace("basic=false", "basic=true") + "]");
        String asked = web.ask("GET /a");
        assertThat(asked.indexOf("WWW-Authenticate: Digest ")).isPositive()
                .isLessThan(asked.indexOf("WWW-Authenticate: Basic "));
        assertThat(status(ask("GET /a", anna("secret", nonce(asked), 1, "GET /a")))).isEqualTo("200");
        assertThat(status(ask("GET /a", "Authorization: Basic YW5uYTpzZWNyZXQ="))).isEqualTo("200");
    }

    @Test
    void anotherRealmIsForAnother() throws Exception {
        web.change("extensions=["
                + BLOCK.replace("'auth'", "'auth', name='other', realm='Other'").replace("['/']", "[]") + ","
                + BLOCK + "]");
        String nonce = newNonce();
        assertThat(status(ask("GET /a", anna("secret", nonce, 1, "GET /a")))).isEqualTo("200");
        String others = anna("secret", nonce, 2, "GET /a").replace("realm=\"Medusa\"", "realm=\"Third\"");
        assertThat(status(ask("GET /a", others))).isEqualTo("401"); // at once: nobody has looked at it
    }

    // ---- the table ----

    @Test
    void whatIsForgottenIsGoodNoMore() {
        DigestNonces nonces = new DigestNonces(2, 1000);
        String[] made = new String[4];
        for (int i = 0; i < made.length; i++) {
            made[i] = nonces.make(1001 + i);
        }
        String never = nonces.make(1001);
        for (String each : made) {
            assertThat(nonces.isGood(each, 1010)).isTrue();
            assertThat(nonces.use(each, 1, 1010)).isTrue();
        }
        assertThat(nonces.remembered()).isEqualTo(2);
        assertThat(nonces.isGood(made[0], 1010)).isFalse(); // else its request could be sent again
        assertThat(nonces.isGood(made[1], 1010)).isFalse();
        assertThat(nonces.isGood(never, 1010)).isFalse();
        assertThat(nonces.isGood(made[2], 1010)).isTrue();
        assertThat(nonces.use(made[2], 1, 1010)).isFalse();
        assertThat(nonces.use(made[2], 2, 1010)).isTrue();
        assertThat(new DigestNonces(2, 1000).isGood(made[3], 1010)).isFalse(); // another server's
    }
}
