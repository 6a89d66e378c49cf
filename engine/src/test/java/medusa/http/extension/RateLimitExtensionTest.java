package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.reactor.Acceptor;
import medusa.server.WebBench;

@Timeout(60)
class RateLimitExtensionTest {
    @TempDir
    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        Files.createDirectory(root.resolve("api"));
        Files.writeString(root.resolve("a"), "a\n");
        Files.writeString(root.resolve("api/a"), "a\n");
    }

    private WebBench open(String settings) throws Exception {
        return new WebBench(root, "extensions=[{type='rate-limit', " + settings + "}]");
    }

    /// The status, and after a 429 how long to wait.
    private static String outcome(String reply) {
        String status = reply.substring(9, 12);
        int retry = reply.indexOf("\r\nRetry-After: ");
        return retry < 0 ? status : status + " " + reply.substring(retry + 15, reply.indexOf('\r', retry + 15));
    }

    private static String ask(WebBench web) throws IOException {
        return outcome(web.ask("GET /a"));
    }

    private static String askFrom(WebBench web, String address) throws IOException {
        return outcome(web.bench().connectFrom(InetAddress.ofLiteral(address), web.acceptor())
                .send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expectEnd().got());
    }

    @Test
    void whoSendsTooManyIsToldWhenToComeBack() throws Exception {
        try (WebBench web = open("requests=3, per='10s'")) {
            for (int i = 0; i < 3; i++) {
                assertThat(ask(web)).isEqualTo("200");
            }
            String refused = web.ask("GET /a", "Accept: text/plain");
            assertThat(refused).startsWith("HTTP/1.1 429 Too Many Requests\r\n").contains("\r\nRetry-After: 4\r\n")
                    .endsWith("\r\n\r\n429 Too Many Requests\nThese are too many requests; please wait a little.\n");
            web.bench().pass(Duration.ofMillis(2333));
            assertThat(ask(web)).isEqualTo("429 2"); // a second, and a bit of one
            web.bench().pass(Duration.ofMillis(999));
            assertThat(ask(web)).isEqualTo("429 1");
            web.bench().pass(Duration.ofMillis(2));
            assertThat(ask(web)).isEqualTo("200");
            assertThat(ask(web)).isEqualTo("429 4");
            web.bench().pass(Duration.ofDays(300)); // a bucket is no fuller than full
            for (int i = 0; i < 3; i++) {
                assertThat(ask(web)).isEqualTo("200");
            }
            assertThat(ask(web)).isEqualTo("429 4");
            assertThat(web.extensions().get("rate-limit").requests()).isEqualTo(5);
            assertThat(web.extensions().get("rate-limit").faults()).isZero();
        }
    }

    @Test
    void whoWasQuietMaySendSomeAtOnce() throws Exception {
        try (WebBench web = open("requests=1, per='1m', burst=4")) {
            for (int i = 0; i < 4; i++) {
                assertThat(ask(web)).isEqualTo("200");
            }
            assertThat(ask(web)).isEqualTo("429 60");
            web.bench().pass(Duration.ofMinutes(2));
            assertThat(ask(web)).isEqualTo("200");
            assertThat(ask(web)).isEqualTo("200");
            assertThat(ask(web)).isEqualTo("429 60");
        }
    }

    @Test
    void pipelinedAndLaterRequestsOfAConnectionCount() throws Exception {
        try (WebBench web = open("requests=2, per='10s'")) {
            String one = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
            String got = web.connect().send(one + one + one + one.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
                    .expectEnd().got();
            assertThat(got.split("HTTP/1.1 200 ", -1)).hasSize(3);
            assertThat(got.split("HTTP/1.1 429 ", -1)).hasSize(3);
        }
    }

    @Test
    void eachAddressHasItsOwn() throws Exception {
        try (WebBench web = open("requests=1, per='10s'")) {
            assertThat(askFrom(web, "127.0.0.1")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.2")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.1")).isEqualTo("429 10");
            assertThat(askFrom(web, "127.0.0.2")).isEqualTo("429 10");
        }
    }

    @Test
    void allTogetherHaveOneAsWell() throws Exception {
        try (WebBench web = open("requests=2, per='10s', requests-in-all=1, burst-in-all=3")) {
            assertThat(askFrom(web, "127.0.0.1")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.1")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.1")).isEqualTo("429 5"); // its own, and costs the others nothing
            assertThat(askFrom(web, "127.0.0.2")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.3")).isEqualTo("429 10");
            web.bench().pass(Duration.ofSeconds(10));
            assertThat(askFrom(web, "127.0.0.3")).isEqualTo("200"); // what was refused took no token of it
            assertThat(askFrom(web, "127.0.0.1")).isEqualTo("429 10");
        }
    }

    @Test
    void withoutAnAddressOnlyTheLimitInAllCounts() throws Exception {
        Path path = root.resolve("socket");
        try (WebBench web = open("requests=1, per='10s', requests-in-all=3")) {
            Acceptor acceptor = web.listen(UnixDomainSocketAddress.of(path));
            for (String expected : new String[]{"200", "200", "200", "429 4"}) {
                assertThat(outcome(web.bench().connect(acceptor)
                        .send("GET /a HTTP/1.0\r\n\r\n").expectEnd().got())).isEqualTo(expected);
            }
        }
    }

    @Test
    void onlyWhatIsMeantIsCounted() throws Exception {
        try (WebBench web = open("requests=1, per='10s', paths=['/api'], except=['127.0.0.2/32', '::1']")) {
            assertThat(ask(web)).isEqualTo("200");
            assertThat(ask(web)).isEqualTo("200");
            assertThat(outcome(web.ask("GET /api/a"))).isEqualTo("200");
            for (String way : new String[]{"/api/a", "/./api/a", "//api/a", "/x/../api/a", "/%61pi/a", "/api",
                "/api/none"}) {
                assertThat(outcome(web.ask("GET " + way))).isEqualTo("429 10");
            }
            web.change("extensions=[{type='rate-limit', requests=1, per='10s', except=['127.0.0.2/31']}]");
            assertThat(askFrom(web, "127.0.0.2")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.3")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.2")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.1")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.1")).isEqualTo("429 10");
        }
    }

    @Test
    void thoseWhoCameLastAreRemembered() throws Exception {
        try (WebBench web = open("requests=1, per='10s', addresses=2")) {
            RateLimitExtension limit = (RateLimitExtension) web.extensions().get("rate-limit").extension();
            assertThat(askFrom(web, "127.0.0.1")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.2")).isEqualTo("200");
            assertThat(askFrom(web, "127.0.0.1")).isEqualTo("429 10"); // now 2 is the one that was away longest
            for (int i = 3; i < 20; i++) {
                assertThat(askFrom(web, "127.0.0." + i)).isEqualTo("200");
                assertThat(askFrom(web, "127.0.0.1")).isEqualTo("429 10"); // who goes on is not forgotten for others
            }
            assertThat(limit.remembered()).isEqualTo(2);
            assertThat(askFrom(web, "127.0.0.2")).isEqualTo("200");
        }
    }

    @Test
    void aReloadThatDoesNotConcernItForgetsNothing() throws Exception {
        try (WebBench web = open("requests=1, per='10s'")) {
            assertThat(ask(web)).isEqualTo("200");
            web.change("extensions=[{type='health'}, {type='rate-limit', requests=1, per='10s'}]");
            assertThat(ask(web)).isEqualTo("429 10");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "per='1s'|extensions[0].requests: is missing", //
        "requests=0|expected requests or requests-in-all above 0, found neither", //
        "requests=-1|expected requests between 0 and 1000000, found -1", //
        "requests=1000001|expected requests between 0 and 1000000, found 1000001", //
        "requests=1, burst=-1|expected burst between 0 and 10000, found -1", //
        "requests=1, requests-in-all=-1|expected requests-in-all between", //
        "requests=1, burst-in-all=10001|expected burst-in-all between", //
        "requests=1, addresses=0|expected addresses between 1 and 1000000, found 0", //
        "requests=1, per='0s'|expected per between \"1ms\" and \"1d\", found", //
        "requests=1, per='2d'|expected per between \"1ms\" and \"1d\", found", //
        "requests=1, except=['x']|extensions[0].except[0]: expected an address range", //
        "requests=1, except=['10.0.0.1/8']|expected the first address of the range", //
        "requests=1, paths=['x']|expected the beginning of a path", //
        "requests='many'|extensions[0].requests: expected a whole number", //
    })
    void whatCannotBeIsSaidAtOnce(String settings, String message) throws Exception {
        assertThat(WebBench.refusal(root, "extensions=[{type='rate-limit', " + settings + "}]")).contains(message);
    }
}
