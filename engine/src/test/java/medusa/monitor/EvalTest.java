package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.log.AuditLog;
import medusa.monitor.MonitorBench.Client;

/// Java in the running server, over the native protocol.
public class EvalTest {
    /// Ended by the test whatever becomes of it.
    public static volatile boolean over;

    @TempDir
    private Path folder;
    private MonitorBench monitor;

    @BeforeEach
    void open() throws IOException {
        monitor = new MonitorBench();
        monitor.audit = AuditLog.open(folder.resolve("state/audit.log"), InstantSource.fixed(Instant.EPOCH));
        over = false;
    }

    @AfterEach
    void close() throws IOException {
        over = true;
        monitor.close();
        monitor.audit.close();
    }

    private static String code(String code) {
        return "{\"code\":" + new String(Json.line(code), java.nio.charset.StandardCharsets.UTF_8).strip() + "}";
    }

    @Test
    void anExpressionHasAValueAndAType() throws IOException {
        Map<?, ?> result = monitor.connect().result("eval", code("1+1"));
        assertThat(result.get("status")).isEqualTo("done");
        assertThat(result.get("value")).isEqualTo("2");
        assertThat(result.get("type")).isEqualTo("int");
        assertThat(result.get("output")).isEqualTo("");
    }

    @Test
    void liveObjectsAreThere() throws IOException {
        Client client = monitor.connect();
        assertThat(client.result("eval", code("connections.size()")).get("value")).isEqualTo("1");
        assertThat(client.result("eval", code("Thread.currentThread() == reactor.thread()")).get("value"))
                .isEqualTo("true");
        assertThat(client.result("eval", code("server.facts().version() + http + extensions.list()")).get("status"))
                .isEqualTo("done");
        assertThat(client.result("complete", "{\"code\":\"server.fac\",\"cursor\":10}").toString())
                .isEqualTo("{anchor=7, candidates=[facts()], more=false}");
        assertThat(client.result("examine", code("1; if (true) {")).toString())
                .isEqualTo("{completeness=incomplete, rest=3}");
    }

    @Test
    void anEndlessSnippetIsInterruptedOverTheConnectionThatItBlocks() throws IOException {
        Client client = monitor.connect();
        client.result("eval", code("1"));
        client.send("{\"jsonrpc\":\"2.0\",\"id\":\"loop\",\"method\":\"eval\",\"params\":"
                + code("while (!medusa.monitor.EvalTest.over) { }") + "}");
        client.send("{\"jsonrpc\":\"2.0\",\"id\":\"stop\",\"method\":\"interrupt\"}");
        String answers = client.nextLine() + client.nextLine();
        assertThat(answers).contains("\"id\":\"loop\",\"result\":{\"status\":\"interrupted\"",
                "\"id\":\"stop\",\"result\":{\"interrupted\":true}");
        assertThat(client.result("interrupt", "{}").toString()).isEqualTo("{interrupted=false}");
    }

    @Test
    void theSnippetOfAClientThatVanishesEnds() throws IOException {
        Client client = monitor.connect();
        client.result("eval", code("1"));
        client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eval\",\"params\":{\"on\":\"worker\",\"code\":"
                + "\"while (!medusa.monitor.EvalTest.over) { }\"}}");
        client.peer.hangUp();
        monitor.bench.until("the end of its thread", () -> {
            pass(Duration.ofSeconds(30)); // it might have ended its own side only, and wait for the answer
            return Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("medusa-interpreter"));
        });
        assertThat(monitor.connect().result("eval", code("1+2")).get("value")).isEqualTo("3");
    }

    private void pass(Duration time) {
        try {
            monitor.bench.pass(time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everySnippetIsAudited() throws IOException {
        Client client = monitor.connect();
        client.result("eval", code("1+1\n// \"x\""));
        client.result("connections.close", "{\"ids\":[77]}");
        monitor.audit.close();
        assertThat(Files.readString(folder.resolve("state/audit.log")).replaceAll("1:[0-9]+", "1")).isEqualTo("""
                1970-01-01T00:00:00Z login "anna" "127.0.0.1" "eval"
                1970-01-01T00:00:00Z eval "anna" "127.0.0.1" "1+1\\n// \\"x\\""
                1970-01-01T00:00:00Z change "anna" "127.0.0.1" "connections.close {ids=[77]}"
                """);
    }

    @Test
    void withoutAnAuditLogNothingIsRunOrChanged() throws IOException {
        monitor.audit.close();
        monitor.audit = null;
        assertThat(monitor.connect().error("eval", code("1")))
                .isEqualTo("-32005 refused: the audit log cannot be written,"
                        + " and no code is run without; the server's log says more");
        assertThat(monitor.connect().error("server.stop", "{}"))
                .isEqualTo("-32005 refused: the audit log cannot be written,"
                        + " and nothing is changed without; the server's log says more");
        monitor.bench.turn();
        assertThat(monitor.asked).isEmpty();
        monitor.audit = AuditLog.open(folder.resolve("state/audit.log"), InstantSource.system());
    }
}
