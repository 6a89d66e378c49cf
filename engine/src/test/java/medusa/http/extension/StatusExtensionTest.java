package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.slf4j.event.Level;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import medusa.http.Extension;
import medusa.http.HttpRequest;
import medusa.http.Place;
import medusa.reactor.Bench;
import medusa.server.WebBench;

/// The status through a real socket, in its three forms, and what it keeps from whom.
@Timeout(60)
class StatusExtensionTest {
    private static final String STATUS = "extensions=[{ type = \"status\" }]";

    @TempDir
    private Path root;
    private WebBench web;

    @BeforeEach
    void open() throws Exception {
        web = new WebBench(root, STATUS);
    }

    @AfterEach
    void close() throws Exception {
        web.close();
    }

    /// What `answer` says is done by whoever asks for a path below `/act`.
    private void act(Extension answer) throws Exception {
        web.extensions().install(Place.FRONT, "act", answer);
    }

    private record Silent() implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            return request.path().startsWith("/act");
        }

        @Override
        public void handle(HttpRequest request) {}
    }

    private record Failing(String message) implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            return request.path().startsWith("/act");
        }

        @Override
        public void handle(HttpRequest request) {
            throw new IllegalStateException(message);
        }
    }

    private String page() throws Exception {
        return utf8(web.ask("GET /status"));
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private JsonNode json() throws Exception {
        String reply = web.ask("GET /status", "Accept: application/json");
        assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nContent-Type: application/json\r\n");
        return new ObjectMapper().readTree(utf8(reply.substring(reply.indexOf("\r\n\r\n") + 4)));
    }

    @Test
    void isAPageThatIsNotKeptAndRunsNothing() throws Exception {
        String page = page();
        assertThat(page).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nContent-Type: text/html; charset=utf-8\r\n",
                "\r\nCache-Control: no-store\r\n", "\r\nVary: Accept\r\n",
                "\r\nContent-Security-Policy: default-src 'none'; style-src 'sha256-");
        assertThat(page).contains("<title>Medusa status</title>", "<dt>Version</dt><dd>1.2.3</dd>",
                "<dd class=\"good\">running</dd>",
                "<dd><time datetime=\"1970-01-01T00:00:00Z\">1970-01-01 00:00:00</time>",
                "<dt>Requests</dt><dd>1</dd>", "<td class=\"counter\">http-requests</td><td class=\"number\">1</td>"
                        + "<td class=\"meaning\">HTTP requests</td>");
        assertThat(page).contains("<td class=\"doing\">GET /status</td>").doesNotContain("<script", "http-equiv");
        assertThat(page).doesNotContain("<dt></dt>");
    }

    @Test
    void tellsProgramsTheSame() throws Exception {
        Bench.Peer quiet = web.connect();
        JsonNode status = json();
        assertThat(status.at("/server/version").asText()).isEqualTo("1.2.3");
        assertThat(status.at("/server/state").asText()).isEqualTo("running");
        assertThat(status.at("/server/uptime").isNumber()).isTrue();
        assertThat(status.at("/server/heap").asLong()).isBetween(1L, status.at("/server/heapLimit").asLong());
        assertThat(status.at("/totals/connections").asLong()).isEqualTo(2);
        assertThat(status.at("/totals/requests").asLong()).isEqualTo(1);
        assertThat(status.at("/listeners/0/connections").asLong()).isEqualTo(2);
        assertThat(status.at("/listeners/0/protocol").asText()).isEqualTo("http");
        assertThat(status.get("channels")).hasSize(2);
        assertThat(status.at("/channels/0/doing").asText()).as("at work first").isEqualTo("GET /status");
        assertThat(status.at("/channels/0/peer").asText()).startsWith("127.0.0.1:");
        assertThat(status.at("/channels/1/doing").asText()).isEmpty();
        assertThat(status.at("/channels/1/state").asText()).isEqualTo("open");
        assertThat(status.at("/extensions/0").toString())
                .startsWith("{\"name\":\"status\",\"enabled\":true,\"requests\":1,\"faults\":0,\"seconds\":0.");
        assertThat(status.at("/reactor/keptLimit").asLong()).isPositive();
        assertThat(status.get("errors")).isEmpty();
        assertThat(status.get("counters")).isNotEmpty();
        quiet.hangUp();
    }

    @Test
    void isTextInATerminal() throws Exception {
        web.log().add(Instant.parse("2026-11-23T18:04:10Z"), Level.INFO, "server: hello");
        String text = web.ask("GET /status", "Accept: text/plain");
        assertThat(text).contains("\r\nContent-Type: text/plain; charset=utf-8\r\n",
                "\r\n\r\nServer\n  State: running\n",
                "\n  Requests: 1\n", "\nLog\n  2026-11-23T18:04:10Z  info  server: hello\n");
    }

    @Test
    void saysThatItDrains() throws Exception {
        web.drain();
        assertThat(page()).contains("<dd class=\"warn\">draining</dd>");
    }

    @Test
    void showsTheLogNewestFirst() throws Exception {
        web.log().add(Instant.parse("2026-11-23T18:04:10Z"), Level.INFO, "server: one");
        web.log().add(Instant.parse("2026-11-23T18:04:11Z"), Level.ERROR, "server: <two>");
        assertThat(page()).containsSubsequence("<h2 id=\"log-title\">Log</h2>",
                "<td class=\"level bad\">error</td><td class=\"text\">server: &lt;two&gt;</td>",
                "<time datetime=\"2026-11-23T18:04:10Z\">2026-11-23 18:04:10</time></td>"
                        + "<td class=\"level\">info</td><td class=\"text\">server: one</td>");
    }

    /// What others ask for, and what failures say, is chosen by them. (No target holds what begins a tag: such a request is
    /// refused.)
    @Test
    void nothingThatOthersChooseBecomesMarkup() throws Exception {
        act(new Silent());
        Bench.Peer other = web.connect()
                .send("GET /act?'onload=alert(1)&lt;" + "x".repeat(500) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        web.bench().until("it to be asked", () -> web.extensions().get("act").requests() == 1);
        assertThat(page()).contains("<td class=\"doing\">GET /act?&#39;onload=alert(1)&amp;lt;xxx", "x…</td>")
                .doesNotContain("x".repeat(120));
        assertThat(json().at("/channels/0/doing").asText()).startsWith("GET /act?'onload=alert(1)&lt;xxx");
        other.hangUp();
    }

    @Test
    void showsFailuresOnce() throws Exception {
        act(new Failing("<b>\nno</b>"));
        web.ask("GET /act");
        web.ask("GET /act");
        String page = page();
        assertThat(page).contains("<td class=\"where\">extension act</td><td class=\"text\">"
                + "java.lang.IllegalStateException: &lt;b&gt;\\nno&lt;/b&gt;</td><td class=\"number\">2</td>");
        assertThat(page).contains("<td class=\"name\">act</td><td class=\"enabled\">yes</td><td class=\"number\">2</td>"
                + "<td class=\"number bad\">2</td>");
    }

    @Test
    void countsTheChannelsThatItDoesNotShow() throws Exception {
        List<Bench.Peer> peers = new ArrayList<>();
        for (int i = 0; i < StatusSections.MOST_CHANNELS + 5; i++) {
            peers.add(web.connect());
        }
        assertThat(page()).contains("<dt>Connections now</dt><dd>206</dd>", "<p>and 6 more</p>");
        assertThat(json().get("channels")).hasSize(StatusSections.MOST_CHANNELS);
        for (Bench.Peer peer : peers) {
            peer.hangUp();
        }
    }

    @ParameterizedTest
    @CsvSource({"?refresh=5, 5", "?a=b&refresh=9999&c, 9999", "?refresh=1, 1"})
    void canAskForItselfAgain(String query, int seconds) throws Exception {
        assertThat(web.ask("GET /status" + query))
                .contains("<meta http-equiv=\"refresh\" content=\"" + seconds + "\">\n<header>")
                .contains("every " + seconds + " s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?refresh=0", "?refresh=-1", "?refresh=10000", "?refresh=5;url=http://a/", "?refresh=",
        "?refresh=5%22%3E", "?xrefresh=5", "?refresh=%35"})
    void doesNotSoForWhatIsNoSeconds(String query) throws Exception {
        assertThat(web.ask("GET /status" + query)).startsWith("HTTP/1.1 200 ").doesNotContain("http-equiv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "get"})
    void canOnlyBeRead(String method) throws Exception {
        assertThat(web.ask(method + " /status")).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: GET, HEAD\r\n");
    }

    @Test
    void sendsHeadAlone() throws Exception {
        assertThat(web.ask("HEAD /status")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n")
                .containsPattern("Content-Length: \\d{4,}\r\n");
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "LocalHost:8080, 200", "127.0.0.1, 200", "127.0.0.1:80, 200", "[::1]:80, 200",
        "evil.example, 404", "127.0.0.1.evil.example:80, 404", "localhost.evil.example, 404", "1.2.3.x, 404"})
    void noOtherNameLeadsABrowserOfTheMachineHere(String host, int status) throws Exception {
        web.change("extensions=[{ type = \"status\" }]");
        assertThat(web.ask("GET /status", "Host: " + host)).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void isNotThereForOthers() throws Exception {
        web.change("extensions=[{ type = \"status\", from = [\"10.0.0.0/8\"] }]");
        assertThat(web.ask("GET /status")).startsWith("HTTP/1.1 404 ");
        assertThat(web.ask("POST /status")).contains("Files here can be read");
        Files.writeString(root.resolve("status"), "a file\n");
        assertThat(web.ask("GET /status")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\na file\n");
        web.change("extensions=[{ type = \"status\", from = [] }]");
        assertThat(web.ask("GET /status")).endsWith("\r\n\r\na file\n");
    }

    @Test
    void isThereForWhoeverMayOpenTheSocket() throws Exception {
        web.change("extensions=[{ type = \"status\", from = [] }]");
        Bench.Peer peer = web.connectLocally(root.resolve("socket"));
        peer.send("GET /status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").expectEnd();
        assertThat(peer.got()).startsWith("HTTP/1.1 200 ").contains("<td class=\"peer\">this machine</td>");
    }

    @Test
    void hasThePathOfItsSetting() throws Exception {
        web.change("extensions=[{ type = \"status\", path = \"/.well-known/state\" }]");
        assertThat(web.ask("GET /.well-known/state")).startsWith("HTTP/1.1 200 ");
        assertThat(web.ask("GET /status")).startsWith("HTTP/1.1 404 ");
        assertThat(web.ask("GET /.well-known/state/")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "path = \"status\"|extensions[0]: expected a path that begins with a slash, found \"status\"",
        "from = [\"localhost\"]|extensions[0].from[0]: expected an address range such as \"10.0.0.0/8\" or "
                + "\"2001:db8::/32\", found \"localhost\"",
        "from = \"::1\"|extensions[0].from: expected a list between [ and ], found \"::1\"",
        "to = []|extensions[0].to: unknown setting"})
    void refusesWhatIsNoSetting(String setting, String problem) {
        assertThatThrownBy(() -> new WebBench(root, "extensions=[{ type = \"status\", " + setting + " }]"))
                .hasMessageContaining(problem);
    }

    /// While workers are busy few requests wait, since each holds a list of all channels; nobody waits for them.
    @Test
    void isBusyWhenManyAskAtOnce() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            web.http().workers().execute(() -> {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        String request = "GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        List<Bench.Peer> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(web.connect().send(request));
            int asked = i + 1;
            web.bench().until("it to be asked", () -> web.extensions().get("status").requests() == asked);
        }
        assertThat(web.ask("GET /status")).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 2\r\n");
        released.countDown();
        for (Bench.Peer peer : waiting) {
            assertThat(peer.expectEnd().got()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(web.ask("GET /status")).startsWith("HTTP/1.1 200 ");
    }
}
