package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.http.Extension;
import medusa.http.HttpRequest;
import medusa.http.HttpServer;
import medusa.http.Installed;
import medusa.http.Place;
import medusa.reactor.Acceptor;
import medusa.server.WebBench;

@Timeout(60)
class VirtualHostExtensionTest {
    @TempDir
    private Path folder;
    private Path root;
    private Path site;

    @BeforeEach
    void makeRoots() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        site = Files.createDirectories(folder.resolve("site/sub")).getParent();
        Files.writeString(root.resolve("a.txt"), "root\n");
        Files.writeString(site.resolve("a.txt"), "site\n");
        Files.writeString(site.resolve(".hidden"), "hidden\n");
        Files.writeString(site.resolve("sub/start.txt"), "start\n");
    }

    private String host(String settings) {
        return "{type='virtual-host', root='" + site + "', " + settings + "}";
    }

    private WebBench open(String... blocks) throws Exception {
        return new WebBench(root, "extensions=[" + String.join(", ", blocks) + "]");
    }

    private static String body(String reply) {
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }

    private static String askAt(WebBench web, Acceptor acceptor) throws IOException {
        return body(web.bench().connect(acceptor).send("GET /a.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .expectEnd().got());
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "EXAMPLE.org", "example.org.", "example.org:81", "example.org.:81",
        "example.org:", "a.example.net", "A-1.Example.NET:8", "xn--mnchen-3ya.de", "[2001:DB8:0:0::1]:80", "10.0.0.1"})
    void answersForItsHosts(String name) throws Exception {
        try (WebBench web = open(host("hosts=['Example.org', '*.example.net', 'xn--mnchen-3ya.de', '[2001:db8::1]', "
                + "'10.0.0.1']"))) {
            assertThat(body(web.ask("GET /a.txt", "Host: " + name))).isEqualTo("site\n");
            assertThat(body(web.ask("GET http://" + name + "/a.txt", "Host: other"))).isEqualTo("site\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.org", "www.example.org", "example.org..", "example.or", "xexample.org",
        "example.net",
        "a.b.example.net", ".example.net", "%65xample.org", "[::1]", "10.0.0.1.example.org"})
    void leavesOtherHostsToOthers(String name) throws Exception {
        try (WebBench web = open(host("hosts=['example.org', '*.example.net', '10.0.0.1']"))) {
            assertThat(body(web.ask("GET /a.txt", "Host: " + name))).isEqualTo("root\n");
        }
    }

    @Test
    void aRequestWithoutAHostIsForOthers() throws Exception {
        try (WebBench web = open(host("hosts=['example.org']"))) {
            assertThat(body(web.connect().send("GET /a.txt HTTP/1.0\r\n\r\n").expectEnd().got())).isEqualTo("root\n");
            assertThat(body(web.connect().send("GET /a.txt HTTP/1.0\r\nHost: example.org\r\n\r\n").expectEnd().got()))
                    .isEqualTo("site\n");
        }
    }

    @Test
    void answersForItsListeners() throws Exception {
        try (WebBench web = open()) {
            Acceptor second = web.listen();
            int port = ((InetSocketAddress) second.address()).getPort();
            assertThat(askAt(web, second)).isEqualTo("root\n");
            for (String place : List.of("127.0.0.1:" + port, ":" + port)) {
                web.change("extensions=[" + host("listeners=['127.0.0.1:1', '" + place + "']") + "]");
                assertThat(askAt(web, second)).isEqualTo("site\n");
                assertThat(askAt(web, web.acceptor())).isEqualTo("root\n");
            }
            web.change("extensions=[" + host("listeners=['[::1]:" + port + "', '127.0.0.2:" + port + "']") + "]");
            assertThat(askAt(web, second)).isEqualTo("root\n");
            web.change("extensions=[" + host("listeners=[':" + port + "'], hosts=['example.org']") + "]");
            assertThat(askAt(web, second)).isEqualTo("root\n");
            web.change("extensions=[" + host("listeners=[':" + port + "'], hosts=['x']") + "]");
            assertThat(askAt(web, second)).isEqualTo("site\n");
            assertThat(askAt(web, web.acceptor())).isEqualTo("root\n");
        }
    }

    @Test
    void answersForAUnixDomainSocket() throws Exception {
        Path path = folder.resolve("s");
        try (WebBench web = open(host("listeners=['unix:" + path + "']"))) {
            SocketAddress address = UnixDomainSocketAddress.of(path);
            assertThat(askAt(web, web.listen(address))).isEqualTo("site\n");
            assertThat(askAt(web, web.acceptor())).isEqualTo("root\n");
        }
    }

    @Test
    void showsItsFilesAsItsSettingsSay() throws Exception {
        try (WebBench web = open(host("hosts=['x']"))) {
            assertThat(web.ask("GET /.hidden", "Host: x")).startsWith("HTTP/1.1 404 ");
            assertThat(web.ask("GET /sub/", "Host: x")).startsWith("HTTP/1.1 200 ").contains("start.txt");
            assertThat(web.ask("GET /../root/a.txt", "Host: x")).startsWith("HTTP/1.1 404 ");
            assertThat(web.ask("GET /sub", "Host: x")).contains("\r\nLocation: /sub/\r\n");
            web.change("extensions=[" + host("hosts=['x'], hidden=true, listing=false, index=['start.txt']") + "]");
            assertThat(body(web.ask("GET /.hidden", "Host: x"))).isEqualTo("hidden\n");
            assertThat(body(web.ask("GET /sub/", "Host: x"))).isEqualTo("start\n");
            assertThat(web.ask("GET /", "Host: x")).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void asksItsOwnExtensionsFirstAndAnswersAllOfItsRequests() throws Exception {
        String inner = "extensions=[{type='health', enabled=false}, {type='health', name='second', path='/a.txt'}]";
        try (WebBench web = open("{type='health'}", host("hosts=['x'], " + inner),
                "{type='virtual-host', name='bare', hosts=['y'], " + inner + "}")) {
            assertThat(body(web.ask("GET /a.txt", "Host: x"))).isEqualTo("ok\n");
            assertThat(body(web.ask("GET /sub/start.txt", "Host: x"))).isEqualTo("start\n");
            assertThat(body(web.ask("GET /a.txt", "Host: y"))).isEqualTo("ok\n");
            assertThat(web.ask("GET /sub/start.txt", "Host: y")).startsWith("HTTP/1.1 404 ");
            assertThat(body(web.ask("GET /health", "Host: x"))).isEqualTo("ok\n"); // of the outer one, asked before
            Installed outer = web.extensions().get("virtual-host");
            assertThat(((VirtualHostExtension) outer.extension()).extensions().list()).extracting(Installed::name)
                    .containsExactly("health", "second", "files");
            assertThat(outer.requests()).isEqualTo(2);
        }
    }

    @Test
    void theFirstForAHostAnswers() throws Exception {
        try (WebBench web = open(host("hosts=['*.x']"),
                "{type='virtual-host', name='b', hosts=['a.x'], extensions=[{type='health', path='/a.txt'}]}")) {
            assertThat(body(web.ask("GET /a.txt", "Host: a.x"))).isEqualTo("site\n");
        }
    }

    /// Counts its comings and goings; fails on all requests.
    private static final class Broken implements Extension {
        int installed;

        @Override
        public boolean match(HttpRequest request) {
            return true;
        }

        @Override
        public void handle(HttpRequest request) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void installed(HttpServer server) {
            installed++;
        }

        @Override
        public void removed(HttpServer server) {
            installed--;
        }
    }

    @Test
    void faultsAreThoseOfTheInnerOneAndAllLeaveTogether() throws Exception {
        try (WebBench web = open(host("hosts=['x']"))) {
            VirtualHostExtension host = (VirtualHostExtension) web.extensions().get("virtual-host").extension();
            Broken broken = new Broken();
            host.extensions().install(Place.FRONT, "broken", broken);
            assertThat(web.ask("GET /a.txt", "Host: x")).startsWith("HTTP/1.1 500 ");
            assertThat(host.extensions().get("broken").faults()).isEqualTo(1);
            assertThat(web.extensions().get("virtual-host").faults()).isZero();
            assertThat(broken.installed).isEqualTo(1);
            web.change();
            assertThat(broken.installed).isZero();
            assertThat(body(web.ask("GET /a.txt", "Host: x"))).isEqualTo("root\n");
        }
    }

    @Test
    void goesOnWhileItsBlockIsTheSame() throws Exception {
        String block = "extensions=[" + host("hosts=['x'], extensions=[{type='health'}]") + "]";
        try (WebBench web = new WebBench(root, block)) {
            Extension before = web.extensions().get("virtual-host").extension();
            web.change(block);
            assertThat(web.extensions().get("virtual-host").extension()).isSameAs(before);
            web.change("extensions=[" + host("hosts=['x'], extensions=[{type='health', path='/h'}]") + "]");
            assertThat(web.extensions().get("virtual-host").extension()).isNotSameAs(before);
            assertThat(body(web.ask("GET /h", "Host: x"))).isEqualTo("ok\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "root='/'|extensions[0]: expected hosts or listeners, found neither", //
        "hosts='x'|extensions[0].hosts: expected a list between [ and ], found \"x\"", //
        "hosts=['m\u00fcnchen.de']|expected a host in ASCII such as \"example.org\", \"*.example.org\", \"xn--mnchen-3ya.de\" or "
                + "\"[2001:db8::1]\", found \"m\u00fcnchen.de\"",
        "hosts=['']|found \"\"", //
        "hosts=['*']|found \"*\"", //
        "hosts=['a.*.org']|found \"a.*.org\"", //
        "hosts=['example.org:80']|found \"example.org:80\"", //
        "hosts=['a..b']|found \"a..b\"", //
        "hosts=['http://a']|found \"http://a\"", //
        "hosts=['[1::2::3]']|found \"[1::2::3]\"", //
        "hosts=['[']|found \"[\"", //
        "listeners=['localhost:80']|expected an address in numbers with its port such as \"127.0.0.1:8081\", \"[::1]:8081\", "
                + "\":8081\" or \"unix:/path\", found \"localhost:80\"",
        "listeners=['80']|found \"80\"", //
        "listeners=['::1:80']|found \"::1:80\"", //
        "listeners=[':0']|found \":0\"", //
        "listeners=[':65536']|found \":65536\"", //
        "listeners=['300.0.0.1:80']|found \"300.0.0.1:80\"", //
        "listeners=['unix:']|found \"unix:\"", //
        "hosts=['x'], root='/does/not/exist'|extensions[0].root: expected a folder, found nothing at \"/does/not/exist\"", //
        "hosts=['x'], extensions=[{type='helth'}]|extensions[0].extensions[0].type: expected \"health\", found \"helth\"", //
        "hosts=['x'], extensions=[{type='health'}, {type='health'}]|extensions[0].extensions[1].name: another extension is "
                + "called \"health\" already; give this one a name of its own",
        "hosts=['x'], extensions=[{type='health', name='files'}]|extensions[0].extensions[0].name: another extension is "
                + "called \"files\" already",
        "hosts=['x'], extensions=[{type='virtual-host', hosts=['x'], root='/does/not/exist'}]|"
                + "extensions[0].extensions[0].root: expected a folder, found nothing at \"/does/not/exist\"",
        "hosts=['x'], extensions=[{type='virtual-host', hosts=['y'], extensions=[{type='health', name='a b'}]}]|"
                + "extensions[0].extensions[0].extensions[0].name: expected letters, digits, hyphens and underscores",
    })
    void whatCannotBeIsSaidAtOnce(String settings, String message) throws Exception {
        assertThat(WebBench.refusal(root, "extensions=[{type='virtual-host', " + settings + "}]")).contains(message);
    }
}
