package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.installer.Distribution.Server;

/// `medusa console` as it is installed, in real windows.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleTest {
    private static final Path PICTURES = Path.of("target", "pictures").toAbsolutePath();
    private static final String PASSWORD = "Secret-12";
    private static final int SIGKILL = 9;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // for whom the server becomes
    }

    /// Of a user whose home is the test's folder.
    private ProcessBuilder medusa(String display, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(Distribution.command(arguments)).directory(folder.toFile());
        builder.environment().keySet().removeAll(Set.of("DISPLAY", "WAYLAND_DISPLAY"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().remove("XDG_RUNTIME_DIR");
        if (display != null) {
            builder.environment().put("DISPLAY", display);
        }
        return builder.redirectError(folder.resolve("err").toFile());
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader out = process.inputReader();
        List<String> said = new ArrayList<>();
        while (!said.contains("medusa: ready")) {
            String line = out.readLine();
            assertThat(line).as("after " + said).isNotNull();
            said.add(line);
        }
        assertThat(said).contains("medusa: http listening on 127.0.0.1:8080",
                "medusa: ftp listening on 127.0.0.1:2121");
    }

    /// The ports that a server has without being told.
    private static void requireDefaultPorts() throws IOException {
        for (int port : new int[]{8080, 2121}) {
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                // nobody has it
            } catch (IOException e) {
                assumeTrue("true".equals(System.getenv("CI")), "port " + port + " is taken by somebody else");
                throw e;
            }
        }
    }

    private static void assertNobodyListens(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            throw new AssertionError("somebody listens on " + port);
        } catch (ConnectException e) {
            // as it should be
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutADisplayItSaysSo() throws Exception {
        Process console = medusa(null, "console").start();
        assertThat(console.waitFor()).isEqualTo(1);
        assertThat(errors())
                .isEqualTo("medusa: console: there is no display here (DISPLAY is not set); medusa monitor is the"
                        + " client for terminals\n");
    }

    @Test
    void withoutADisplayAFolderIsServedAllTheSame() throws Exception {
        requireDefaultPorts();
        Process console = medusa(null, "console", "--serve", ".").start();
        awaitReady(console);
        assertThat(errors()).contains("there is no display here (DISPLAY is not set); this is the server alone");
        console.destroy();
        assertThat(console.waitFor()).isZero();
    }

    @Test
    void aFolderIsServedAsLongAsTheWindowIsOpen() throws Exception {
        requireDefaultPorts();
        try (Display display = new Display(folder)) {
            Process console = medusa(display.name(), "console", "--serve", ".").start();
            awaitReady(console);
            try (Socket client = new Socket("127.0.0.1", 8080)) {
                client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200 ");
            }
            List<ProcessHandle> servers = console.descendants().toList();
            assertThat(servers).isNotEmpty();
            console.destroy();
            console.waitFor();
            servers.forEach(server -> server.onExit().join());
            assertNobodyListens(8080);
        }
    }

    /// However the window ends, the server does not stay.
    @Test
    void aServerEndsWithTheWindowThatStartedIt() throws Exception {
        requireDefaultPorts();
        try (Display display = new Display(folder)) {
            Process console = medusa(display.name(), "console", "--serve", ".").start();
            awaitReady(console);
            List<ProcessHandle> servers = console.descendants().toList();
            assertThat(servers).isNotEmpty();
            console.destroyForcibly(); // the launcher has become Java, so this is the window itself
            assertThat(console.waitFor()).isEqualTo(128 + SIGKILL);
            servers.forEach(server -> server.onExit().join());
            assertNobodyListens(8080);
        }
    }

    @Test
    void logsInOverTlsAtAnAddress() throws Exception {
        Path users = folder.resolve("monitor-users");
        Process passwd = medusa(null, "passwd", "--monitor", users.toString(), "anna", "--role", "view").start();
        try (OutputStream input = passwd.getOutputStream()) {
            input.write((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(passwd.waitFor()).as(errors()).isZero();
        Distribution.give(users);
        try (Display display = new Display(folder);
                Server server = new Server(folder, "--http", "off", "--monitor", "0.0.0.0:0", "--set",
                        "monitor.users=" + users)) {
            // Not written as this machine's own, so that it is another machine's to the console: TLS, and who it is.
            String address = "127.1:" + server.port("monitor");
            ProcessBuilder first = medusa(null, "monitor", address, "--user", "anna", "-e", "1");
            first.environment().put("MEDUSA_MONITOR_PASSWORD", PASSWORD);
            first.start().waitFor(); // notes the certificate; anna may not run code, but log in
            assertThat(Files.readString(folder.resolve("config/medusa/known-servers"))).contains(address);
            long before = logins(server);
            ProcessBuilder builder = medusa(display.name(), "console", address, "--user", "anna");
            builder.environment().put("MEDUSA_MONITOR_PASSWORD", PASSWORD);
            Process console = builder.start();
            while (logins(server) == before) { // the test's time limit ends this
                assertThat(console.isAlive()).as(errors()).isTrue();
                TimeUnit.MILLISECONDS.sleep(50);
            }
            console.destroy();
            console.waitFor();
            assertThat(errors()).as("its screens are there, and nothing to be said of them").isEmpty();
        }
    }

    private static long logins(Server server) throws IOException {
        return server.log().lines().filter(line -> line.contains("anna") && line.contains("logged in")).count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void eachScreenIsToBeSeen(String theme) throws Exception {
        for (String program : List.of("Xvfb", "xdotool", "import", "curl")) {
            Tool.require(program);
        }
        Files.createDirectories(PICTURES);
        Path script = Path.of("..", "gui", "docs", "pictures.sh").toAbsolutePath();
        Process process = new ProcessBuilder(script.toString(), PICTURES.toString(), "1280x800", theme)
                .redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
        assertThat(process.waitFor()).as(Files.readString(folder.resolve("said"))).isZero();
        Set<Integer> different = new HashSet<>();
        for (String screen : List.of("dashboard", "connections", "monitor", "log")) {
            byte[] picture = Files.readAllBytes(PICTURES.resolve(screen + "-" + theme + ".png"));
            assertThat(picture.length).as(screen + " has something on it").isGreaterThan(20_000);
            different.add(Arrays.hashCode(picture));
        }
        assertThat(different).hasSize(4);
    }
}
