package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.server.MonitorCommand.Surroundings;

/// Which server it talks to.
@DisabledOnOs(OS.WINDOWS)
class MonitorCommandTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    @TempDir
    private Path folder;
    private Path sockets;

    @BeforeEach
    void make() throws IOException {
        sockets = folder.resolve("medusa");
        Files.createDirectory(sockets,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private int run(String... arguments) {
        Surroundings surroundings = new Surroundings(
                Map.of("XDG_RUNTIME_DIR", folder.toString(), "HOME", folder.resolve("home").toString()),
                InputStream.nullInputStream(), null);
        return new CommandRunner(new MonitorCommand(surroundings), new Streams(new PrintStream(err, true),
                new PrintStream(err, true, StandardCharsets.UTF_8))).run(List.of(arguments));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private ServerSocketChannel listen(String name) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(sockets.resolve(name)));
    }

    @Test
    void withoutAServerItSaysHowToStartOne() {
        assertThat(run("-e", "1")).isEqualTo(3);
        assertThat(errors())
                .isEqualTo("medusa: monitor: no server of this user is running; start one (medusa serve), or"
                        + " name another's monitor: medusa monitor HOST:PORT\n");
    }

    @Test
    void ofSeveralServersItWantsToKnowWhich() throws IOException {
        try (var _ = listen("monitor.sock"); var _ = listen("monitor-2.sock")) {
            assertThat(run()).isEqualTo(2);
        }
        assertThat(errors()).isEqualTo("medusa: monitor: several servers are running; name one of them: unix:"
                + sockets.resolve("monitor.sock") + ", unix:" + sockets.resolve("monitor-2.sock") + "\n");
    }

    @Test
    void aSocketThatIsNotThereIsStatus3() {
        Path socket = sockets.resolve("none.sock");
        assertThat(run("unix:" + socket, "-e", "1")).isEqualTo(3);
        assertThat(errors()).startsWith("medusa: monitor: unix:" + socket + ": ").hasLineCount(1);
    }
}
