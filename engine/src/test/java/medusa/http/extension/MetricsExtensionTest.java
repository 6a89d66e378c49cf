package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.http.Place;
import medusa.metrics.Counter;
import medusa.server.WebBench;

/// The figures as Prometheus reads them, line by line; a parser from outside reads them in the installer's tests.
@Timeout(60)
class MetricsExtensionTest {
    private static final String METRICS = "{ type = \"metrics\" }";
    /// As the format's description has it.
    private static final Pattern SAMPLE = Pattern.compile(
            "medusa_[a-z_]+(\\{[a-z]+=\"([^\"\\\\\n]|\\\\[\\\\\"n])*\"(,[a-z]+=\"([^\"\\\\\n]|\\\\[\\\\\"n])*\")*})? -?[0-9.]+(E-?\\d+)?");

    @TempDir
    private Path root;

    private WebBench open(String... blocks) throws Exception {
        return new WebBench(root, "extensions=[" + String.join(", ", blocks) + "]");
    }

    private static String body(String reply) {
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void givesEveryCounterWithItsMeaning() throws Exception {
        try (WebBench web = open(METRICS)) {
            String reply = web.ask("GET /metrics");
            assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n").contains(
                    "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n",
                    "\r\nCache-Control: no-store\r\n");
            for (Counter counter : Counter.values()) {
                String name = "medusa_" + counter.label().replace('-', '_') + "_total";
                assertThat(reply).contains("# HELP " + name + " " + counter.meaning() + "\n# TYPE " + name
                        + " counter\n" + name + " ");
            }
            assertThat(reply).contains("\nmedusa_http_requests_total 1\n", "\nmedusa_draining 0\n",
                    "\nmedusa_info{version=\"1.2.3\"} 1\n",
                    "\nmedusa_extension_requests_total{extension=\"metrics\"} 1\n",
                    "\nmedusa_extension_requests_total{extension=\"files\"} 0\n",
                    "\nmedusa_extension_faults_total{extension=\"metrics\"} 0\n",
                    "\nmedusa_extension_enabled{extension=\"files\"} 1\n");
            assertThat(reply)
                    .containsPattern("\nmedusa_connections\\{protocol=\"http\",listener=\"127.0.0.1:\\d+\"} 1\n");
        }
    }

    @Test
    void hasALineForEachFigureAndNothingElse() throws Exception {
        try (WebBench web = open(METRICS)) {
            String text = body(web.ask("GET /metrics"));
            assertThat(text).endsWith("\n");
            List<String> lines = text.lines().toList();
            assertThat(lines).allMatch(line -> line.startsWith("# HELP medusa_") || line.startsWith("# TYPE medusa_")
                    || SAMPLE.matcher(line).matches());
            assertThat(lines.stream().filter(line -> line.startsWith("# TYPE "))).doesNotHaveDuplicates();
        }
    }

    @Test
    void escapesNames() throws Exception {
        try (WebBench web = open(METRICS)) {
            web.extensions().install(Place.BACK, "a\"b\\c\nd",
                    new HealthExtension(new HealthExtension.Settings("/h"), null));
            assertThat(body(web.ask("GET /metrics")))
                    .contains("\nmedusa_extension_requests_total{extension=\"a\\\"b\\\\c\\nd\"} 0\n");
        }
    }

    @Test
    void saysThatItDrains() throws Exception {
        try (WebBench web = open(METRICS)) {
            web.drain();
            assertThat(web.ask("GET /metrics")).contains("\nmedusa_draining 1\n");
        }
    }

    @Test
    void showsADisabledExtensionAsSuch() throws Exception {
        try (WebBench web = open(METRICS, "{ type = \"health\", enabled = false }")) {
            assertThat(web.ask("GET /metrics")).contains("\nmedusa_extension_enabled{extension=\"health\"} 0\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "OPTIONS"})
    void canOnlyBeRead(String method) throws Exception {
        try (WebBench web = open(METRICS)) {
            assertThat(web.ask(method + " /metrics")).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: GET, HEAD\r\n");
            assertThat(web.ask("HEAD /metrics")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
        }
    }

    @Test
    void isNotThereForOthersAndHasThePathOfItsSetting() throws Exception {
        try (WebBench web = open("{ type = \"metrics\", path = \"/m\", from = [\"::1\", \"127.0.0.0/8\"] }")) {
            assertThat(web.ask("GET /m")).startsWith("HTTP/1.1 200 ");
            assertThat(web.ask("GET /metrics")).startsWith("HTTP/1.1 404 ");
            web.change("extensions=[{ type = \"metrics\", path = \"/m\", from = [\"127.0.0.2\", \"::1\"] }]");
            assertThat(web.ask("GET /m")).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void refusesAPathThatIsNone() {
        assertThatThrownBy(() -> open("{ type = \"metrics\", path = \"\" }"))
                .hasMessageContaining("extensions[0]: expected a path that begins with a slash, found \"\"");
    }
}
