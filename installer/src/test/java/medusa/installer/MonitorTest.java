package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.installer.Distribution.Result;
import medusa.installer.Distribution.Server;

/// The monitor of the packaged server, over each of its listeners.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MonitorTest {
    private static final String PASSWORD = "fnord";
    private static final int LARGE = 64 << 20;

    @TempDir
    private Path folder;
    private Path socket;

    @BeforeEach
    void open() throws IOException {
        folder = folder.toRealPath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("hello.txt"), "hello\n");
        socket = folder.resolve("m.sock");
    }

    private Server serve(String... options) throws IOException {
        return new Server(folder, Stream.concat(
                Stream.of("--ftp", "off", "--http", "127.0.0.1:0", "--monitor", "unix:" + socket),
                Stream.of(options)).toArray(String[]::new));
    }

    private MonitorWire connect() throws IOException {
        return new MonitorWire(UnixDomainSocketAddress.of(socket));
    }

    private String curl(Server server, String path, String... options) throws Exception {
        return Tool.require("curl").run(folder, Stream.concat(Stream.of("-s", "--max-time", "60",
                "http://127.0.0.1:" + server.port("http") + path), Stream.of(options)).toArray(String[]::new));
    }

    @Test
    void anExtensionThatIsTypedInServesTheNextRequest() throws Exception {
        try (Server server = serve(); MonitorWire monitor = connect()) {
            assertThat(monitor.hello).contains("\"role\":\"eval\"");
            assertThat(Files.getPosixFilePermissions(socket)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            monitor.eval("""
                    record Typed() implements Extension {
                        public boolean match(HttpRequest request) {
                            return request.path().equals("/typed");
                        }

                        public void handle(HttpRequest request) {
                            request.reply(200).send("typed in\\n");
                        }
                    }
                    extensions.install(Place.FRONT, "typed", new Typed());
                    """);
            assertThat(curl(server, "/typed")).isEqualTo("typed in\n");
            assertThat(monitor.ask("extensions.list", "{}")).contains("{\"name\":\"typed\",\"origin\":\"hand\"");
            monitor.ask("extensions.remove", "{\"name\":\"typed\"}");
            assertThat(curl(server, "/typed", "-o", "/dev/null", "-w", "%{http_code}")).isEqualTo("404");
            server.signal("TERM");
            assertThat(server.awaitEnd()).isZero();
        }
    }

    @Test
    void aJarIsReplacedWhileADownloadOfItsOwnRunsAndTheDownloadCompletes() throws Exception {
        String source = GreetingJar.source();
        try (RandomAccessFile large = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            large.setLength(LARGE);
        }
        Path jar = folder.resolve("greeting.jar");
        GreetingJar.build(folder, source, "0.1", jar);
        try (Server server = serve(); MonitorWire monitor = connect()) {
            String upload = "{\"name\":\"greeting.jar\",\"data\":\"%s\"}";
            assertThat(monitor.ask("extensions.upload", upload.formatted(base64(jar))))
                    .contains("\"name\":\"greeting\"");
            monitor.ask("extensions.install", "{\"type\":\"greeting\",\"settings\":{\"words\":\"One\"}}");
            assertThat(curl(server, "/greeting")).isEqualTo("One\n");
            try (Socket slow = new Socket("127.0.0.1", server.port("http"))) {
                slow.getOutputStream().write("GET /large HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                InputStream in = slow.getInputStream();
                assertThat(in.readNBytes(1000)).hasSize(1000); // it runs
                GreetingJar.build(folder, source.replace("settings.words() +", "settings.words() + \", two\" +"), "0.1",
                        jar);
                monitor.ask("extensions.upload", upload.formatted(base64(jar)));
                assertThat(monitor.ask("extensions.reload", "{\"name\":\"greeting\"}")).contains("\"result\":{}");
                assertThat(curl(server, "/greeting")).isEqualTo("One, two\n");
                assertThat(1000 + in.readAllBytes().length).isGreaterThan(LARGE);
            }
        }
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    @Test
    void anEndlessSnippetIsInterruptedAndNoRequestFailsMeanwhile() throws Exception {
        try (Server server = serve("--set", "monitor.eval-limit=0s"); MonitorWire monitor = connect()) {
            monitor.eval("1");
            List<String> answers = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(5);
            CountDownLatch after = new CountDownLatch(30);
            Thread loop = Thread.ofPlatform().start(() -> {
                try {
                    while (after.getCount() > 0) {
                        answers.add(curl(server, "/hello.txt", "-w", "%{http_code}"));
                        begun.countDown();
                        after.countDown();
                    }
                } catch (Exception | AssertionError e) {
                    answers.add(e.toString());
                    begun.countDown();
                    while (after.getCount() > 0) {
                        after.countDown();
                    }
                }
            });
            begun.await();
            int endless = monitor.call("eval", "{\"code\":\"while (true) { }\"}");
            int interrupt = monitor.call("interrupt", "{}");
            String both = monitor.next() + monitor.next();
            assertThat(both).contains("\"id\":" + endless + ",\"result\":{\"status\":\"interrupted\"",
                    "\"id\":" + interrupt + ",\"result\":{\"interrupted\":true}");
            loop.join();
            assertThat(answers).hasSize(30).containsOnly("hello\n200");
        }
    }

    @Test
    void aSnippetThatCatchesEverythingEndsTheServerIfThatIsWanted() throws Exception {
        try (Server server = serve("--set", "monitor.eval-limit=500ms", "--set", "monitor.exit-when-stuck=true");
                MonitorWire monitor = connect()) {
            // What is woven into a snippet's own loops would end it all the same; nothing reaches into the library's.
            monitor.call("eval", "{\"code\":" + MonitorWire.quoted(
                    "while (true) try { new java.util.Random().ints().sum(); } catch (Throwable t) { }") + "}");
            assertThat(server.awaitEnd()).isEqualTo(70);
            assertThat(server.log()).contains("ERROR", "snippet");
        }
    }

    @Test
    void theOriginalsClientComesInOnceItKnowsThePassword() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (Server server = serve("--classic-monitor", "127.0.0.1:0", "--password-file", file.toString())) {
            assertThat(classic(server, "wrong")).isEmpty();
            String said = classic(server, PASSWORD);
            assertThat(said).startsWith("Medusa ").contains("\r\n>>> 2\r\n>>> ").endsWith("BCNU\r\n");
            assertThat(server.log()).contains("try passwords against that", "a log-in of \"classic\" from 127.0.0.1",
                    "classic has logged in");
        }
    }

    @Test
    void scriptsRunSnippetsByTheTerminalClient() throws Exception {
        try (Server _ = serve()) {
            String where = "unix:" + socket;
            assertThat(Distribution.run(folder, "monitor", where, "-e", "int n = 20", "-e", "n + 1"))
                    .isEqualTo(new Result(0, "20\n21\n", ""));
            Result failed = Distribution.run(folder, "monitor", where, "-e", "int n = ;");
            assertThat(failed.status()).isEqualTo(1);
            assertThat(failed.err()).contains("illegal start of expression");
            assertThat(Distribution.run(folder, "monitor", where, "-e", "/connections").out()).contains("monitor");
        }
        Result gone = Distribution.run(folder, "monitor", "unix:" + socket, "-e", "1");
        assertThat(gone.status()).isEqualTo(3);
        assertThat(gone.err()).hasLineCount(1);
    }

    @Test
    void usersLogInAtAnAddressWithTheirPasswords() throws Exception {
        Path users = folder.resolve("users");
        passwd(users, "anna", "--role", "eval");
        passwd(users, "bert");
        assertThat(Files.getPosixFilePermissions(users)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Server server = new Server(folder, "--ftp", "off", "--http", "127.0.0.1:0", "--monitor", "127.0.0.1:0",
                "--set", "monitor.users=" + users)) {
            assertThat(loggedIn(server, "anna", PASSWORD)).isEqualTo("0 2\n");
            assertThat(loggedIn(server, "anna", "wrong")).startsWith("3 ");
            assertThat(loggedIn(server, "nobody", PASSWORD)).startsWith("3 ");
            assertThat(loggedIn(server, "bert", PASSWORD)).startsWith("1 ").contains("needs the role eval");
            assertThat(server.log()).contains("anna has logged in as eval", "a log-in of \"anna\"",
                    "wrong name or password").doesNotContain(PASSWORD);
        }
    }

    private void passwd(Path users, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(Distribution.command("passwd", "--monitor", users.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.outputWriter()) {
            in.write(PASSWORD + "\n");
        }
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    /// @return status and output
    private String loggedIn(Server server, String user, String password) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Distribution.command("monitor",
                "127.0.0.1:" + server.port("monitor"), "--user", user, "-e", "1+1")).redirectErrorStream(true);
        builder.environment().put("MEDUSA_MONITOR_PASSWORD", password);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        return process.waitFor() + " " + said;
    }

    /// As the original's client does it.
    private static String classic(Server server, String password) throws Exception {
        try (Socket connection = new Socket()) {
            connection.connect(new InetSocketAddress("127.0.0.1", server.port("classic-monitor")));
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            String stamp = in.readLine();
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest((stamp + password).getBytes(StandardCharsets.ISO_8859_1));
            String script = HexFormat.of().formatHex(digest) + "\r\n1+1\r\nexit\r\n";
            connection.getOutputStream().write(script.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder said = new StringBuilder();
            try {
                for (int c = in.read(); c >= 0; c = in.read()) {
                    said.append((char) c);
                }
            } catch (SocketException e) {
                // closed with what was sent unread
            }
            return said.toString();
        }
    }
}
