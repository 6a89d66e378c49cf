package medusa.monitor.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.monitor.Credentials;

/// The client as scripts use it.
class TerminalClientTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    @TempDir
    private Path folder;
    private ScriptedMonitor server;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedMonitor(folder.resolve("socket"), TerminalClientTest::answer);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /// A server whose Java is poor: `1+1` is 2, a brace opens what the next one closes, `boom` throws.
    private static String answer(String call) {
        String code = call.substring(call.indexOf(' ') + 1);
        if (call.startsWith("examine")) {
            long open = code.chars().filter(c -> c == '{').count(); // the object that holds the code has a pair too
            long closed = code.chars().filter(c -> c == '}').count();
            String what = open > closed ? "incomplete" : code.contains("//") ? "empty" : "complete";
            return "\"result\":{\"completeness\":\"" + what + "\"}";
        }
        if (call.startsWith("eval")) {
            return "\"result\":" + outcome(code);
        }
        return switch (call) {
            case "listeners.list {}" -> "\"result\":{\"listeners\":[{\"part\":\"http\",\"address\":\"127.0.0.1:80\"}]}";
            case "server.reload {}" -> "\"result\":{\"reloaded\":false,\"problems\":[\"3: wrong\"]}";
            case "connections.close {\"ids\":[7,8]}" -> "\"result\":{\"closed\":1}";
            default -> "\"error\":{\"code\":-32003,\"message\":\"may not\\u001b\"}";
        };
    }

    private static String outcome(String params) {
        if (params.contains("boom")) {
            return "{\"status\":\"failed\",\"output\":\"before\\n\",\"thrown\":{\"type\":\"E\",\"message\":\"boom\","
                    + "\"stack\":[\"(snippet:1)\"]},\"millis\":1}";
        }
        if (params.contains("void")) {
            return "{\"status\":\"done\",\"output\":\"hello\\n\",\"name\":\"f\",\"millis\":1}";
        }
        return "{\"status\":\"done\",\"value\":\"2\",\"type\":\"int\",\"name\":\"$1\",\"output\":\"\",\"millis\":1}";
    }

    private int run(String input, String... snippets) {
        return new TerminalClient(server.address(), Credentials.none(), List.of(snippets), false).run(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), new PrintStream(out, true),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void runsSnippetsInTurn() {
        assertThat(run("", "1+1", "void f()", "2")).isZero();
        assertThat(out).asString().isEqualTo("2\nhello\n2\n");
        assertThat(errors()).isEmpty();
    }

    @Test
    void theFirstThatFailsEndsIt() {
        assertThat(run("", "1+1", "boom", "2")).isEqualTo(1);
        assertThat(out).asString().isEqualTo("2\nbefore\n");
        assertThat(errors()).isEqualTo("E: boom\n    at (snippet:1)\n");
    }

    @Test
    void readsStandardInput() {
        assertThat(run("1+1\n\n// nothing\nvoid f() {\nx\n}\nboom\n1+1\n")).isEqualTo(1);
        assertThat(out).asString().isEqualTo("2\nhello\nbefore\n");
        assertThat(server.calls).filteredOn(call -> call.startsWith("eval")).containsExactly("eval {\"code\":\"1+1\"}",
                "eval {\"code\":\"void f() {\\nx\\n}\"}", "eval {\"code\":\"boom\"}");
    }

    @Test
    void whatIsNotCompleteAtTheEndIsSentAllTheSame() {
        assertThat(run("{ 1+1")).isZero();
        assertThat(server.calls).last().isEqualTo("eval {\"code\":\"{ 1+1\"}");
    }

    @Test
    void commandsStandBesideSnippets() {
        assertThat(run("/listeners\n/on worker\n1+1\n/close 7 8\n/exit\nboom")).isZero();
        assertThat(out).asString().isEqualTo("""
                PART  ADDRESS
                http  127.0.0.1:80
                snippets run on a worker from now on
                2
                closed: 1 of 2
                """);
        assertThat(server.calls).contains("eval {\"code\":\"1+1\",\"on\":\"worker\"}")
                .noneMatch(call -> call.contains("boom"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', value = {
        "/conections => there is no /conections; did you mean /connections?",
        "/nonsense => there is no /nonsense; /help lists what there is",
        "/close => expected numbers of connections, as /connections lists them",
        "/bans drop x => expected nothing, or lift and an address, found \"drop x\"",
        "/close x => expected numbers of connections, found \"x\"",
        "/log loud => expected one of error, warn, info, debug, trace, found \"loud\"",
        "/on => expected reactor or worker", "/info now => /info takes nothing", "/info => may not\\x1b"})
    void aCommandThatCannotBeIsOneLine(String command, String problem) {
        assertThat(run("", command)).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: " + problem + "\n");
    }

    @Test
    void aConfigurationThatIsWrongIsSaid() {
        assertThat(run("", "/reload")).isEqualTo(1);
        assertThat(errors()).isEqualTo("3: wrong\nmedusa: nothing has changed\n");
    }

    @Test
    void withoutAServerTheStatusIs3() throws IOException {
        var address = server.address();
        server.close();
        assertThat(run("", "1+1")).isEqualTo(3);
        // The system may still have the socket's backlog when it is gone already.
        assertThat(errors()).isIn("medusa: monitor: " + address + ": Connection refused\n",
                "medusa: monitor: " + address + ": Connection reset\n");
        assertThat(out).asString().isEmpty();
    }

    @Test
    void withoutALogInTheStatusIs3() {
        server.hello = "{\"server\":\"medusa\",\"protocol\":1,\"login\":[\"SCRAM-SHA-256\"]}";
        assertThat(run("", "1+1")).isEqualTo(3);
        assertThat(errors()).endsWith(": the server wants a name and a password\n");
    }

    @Test
    void aServerThatGoesInTheMiddleIsStatus3() throws IOException {
        server.close();
        server = new ScriptedMonitor(folder.resolve("another"), _ -> null);
        assertThat(run("", "1+1")).isEqualTo(3);
        assertThat(errors()).endsWith(": the server has ended the connection\n");
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("", "/help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(SlashCommand.words());
    }
}
