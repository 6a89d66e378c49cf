package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.ScramKeys;
import medusa.log.AuditLog;
import medusa.monitor.terminal.TerminalClient;

/// The terminal client and the server, each on its own thread as in life.
@Timeout(120)
class TerminalClientOnServerTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    @TempDir
    private Path folder;
    private MonitorBench monitor;
    private Thread turning;
    private MonitorAddress address;

    @BeforeEach
    void open() throws Exception {
        Path users = folder.resolve("users");
        new UsersFile(users).put("anna", Optional.of(Role.EVAL),
                ScramKeys.of("secret".toCharArray(), new byte[16], 4096));
        monitor = new MonitorBench();
        monitor.role = null;
        monitor.users = MonitorUsers.open(users);
        monitor.audit = AuditLog.open(folder.resolve("state/audit.log"), InstantSource.fixed(Instant.EPOCH));
        address = monitor.address();
        turning = Thread.ofPlatform().start(() -> {
            try {
                monitor.bench.reactor().run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        monitor.bench.reactor().stop();
        turning.join();
        monitor.close();
        monitor.audit.close();
    }

    private int run(String password, String input, String... snippets) {
        return new TerminalClient(address, Credentials.of("anna", password.toCharArray()), List.of(snippets), false)
                .run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), new PrintStream(out, true),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void logsInAndRunsWhatIsPiped() throws Exception {
        assertThat(run("secret", """
                int twice(int a) {
                    return a * 2;
                }
                twice(21)
                // nothing
                System.out.print("a\\u001b[2J\\nb"); reactor.channels().size()
                /connections anna
                missing + 1
                twice(1)
                """)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("42\na\\x1b[2J\nb\n1\nID  PROTOCOL  PEER ")
                .endsWith("1 connection\n");
        assertThat(errors()).isEqualTo("""
                cannot find symbol
                  symbol:   variable missing
                1 | missing + 1
                  | ^^^^^^^
                """);
        assertThat(Files.readString(folder.resolve("state/audit.log"))).contains("twice(21)")
                .doesNotContain("twice(1)");
    }

    @Test
    void whatIsThrownIsTold() {
        assertThat(run("secret", "", "1", "int x = 1 / 0;")).isEqualTo(1);
        assertThat(out).asString().isEqualTo("1\n");
        assertThat(errors()).isEqualTo("java.lang.ArithmeticException: / by zero\n    at line 1\n");
    }
}
