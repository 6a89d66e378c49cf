package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.installer.Distribution.Server;

/// What a browser makes of the packaged server's status, and Prometheus' own Python parser of its metrics.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StatusTest {
    /// Prints one line for each sample: family, type, sample, labels by name, value.
    private static final String PARSE = """
            import sys
            from prometheus_client.parser import text_string_to_metric_families
            for family in text_string_to_metric_families(open(sys.argv[1], encoding="utf-8", newline="").read()):
                assert family.documentation, family
                for sample in family.samples:
                    labels = ",".join(f"{name}={value!r}" for name, value in sorted(sample.labels.items()))
                    print(family.type, sample.name, labels, sample.value, sep="|")
            """;

    @TempDir
    private Path folder;

    /// Started as root, the server goes on as somebody who must be able to enter.
    private Server serve(String... extensions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path root = Files.createDirectories(folder.resolve("root"));
        return new Server(folder, "--root", root.toString(), "--http", "127.0.0.1:0", "--set", "http.access-log=off",
                "--set", "extensions=[" + String.join(", ", extensions) + "]");
    }

    private static String url(Server server, String path) {
        return "http://127.0.0.1:" + server.port("http") + path;
    }

    private static List<String> browser(String... arguments) {
        List<String> command = new ArrayList<>(List.of("--headless", "--no-sandbox", "--disable-gpu",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--enable-logging=stderr"));
        command.addAll(List.of(arguments));
        return command;
    }

    /// A page that a browser has built, with what it said about it: nothing about a policy that is not kept.
    @Test
    void chromiumShowsTheStatus() throws Exception {
        Tool chromium = Tool.require("chromium");
        try (Server server = serve("{ type = \"status\" }", "{ type = \"health\" }")) {
            String document = chromium.run(folder, browser("--user-data-dir=" + folder.resolve("profile"),
                    "--dump-dom", url(server, "/status?<b>&refresh=5")).toArray(String[]::new));
            assertThat(document).doesNotContain(":CONSOLE").contains("<title>Medusa status</title>",
                    "<dd class=\"good\">running</dd>",
                    "<td class=\"address\">127.0.0.1:" + server.port("http") + "</td>",
                    "<td class=\"name\">health</td>", "<td class=\"counter\">http-requests</td>",
                    "<meta http-equiv=\"refresh\" content=\"5\">");
            assertThat(document).as("the request of the browser itself").containsPattern(
                    "<td class=\"state\">open</td><td class=\"doing\">GET /status\\?(&lt;b&gt;|%3Cb%3E)&amp;refresh=5</td>");
            assertThat(document).as("the log").contains("descriptors in use of");
        }
    }

    @Test
    void prometheusReadsTheMetrics() throws Exception {
        Tool python = python();
        Path script = Files.writeString(folder.resolve("parse.py"), PARSE);
        Path metrics = folder.resolve("metrics");
        try (Server server = serve("{ type = \"metrics\" }", "{ type = \"health\" }");
                HttpClient client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(URI.create(url(server, "/health"))).build(),
                    HttpResponse.BodyHandlers.discarding());
            client.send(HttpRequest.newBuilder(URI.create(url(server, "/metrics"))).build(),
                    HttpResponse.BodyHandlers.ofFile(metrics));
        }
        List<String> samples = python.run(folder, script.toString(), metrics.toString()).lines().toList();
        assertThat(samples).contains("counter|medusa_http_requests_total||2.0",
                "counter|medusa_extension_requests_total|extension='health'|1.0",
                "counter|medusa_extension_requests_total|extension='metrics'|1.0", "gauge|medusa_draining||0.0");
        assertThat(samples).hasSizeGreaterThan(40).noneMatch(line -> line.startsWith("unknown|"));
        assertThat(samples).filteredOn(line -> line.startsWith("gauge|medusa_connections|")).hasSize(1)
                .allMatch(line -> line.endsWith("|1.0"));
    }

    /// The system's own, since it has Debian's package of the parser.
    private static Tool python() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        boolean there = Files.isExecutable(python)
                && new ProcessBuilder(python.toString(), "-c", "import prometheus_client.parser").start()
                        .waitFor() == 0;
        if (!there) {
            String reason = "needs python3-prometheus-client";
            if ("true".equals(System.getenv("CI"))) {
                fail(reason);
            }
            abort(reason);
        }
        return new Tool(python.toString());
    }
}
