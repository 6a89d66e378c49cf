package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.installer.Distribution.Result;
import medusa.installer.Distribution.Server;

/// `medusa serve` as its users know it: lines, signals, exit codes. Unix only, since it sends signals.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeTest {
    private static final String[] QUIET = {"--ftp", "off", "--monitor", "off"};

    @TempDir
    private Path folder;

    /// Whoever the server becomes must be able to enter it.
    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("hello.txt"), "hello\n");
    }

    private Server serve(String... options) throws IOException {
        return new Server(folder, Stream.of(QUIET, options).flatMap(Stream::of).toArray(String[]::new));
    }

    private static String get(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
                    BodyHandlers.ofString()).body();
        }
    }

    @Test
    void aBrowserGetsAPageAndSigtermEndsTheServerInOrder() throws Exception {
        try (Server server = serve("--http", "127.0.0.1:0")) {
            int port = server.port("http");
            assertThat(server.ready).containsExactly("medusa: http listening on 127.0.0.1:" + port, "medusa: ready");
            assertThat(get(port)).contains("hello.txt");
            server.signal("TERM");
            assertThat(server.awaitEnd()).isZero();
            assertThat(server.log()).contains("descriptors").doesNotContain("Exception");
        }
    }

    @Test
    void badRequestsGetAnAnswerAndNoMore() throws Exception {
        try (Server server = serve("--http", "127.0.0.1:0")) {
            for (String request : List.of("nonsense\r\n\r\n", "GET / HTTP/2.0\r\n\r\n",
                    "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n",
                    "DELETE / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(200) + "\r\n")) {
                try (Socket socket = new Socket("127.0.0.1", server.port("http"))) {
                    socket.getOutputStream().write(request.getBytes());
                    String answer = new String(socket.getInputStream().readAllBytes());
                    assertThat(answer).matches("(?s)HTTP/1.1 (400|405|414|431|505) .*");
                }
            }
            assertThat(get(server.port("http"))).contains("hello.txt");
        }
    }

    /// The answer under way is finished, and nobody new is let in.
    @Test
    void aDrainWaitsForWhoIsStillSending() throws Exception {
        try (Server server = serve("--http", "127.0.0.1:0", "--set", "drain-timeout=1s")) {
            try (Socket socket = new Socket("127.0.0.1", server.port("http"))) {
                OutputStream out = socket.getOutputStream();
                out.write("GET / HTT".getBytes());
                server.signal("TERM");
                assertThat(server.awaitEnd()).isZero();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(refused(server.port("http"))).isTrue();
        }
    }

    /// Ctrl+C reaches a window and the server that it has started; when the window ends for it, that is no second signal.
    @Test
    void aSignalAndTheEndOfItsInputEndItOnce() throws Exception {
        byte[] big = new byte[32 << 20];
        Files.write(folder.resolve("big"), big);
        try (Server server = serve("--http", "127.0.0.1:0", "--end-with-input");
                Socket socket = new Socket("127.0.0.1", server.port("http"))) {
            socket.getOutputStream().write("GET /big HTTP/1.0\r\n\r\n".getBytes());
            int first = socket.getInputStream().read();
            server.signal("INT");
            server.process.getOutputStream().close();
            while (!refused(server.port("http"))) {
                Thread.onSpinWait();
            }
            byte[] rest = socket.getInputStream().readAllBytes();
            assertThat(first).isEqualTo('H');
            assertThat(rest).hasSizeGreaterThan(big.length);
            assertThat(server.awaitEnd()).isZero();
        }
        try (Server server = serve("--http", "127.0.0.1:0", "--end-with-input")) {
            server.process.getOutputStream().close();
            assertThat(server.awaitEnd()).isZero();
        }
    }

    private static boolean refused(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.getInetAddress() == null;
        } catch (ConnectException e) {
            return true;
        }
    }

    @Test
    void sighupReloadsAndListensWhereTheFileSaysNow() throws Exception {
        int other = freePort();
        Path config = Files.writeString(folder.resolve("medusa.toml"), "[http]\nlisten = \"127.0.0.1:0\"\n");
        try (Server server = new Server(folder, "--config", config.toString(), "--ftp", "off", "--monitor", "off")) {
            int port = server.port("http");
            Files.writeString(config, "[http]\nlisten = [\"127.0.0.1:0\", \"127.0.0.1:" + other + "\"]\n");
            server.signal("HUP");
            awaitLog(server, "configuration reloaded");
            assertThat(get(port)).contains("hello.txt");
            assertThat(get(other)).contains("hello.txt");
            Files.writeString(config, "[http]\nlisten = \"nowhere\"\n");
            server.signal("HUP");
            awaitLog(server, "the server goes on with the old one");
            assertThat(server.log()).contains("medusa.toml:2: http.listen: expected");
            assertThat(get(port)).contains("hello.txt");
        }
    }

    /// The log is the only sign of a reload that a user has.
    private static void awaitLog(Server server, String text) throws IOException {
        while (!server.log().contains(text)) {
            assertThat(server.process.isAlive()).as(server.log()).isTrue();
            Thread.onSpinWait();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "serve --htp x|2|medusa: unknown option --htp (did you mean --http?); try: medusa serve --help",
        "serve --root /no/such/folder|2|medusa: --root: expected a folder, found nothing at \"/no/such/folder\"",
        "serve --config broken.toml|2|medusa: broken.toml:2: limits.idle: expected a duration such as \"30s\", found \"soon\"",
        "serve --ftps 127.0.0.1:0|2|medusa: --ftps: the FTPS server is not in this build",
        "serve --ftp off --http no.such.host.invalid:80|1|medusa: http: cannot listen on no.such.host.invalid:80: this machine knows no such host",
        "check broken.toml|2|medusa: broken.toml:2: limits.idle: expected a duration such as \"30s\", found \"soon\""})
    void whatIsWrongIsSaidInOneLine(String arguments, int status, String line) throws Exception {
        Files.writeString(folder.resolve("broken.toml"), "[limits]\nidle = \"soon\"\n");
        Result result = Distribution.run(folder, arguments.split(" "));
        assertThat(result.err().lines().filter(text -> text.startsWith("medusa: "))).containsExactly(line);
        assertThat(result.err()).doesNotContain("\tat ");
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result result = Distribution.run(folder, "serve", "--ftp", "off", "--http",
                    "127.0.0.1:" + taken.getLocalPort());
            assertThat(result.err().lines().filter(text -> text.startsWith("medusa: ")))
                    .containsExactly("medusa: http: cannot"
                            + " listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": the address is in use by another program");
            assertThat(result.status()).isEqualTo(1);
        }
    }

    @Test
    void theExampleConfigurationIsRight() throws Exception {
        Path example = Path.of(System.getProperty("medusa.launcher")).resolveSibling("../conf/medusa.toml").normalize();
        Result result = Distribution.run(folder, "check", example.toString());
        assertThat(result).isEqualTo(new Result(0, example + ": ok\n", ""));
        assertThat(Distribution.run(folder, "--version").out()).startsWith("medusa 0.");
    }

    @Test
    void startedAsRootItIsNobodyOnAllThreads() throws Exception {
        RootRule.requireRoot("to have something to give up");
        try (Server server = serve("--http", "127.0.0.1:0")) {
            assertThat(get(server.port("http"))).contains("hello.txt");
            String nobody = id("-u");
            var seen = new TreeSet<String>();
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + server.process.pid() + "/task"))) {
                for (Path thread : threads.toList()) {
                    Files.readAllLines(thread.resolve("status")).stream()
                            .filter(line -> line.matches("(Uid|Gid|CapEff|CapPrm|CapAmb):.*")).forEach(seen::add);
                }
            }
            assertThat(seen).containsExactlyInAnyOrder("Uid:" + ("\t" + nobody).repeat(4),
                    "Gid:" + ("\t" + id("-g")).repeat(4),
                    "CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "CapAmb:\t0000000000000000");
            assertThat(server.log()).contains("root given up for good; this is user nobody now");
        }
    }

    private static String id(String option) throws IOException {
        return new String(new ProcessBuilder("id", option, "nobody").start().getInputStream().readAllBytes()).strip();
    }

    @Test
    void rootRefusesToServeWhatItCouldNotServeAsNobody() throws Exception {
        RootRule.requireRoot("to have something to give up");
        Path secret = Files.createDirectory(folder.resolve("secret"), PosixFilePermissions
                .asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Result result = Distribution.run(folder, "serve", "--http", "127.0.0.1:0", "--root", secret.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("medusa: started as root, to go on as nobody, but root: user nobody may not read "
                        + secret + " (mode 0700, owner 0:0)\n");
        Result asRoot = Distribution.run(folder, "serve", "--http", "127.0.0.1:0", "--set", "user=root");
        assertThat(asRoot.status()).isEqualTo(1);
        assertThat(asRoot.err()).isEqualTo("medusa: user = \"root\" would stay root; set `user` to somebody else\n");
        Result unknown = Distribution.run(folder, "serve", "--http", "127.0.0.1:0", "--set", "user=nosuchuser");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).isEqualTo(
                "medusa: started as root, but there is no user \"nosuchuser\" to go on as; set `user`\n");
    }

    @Test
    void checkSaysWhatAnotherUserCouldNotRead() throws Exception {
        RootRule.requireRoot("to make a folder that its user alone may enter");
        Path secret = Files.createDirectory(folder.resolve("secret"), PosixFilePermissions
                .asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path config = Files.writeString(folder.resolve("medusa.toml"), "root = \"" + secret + "\"\n");
        Result result = Distribution.run(folder, "check", config.toString(), "--as-user", "nobody");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("medusa: root: user nobody may not read " + secret);
    }
}
