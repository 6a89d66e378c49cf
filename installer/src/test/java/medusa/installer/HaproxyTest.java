package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.installer.Distribution.Server;

/// HAProxy in front of packaged servers.
@EnabledOnOs(OS.LINUX) // elsewhere 127.0.0.2 is no address of the machine's own
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HaproxyTest {
    private static final String CLIENT = "127.0.0.2";
    private static final int CLIENTS = 8;

    @TempDir
    private Path folder;
    private Path root;
    private Tool haproxy;
    private int port;

    @BeforeEach
    void makeRoot() throws IOException {
        haproxy = Tool.require("haproxy");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(root.resolve("hello.txt"), "hello\n");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    private Server serve(String... options) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("--root", root.toString(), "--ftp", "off", "--monitor", "off", "--set",
                        "extensions=[{ type = \"health\" }]", "--set", "http.proxies=[\"127.0.0.1\"]", "--set",
                        "https.proxies=[\"127.0.0.1\"]", "--set", "drain-notice=3s"));
        all.addAll(List.of(options));
        return new Server(folder, all.toArray(String[]::new));
    }

    private Process balance(String... servers) throws IOException {
        Path config = Files.writeString(folder.resolve("haproxy.cfg"), """
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                  timeout check 5s
                  retries 0
                  default-server check inter 200ms fall 1 rise 1
                frontend web
                  bind 127.0.0.1:%d
                  default_backend medusa
                backend medusa
                  option httpchk
                  http-check send meth GET uri /health ver HTTP/1.1 hdr Host localhost
                  http-check expect status 200
                  %s
                """.formatted(port, String.join("\n  ", servers)));
        Process process = haproxy.start(folder, "-f", config.toString());
        process.getOutputStream().close();
        for (;;) {
            try {
                new Socket("127.0.0.1", port).close();
                return process;
            } catch (ConnectException e) {
                assertThat(process.isAlive()).as("haproxy").isTrue();
                Thread.onSpinWait();
            }
        }
    }

    private String curl(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-sS", "--interface", CLIENT, "-w", " %{http_code}"));
        all.addAll(List.of(arguments));
        return Tool.require("curl").run(folder, all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"send-proxy, http, ''", "send-proxy-v2, http, ''", "send-proxy-v2 proxy-v2-options crc32c, http, ''",
        "send-proxy-v2, https, ssl verify none check-ssl", "send-proxy, https, ssl verify none check-ssl"})
    void passesTheClientOn(String protocol, String listener, String options) throws Exception {
        try (Server server = serve("--http", "127.0.0.1:0", "--https", "127.0.0.1:0")) {
            Process balancer = balance(
                    "server one 127.0.0.1:%d %s %s".formatted(server.port(listener), protocol, options));
            try {
                assertThat(curl("http://127.0.0.1:" + port + "/hello.txt")).isEqualTo("hello\n 200");
                while (!server.log().contains(CLIENT)) {
                    Thread.onSpinWait(); // curl has its answer before the line is written
                }
                assertThat(server.log()).contains(CLIENT + " - - [").contains("\"GET /hello.txt HTTP/1.1\" 200 6");
            } finally {
                balancer.destroy();
            }
        }
    }

    /// Who is not HAProxy, though he comes from its address, is not served: no one can say that he is somebody else.
    @Test
    void nobodyComesFromItsAddressWithoutItsHeader() throws Exception {
        try (Server server = serve("--http", "127.0.0.1:0")) {
            Tool.Ended plain = Tool.require("curl").attempt(folder, "-sS",
                    "http://127.0.0.1:" + server.port("http") + "/hello.txt");
            assertThat(plain.status()).isNotZero();
            assertThat(plain.output()).doesNotContain("hello\n");
            assertThat(curl("http://127.0.0.1:" + server.port("http") + "/hello.txt")).isEqualTo("hello\n 200");
            assertThat(curl("--haproxy-protocol", "http://127.0.0.1:" + server.port("http") + "/hello.txt"))
                    .endsWith(" 400");
        }
    }

    @Test
    void noRequestFailsWhileAServerLeaves() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hello.txt")).build();
        AtomicBoolean over = new AtomicBoolean();
        try (Server stays = serve("--http", "127.0.0.1:0");
                Server leaves = serve("--http", "127.0.0.1:0");
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            Process balancer = balance("server stays 127.0.0.1:%d send-proxy-v2".formatted(stays.port("http")),
                    "server leaves 127.0.0.1:%d send-proxy".formatted(leaves.port("http")));
            try {
                List<Future<Integer>> counts = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    counts.add(threads.submit(() -> {
                        int served = 0;
                        while (!over.get()) {
                            var reply = client.send(request, BodyHandlers.ofString());
                            assertThat(List.of(reply.statusCode(), reply.body())).containsExactly(200, "hello\n");
                            served++;
                        }
                        return served;
                    }));
                }
                for (Server server : List.of(stays, leaves)) {
                    while (!server.log().contains("\"GET /hello.txt HTTP/1.1\" 200")) {
                        Thread.onSpinWait();
                    }
                }
                leaves.signal("TERM");
                assertThat(leaves.awaitEnd()).isZero();
                over.set(true);
                int served = 0;
                for (Future<Integer> count : counts) {
                    served += count.get();
                }
                assertThat(served).isPositive();
                assertThat(leaves.log()).contains("\"GET /health HTTP/1.1\" 503");
            } finally {
                over.set(true);
                balancer.destroy();
            }
        }
    }
}
