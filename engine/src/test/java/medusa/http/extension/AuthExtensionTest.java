package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.auth.AnonymousAuthorizer;
import medusa.auth.CountingAuthorizer;
import medusa.auth.User;
import medusa.http.Setting;
import medusa.metrics.Counter;
import medusa.reactor.Acceptor;
import medusa.reactor.AddressRange;
import medusa.reactor.Bench;
import medusa.reactor.Proxies;
import medusa.server.WebBench;

@Timeout(60)
class AuthExtensionTest {
    private static final String CLOSING = "HTTP/1.1 %s\r\nServer: Medusa\r\nDate: now\r\nConnection: close\r\n";
    private static final String CHALLENGE = "WWW-Authenticate: Basic realm=\"Medusa\", charset=\"UTF-8\"\r\n";
    private static final String PROXY = "PROXY TCP4 192.0.2.1 192.0.2.9 4000 80\r\n";

    private final CountingAuthorizer users = new CountingAuthorizer().with("anna", "secret").with("bert", "b:\u00fc")
            .with("sue", "s");

    @TempDir
    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        Files.createDirectory(root.resolve("private"));
        Files.writeString(root.resolve("a"), "a\n");
        Files.writeString(root.resolve("private/p"), "p\n");
    }

    private WebBench open(String... blocks) throws Exception {
        String list = String.join(", ",
                List.of(blocks).stream().map(block -> "{type='auth', " + block + "}").toList());
        WebBench web = new WebBench(root, "extensions=[" + list + "]");
        web.logins().follow(List.of(users));
        return web;
    }

    private static String basic(String text) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String request(String line, String... fields) {
        return line + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "Connection: close\r\n\r\n";
    }

    private static Bench.Peer send(WebBench web, String line, String... fields) throws IOException {
        return web.connect().send(request(line, fields));
    }

    /// The whole answer, with its date left out.
    private static String answer(Bench.Peer peer) throws IOException {
        return peer.expectEnd().got().replaceFirst("Date: [^\r]*\r", "Date: now\r");
    }

    private static String ask(WebBench web, String line, String... fields) throws IOException {
        return answer(send(web, line, fields));
    }

    private static String status(String answer) {
        return answer.substring(9, 12);
    }

    /// What is told at the deadline, and nothing before.
    private static String refusal(WebBench web, Bench.Peer peer) throws IOException {
        long before = web.bench().reactor().counters().get(Counter.LOGINS_REFUSED);
        web.bench().until("the failure",
                () -> web.bench().reactor().counters().get(Counter.LOGINS_REFUSED) > before);
        web.bench().pass(Duration.ofMillis(999));
        peer.poll();
        assertThat(peer.got()).isEmpty();
        web.bench().pass(Duration.ofMillis(1));
        return answer(peer);
    }

    private static String error(String status, String fields, String sentence) {
        String body = status + "\n" + sentence + "\n";
        return CLOSING.formatted(status) + (fields.contains("WWW-A") ? fields : "")
                + "Content-Type: text/plain; charset=utf-8\r\nVary: Accept\r\n"
                + (fields.contains("WWW-A") ? "" : fields)
                + "Content-Security-Policy: POLICY\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void assertError(String answer, String status, String fields, String sentence) {
        assertThat(answer.replaceFirst("Content-Security-Policy: [^\r]*", "Content-Security-Policy: POLICY"))
                .isEqualTo(error(status, fields, sentence));
    }

    // ---- Basic ----

    @Test
    void whoIsUnknownIsAskedWhereALogInIsRequired() throws Exception {
        try (WebBench web = open("paths=['/private']")) {
            assertError(ask(web, "GET /private/p"), "401 Unauthorized", CHALLENGE, "This needs a log-in.");
            for (String way : new String[]{"/private", "/private/", "/./private/p", "//private/p", "/x/../private/p",
                "/%70rivate/p", "/private/none"}) {
                assertThat(status(ask(web, "GET " + way))).isEqualTo("401");
                assertThat(status(ask(web, "PUT " + way, "Content-Length: 0"))).isEqualTo("401");
            }
            assertThat(status(ask(web, "GET /a"))).isEqualTo("200");
            assertThat(ask(web, "HEAD /private/p")).contains(CHALLENGE).endsWith("\r\n\r\n");
        }
    }

    @Test
    void whoKnowsHisPasswordComesIn() throws Exception {
        try (WebBench web = open("paths=['/private']")) {
            String first = ask(web, "GET /private/p", basic("anna:secret"));
            assertThat(first).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\np\n")
                    .contains("\r\nVary: Authorization\r\n");
            assertThat(ask(web, "GET /private/p", basic("anna:secret"))).isEqualTo(first);
            assertThat(users.checks()).isEqualTo(1); // the second one was remembered
            assertThat(status(ask(web, "GET /private/p", basic("bert:b:\u00fc")))).isEqualTo("200");
            assertThat(ask(web, "GET /a")).doesNotContain("Vary: Authorization");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna:wrong", "nobody:secret", "expired:x", "broken:x", "anna:", ":", "anna:secret "})
    void allThatIsWrongIsToldAlikeAtTheSameTime(String wrong) throws Exception {
        try (WebBench web = open("paths=['/private']")) {
            for (String path : List.of("/private/p", "/a")) {
                assertError(refusal(web, send(web, "GET " + path, basic(wrong))), "401 Unauthorized", CHALLENGE,
                        "Name or password is wrong.");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous:me@example.net", "ftp:", "anonymous:secret"})
    void whoHasNoNameHasNotLoggedIn(String said) throws Exception {
        try (WebBench web = open("paths=['/private']")) {
            User limited = new User(User.ANONYMOUS_NAME, Set.of(), "/", new User.Limits(OptionalLong.of(7),
                    OptionalLong.empty(), 0));
            web.logins().follow(List.of(users, new AnonymousAuthorizer(() -> Optional.of(limited))));
            for (int i = 0; i < 20; i++) {
                assertThat(ask(web, "GET /a", basic(said))).isEqualTo(ask(web, "GET /a"));
                assertError(ask(web, "GET /private/p", basic(said)), "401 Unauthorized", CHALLENGE,
                        "This needs a log-in.");
            }
            assertThat(users.checks()).isZero();
            assertThat(web.bench().reactor().counters().get(Counter.LOGINS)).isZero();
            assertThat(web.bench().reactor().counters().get(Counter.LOGINS_REFUSED)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous:me@example.net", "ftp:"})
    void whereHeMayNotComeHeIsRefusedAsAnybody(String said) throws Exception {
        try (WebBench web = open("paths=['/private']")) {
            assertError(refusal(web, send(web, "GET /a", basic(said))), "401 Unauthorized", CHALLENGE,
                    "Name or password is wrong.");
            assertThat(users.checks()).isEqualTo(1);
        }
    }

    @Test
    void anotherEncodingIsAWrongPassword() throws Exception {
        try (WebBench web = open("basic=true")) {
            assertError(refusal(web, send(web, "GET /a", "Authorization: Basic /zr/")), "401 Unauthorized", CHALLENGE,
                    "Name or password is wrong.");
            assertThat(users.checks()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Basic|The Authorization field is not as the scheme Basic has it.",
        "Basic YTpi!|The Authorization field is not as the scheme Basic has it.",
        "Basic YWI=|The Authorization field is not as the scheme Basic has it.",
        "=|The Authorization field has no scheme."})
    void whatIsMalformedIsSaidAtOnce(String value, String sentence) throws Exception {
        try (WebBench web = open("basic=true")) {
            assertError(ask(web, "GET /a", "Authorization: " + value), "400 Bad Request", "", sentence);
        }
    }

    @Test
    void severalFieldsAreNotUnderstood() throws Exception {
        try (WebBench web = open("basic=true")) {
            assertError(ask(web, "GET /a", basic("anna:secret"), basic("anna:secret")), "400 Bad Request", "",
                    "There is more than one Authorization field.");
            assertThat(users.checks()).isZero();
        }
    }

    @Test
    void otherSchemesSayNothing() throws Exception {
        try (WebBench web = open("paths=['/private']")) {
            for (String scheme : List.of("Bearer abc", "Digest username=\"anna\"", "Negotiate")) {
                assertThat(status(ask(web, "GET /a", "Authorization: " + scheme))).isEqualTo("200");
                assertThat(status(ask(web, "GET /private/p", "Authorization: " + scheme))).isEqualTo("401");
            }
        }
    }

    @Test
    void tooManyFailuresAreABan() throws Exception {
        try (WebBench web = open("paths=['/private']")) {
            for (int i = 0; i < 10; i++) {
                refusal(web, send(web, "GET /private/p", basic("anna:guess" + i)));
            }
            for (String tried : List.of("anna:secret", "anna:guess")) {
                assertError(ask(web, "GET /a", basic(tried)), "429 Too Many Requests", "Retry-After: 29\r\n",
                        "Too many log-ins from your address have failed; please wait.");
            }
            assertThat(users.checks()).isEqualTo(10);
            assertThat(status(ask(web, "GET /a"))).isEqualTo("200"); // who does not log in is not concerned
            assertThat(status(answer(web.bench().connectFrom(InetAddress.ofLiteral("127.0.0.2"), web.acceptor())
                    .send(request("GET /private/p", basic("anna:secret")))))).isEqualTo("200");
            assertThat(status(ask(web, "GET /private/p", basic("anna:secret")))).isEqualTo("429"); // though proven
            web.bench().pass(Duration.ofSeconds(29));
            assertThat(status(ask(web, "GET /private/p", basic("anna:secret")))).isEqualTo("200");
        }
    }

    @Test
    void whereTooManyLogInTheyAreToldToComeBack() throws Exception {
        try (WebBench web = open("basic=true")) {
            users.stop();
            int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
            int hashing = Math.min(4, threads);
            for (int i = 0; i < 64 + hashing; i++) {
                send(web, "GET /a", basic("anna:guess" + i));
            }
            web.bench().until("that they are checked", () -> users.checks() == hashing);
            web.bench().until("all requests", () -> web.bench().reactor().counters()
                    .get(Counter.HTTP_REQUESTS) == 64 + hashing);
            assertError(ask(web, "GET /a", basic("anna:secret")), "503 Service Unavailable", "Retry-After: 2\r\n",
                    "Log-ins cannot be checked at the moment; please try again soon.");
            assertThat(status(ask(web, "GET /a"))).isEqualTo("200");
            users.letGo(1000);
        }
    }

    @Test
    void bodiesWaitForTheLogIn() throws Exception {
        try (WebBench web = open("paths=['/']")) {
            users.stop();
            var peer = send(web, "POST /a", basic("anna:secret"), "Content-Length: 3", "Expect: 100-continue");
            web.bench().until("the check", () -> users.checks() == 1);
            users.letGo(100);
            assertThat(answer(peer)).startsWith("HTTP/1.1 405 "); // by the files; nobody asked for the body
            assertThat(ask(web, "POST /a", "Content-Length: 3", "Expect: 100-continue"))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    // ---- who may come where ----

    @Test
    void onlyThoseWhoAreNamedMayCome() throws Exception {
        try (WebBench web = open("paths=['/private'], who=['anna', '@staff']")) {
            assertThat(status(ask(web, "GET /private/p", basic("anna:secret")))).isEqualTo("200");
            assertThat(status(ask(web, "GET /private/p", basic("sue:s")))).isEqualTo("200");
            String forbidden = ask(web, "GET /private/p", basic("bert:b:\u00fc"));
            assertThat(forbidden).startsWith("HTTP/1.1 403 Forbidden\r\n").doesNotContain("WWW-Authenticate")
                    .endsWith("403 Forbidden\nThis is for other users.\n");
            assertThat(ask(web, "GET /private/p", basic("bert:b:\u00fc"))).isEqualTo(forbidden);
            assertThat(status(ask(web, "GET /a", basic("bert:b:\u00fc")))).isEqualTo("200");
        }
    }

    @Test
    void twoInARowCheckOnce() throws Exception {
        try (WebBench web = open("name='one', realm='One', paths=['/one']",
                "name='two', realm='Two', paths=['/private'], who=['anna']")) {
            assertThat(ask(web, "GET /one")).contains("WWW-Authenticate: Basic realm=\"One\", charset=\"UTF-8\"\r\n");
            String two = ask(web, "GET /private/p");
            assertThat(two).contains("WWW-Authenticate: Basic realm=\"Two\", charset=\"UTF-8\"\r\n")
                    .doesNotContain("\"One\"");
            assertThat(ask(web, "GET /a?login")).contains("realm=\"One\"").doesNotContain("\"Two\"");
            assertThat(status(ask(web, "GET /private/p", basic("anna:secret")))).isEqualTo("200");
            assertThat(status(ask(web, "GET /private/p", basic("sue:s")))).isEqualTo("403");
            assertThat(users.checks()).isEqualTo(2);
        }
    }

    @Test
    void aLinkAsksForALogIn() throws Exception {
        try (WebBench web = open("basic=true")) {
            assertError(ask(web, "GET /private/?login"), "401 Unauthorized", CHALLENGE, "This needs a log-in.");
            assertThat(ask(web, "GET /private/?login", basic("anna:secret"))).isEqualTo(CLOSING
                    .formatted("303 See Other")
                    + "Vary: Authorization\r\nLocation: /private/\r\nCache-Control: no-store\r\nContent-Length: 0\r\n\r\n");
            assertThat(ask(web, "GET //x.example/%2e?a=b&login&c", basic("anna:secret")))
                    .contains("\r\nLocation: /x.example/%2e?a=b&c\r\n");
            assertThat(status(ask(web, "GET /a?logins"))).isEqualTo("200");
            assertThat(status(ask(web, "GET /a?login=1"))).isEqualTo("200");
            assertThat(status(ask(web, "POST /a?login", "Content-Length: 0"))).isEqualTo("405");
        }
    }

    @Test
    void withinASiteItConcernsNobodyElse() throws Exception {
        Path site = Files.createDirectory(root.resolve("private/site"));
        Files.writeString(site.resolve("a"), "site\n");
        try (WebBench web = new WebBench(root, "extensions=[{type='virtual-host', hosts=['site'], root='" + site
                + "', extensions=[{type='auth', paths=['/']}]}]")) {
            web.logins().follow(List.of(users));
            assertThat(status(web.ask("GET /a", "Host: site"))).isEqualTo("401");
            assertThat(status(web.ask("GET /a"))).isEqualTo("200");
            assertThat(web.ask("GET /a", "Host: site", basic("anna:secret"))).endsWith("\r\n\r\nsite\n");
            assertThat(web.ask("GET /a", "Host: site", basic("anna:secret"))).endsWith("\r\n\r\nsite\n");
            assertThat(status(web.ask("GET /private/p", "Host: site", basic("anna:secret")))).isEqualTo("404");
            assertThat(users.checks()).isEqualTo(1);
        }
    }

    @Test
    void aClientThatGoesHarmsNobody() throws Exception {
        try (WebBench web = open("paths=['/']")) {
            users.stop();
            Bench.Peer gone = send(web, "GET /a", basic("anna:secret"));
            web.bench().until("the check", () -> users.checks() == 1);
            gone.reset();
            Bench.Peer wrong = send(web, "GET /a", basic("anna:wrong"));
            web.bench().until("the other request",
                    () -> web.bench().reactor().counters().get(Counter.HTTP_REQUESTS) == 2);
            wrong.reset();
            users.letGo(100);
            web.bench().until("the failure",
                    () -> web.bench().reactor().counters().get(Counter.LOGINS_REFUSED) == 1);
            web.bench().pass(Duration.ofSeconds(1));
            web.bench().turn();
            assertThat(status(ask(web, "GET /a", basic("anna:secret")))).isEqualTo("200");
            assertThat(users.checks()).isEqualTo(2); // what he asked for before he went was worth it
            assertThat(web.bench().reactor().errors().snapshot()).isEmpty();
        }
    }

    // ---- in the clear ----

    private static Acceptor behindProxy(WebBench web) throws IOException {
        return web.listen(Acceptor.Options.defaults().with(
                new Proxies(List.of(AddressRange.parse("127.0.0.0/8")), Duration.ofSeconds(5))));
    }

    private static String askFromElsewhere(WebBench web, Acceptor acceptor, String line, String... fields)
            throws IOException {
        return answer(web.bench().connect(acceptor).send(PROXY + request(line, fields)));
    }

    @Test
    void passwordsInTheClearAreRefusedUnread() throws Exception {
        try (WebBench web = open("paths=['/private']")) {
            Acceptor acceptor = behindProxy(web);
            for (String tried : List.of("anna:secret", "anna:wrong", "x")) {
                assertError(askFromElsewhere(web, acceptor, "GET /a", basic(tried)), "403 Forbidden", "",
                        "Passwords are taken over a secured connection alone. This one came in the clear: it has not been "
                                + "looked at, but others may have read it.");
            }
            assertThat(users.checks()).isZero();
            assertError(askFromElsewhere(web, acceptor, "GET /private/p"), "403 Forbidden", "",
                    "This needs a log-in, which is taken over a secured connection alone.");
            assertThat(status(askFromElsewhere(web, acceptor, "GET /a?login"))).isEqualTo("403");
            assertThat(status(askFromElsewhere(web, acceptor, "GET /a"))).isEqualTo("200");
        }
    }

    @Test
    void behindAProxyThatTellsAddressesOneFailsForHimselfAlone() throws Exception {
        try (WebBench web = open("insecure=true")) {
            Acceptor acceptor = behindProxy(web);
            for (int i = 0; i < 10; i++) {
                refusal(web, web.bench().connect(acceptor).send(PROXY + request("GET /a", basic("anna:guess" + i))));
            }
            assertThat(status(askFromElsewhere(web, acceptor, "GET /a", basic("anna:secret")))).isEqualTo("429");
            assertThat(status(answer(web.bench().connect(acceptor).send(PROXY.replace("192.0.2.1 ", "192.0.2.2 ")
                    + request("GET /a", basic("anna:secret")))))).isEqualTo("200");
        }
    }

    @Test
    void whoSetsInsecureReadsWhoIsBanned() {
        assertThat(AuthExtension.Settings.class.getRecordComponents())
                .filteredOn(each -> each.getName().equals("insecure")).singleElement()
                .satisfies(each -> assertThat(each.getAnnotation(Setting.class).about())
                        .contains("all are banned with him", "Unix-domain socket nobody ever is", "http.proxies"));
    }

    @Test
    void theyAreTakenWhereTheAdministratorSaysSo() throws Exception {
        try (WebBench web = open("paths=['/private'], insecure=true")) {
            Acceptor acceptor = behindProxy(web);
            assertThat(askFromElsewhere(web, acceptor, "GET /private/p")).contains(CHALLENGE);
            assertThat(status(askFromElsewhere(web, acceptor, "GET /private/p", basic("anna:secret"))))
                    .isEqualTo("200");
        }
    }

    @Test
    void aSocketOfThisMachineIsSafe() throws Exception {
        try (WebBench web = open("paths=['/private']")) {
            Acceptor acceptor = web.listen(UnixDomainSocketAddress.of(root.resolve("socket")));
            assertThat(status(answer(web.bench().connect(acceptor)
                    .send(request("GET /private/p", basic("anna:secret")))))).isEqualTo("200");
        }
    }

    // ---- settings ----

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "realm='a\"b'|expected a realm of up to 100 ASCII characters without quotes and backslashes, found \"a\"b\"",
        "realm=''|expected a realm", "realm='\u00e4'|expected a realm", "paths=['x']|expected the beginning of a path",
        "who=[]|expected names, groups or \"@users\" as who, found []", "who=['@']|expected names",
        "basic=false|expected basic or digest to be true, found neither"})
    void whatCannotBeIsSaidAtOnce(String settings, String message) throws Exception {
        assertThat(WebBench.refusal(root, "extensions=[{type='auth', " + settings + "}]")).contains(message);
    }
}
