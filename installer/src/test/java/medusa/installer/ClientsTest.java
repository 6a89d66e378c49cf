package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

/// What curl, wget and GoAccess make of the packaged server, option by option.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClientsTest {
    private static final int SIZE = 3_000_000;
    private static final int PATIENCE = 600;

    @TempDir
    private Path folder;
    private Path root;
    private Path copy;
    private byte[] content;

    @BeforeEach
    void makeFile() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        root = Files.createDirectory(folder.resolve("root"));
        copy = Files.createDirectory(folder.resolve("copy"));
        content = new byte[SIZE];
        new Random(7).nextBytes(content);
        Path file = Files.write(root.resolve("file.bin"), content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-05-06T07:08:09Z")));
        Files.writeString(root.resolve("page.html"), "<p>text</p>\n".repeat(5000));
    }

    private Server serve(String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--root", root.toString(), "--ftp", "off", "--monitor", "off"));
        options.addAll(List.of(more));
        return new Server(folder, options.toArray(String[]::new));
    }

    private Server serveQuietly() throws IOException {
        return serve("--http", "127.0.0.1:0", "--set", "http.access-log=off");
    }

    private static String url(Server server, String name) {
        return "http://127.0.0.1:" + server.port("http") + "/" + name;
    }

    /// Each gets both files whole, one after the other.
    @ParameterizedTest
    @ValueSource(strings = {"--http1.0", "--http1.1", "--compressed", "--no-keepalive", "--tcp-nodelay", "--path-as-is",
        "--http1.1 --no-buffer"})
    void curlGetsWholeFiles(String options) throws Exception {
        Tool curl = Tool.require("curl");
        try (Server server = serveQuietly()) {
            List<String> command = new ArrayList<>(List.of("--silent", "--show-error", "--fail"));
            command.addAll(List.of(options.split(" ")));
            command.addAll(List.of("-o", "#1", url(server, "{file.bin,page.html}")));
            curl.run(copy, command.toArray(String[]::new));
            assertThat(copy.resolve("file.bin")).hasBinaryContent(content);
            assertThat(copy.resolve("page.html")).hasSameBinaryContentAs(root.resolve("page.html"));
        }
    }

    @Test
    void curlGetsParts() throws Exception {
        Tool curl = Tool.require("curl");
        try (Server server = serveQuietly()) {
            String url = url(server, "file.bin");
            for (int[] range : new int[][]{{0, 0}, {1000, 1_999_999}, {SIZE - 1, SIZE - 1}}) {
                curl.run(copy, "--silent", "--fail", "-r", range[0] + "-" + range[1], "-o", "part", url);
                assertThat(copy.resolve("part")).hasBinaryContent(
                        Arrays.copyOfRange(content, range[0], range[1] + 1));
            }
            curl.run(copy, "--silent", "--fail", "-r", "-77", "-o", "part", url);
            assertThat(copy.resolve("part")).hasBinaryContent(Arrays.copyOfRange(content, SIZE - 77, SIZE));
            String several = curl.run(copy, "--silent", "--fail", "-r", "0-1,100-101", "-D", "-", "-o", "part", url);
            assertThat(several).contains("206 Partial Content").contains("multipart/byteranges");
            assertThat(curl.run(copy, "--silent", "-r", SIZE + "-", "-w", "%{http_code}", "-o", "part", url))
                    .isEqualTo("416");
        }
    }

    @Test
    void curlGoesOnWhereItStopped() throws Exception {
        Tool curl = Tool.require("curl");
        Path part = copy.resolve("file.bin");
        Files.write(part, Arrays.copyOf(content, 1_234_567));
        try (Server server = serveQuietly()) {
            String got = curl.run(copy, "--silent", "--fail", "-C", "-", "-w", "%{http_code} %{size_download}", "-o",
                    "file.bin", url(server, "file.bin"));
            assertThat(got).isEqualTo("206 " + (SIZE - 1_234_567));
            assertThat(part).hasBinaryContent(content);
        }
    }

    @Test
    void curlAsksOnlyForWhatIsNew() throws Exception {
        Tool curl = Tool.require("curl");
        try (Server server = serveQuietly()) {
            String[] command = {"--silent", "--fail", "--remote-time", "--etag-save", "tag", "--etag-compare", "tag",
                "-w", "%{http_code} ", "-o", "file.bin", url(server, "file.bin")};
            assertThat(curl.run(copy, command)).isEqualTo("200 ");
            assertThat(curl.run(copy, command)).isEqualTo("304 ");
            assertThat(curl.run(copy, "--silent", "-z", "file.bin", "-w", "%{http_code}", "-o", "other",
                    url(server, "file.bin"))).isEqualTo("304");
            assertThat(Files.getLastModifiedTime(copy.resolve("file.bin")).toInstant())
                    .isEqualTo("2024-05-06T07:08:09Z");
        }
    }

    @Test
    void wgetGoesOnWhereItStoppedAndGetsNothingTwice() throws Exception {
        Tool wget = Tool.require("wget");
        Path part = copy.resolve("file.bin");
        Files.write(part, Arrays.copyOf(content, 1_234_567));
        try (Server server = serveQuietly()) {
            String url = url(server, "file.bin");
            assertThat(wget.run(copy, "--continue", url)).contains("206 Partial Content");
            assertThat(part).hasBinaryContent(content);
            assertThat(wget.run(copy, "--continue", url)).contains("nothing to do");
            assertThat(wget.run(copy, "--timestamping", url)).doesNotContain("saved");
            assertThat(wget.run(copy, "--spider", "--server-response", url)).contains("Content-Length: " + SIZE);
        }
    }

    /// Whatever clients send, an analyser finds each line of the log in order.
    @Test
    void goaccessReadsEveryLineOfTheLog() throws Exception {
        Tool goaccess = Tool.require("goaccess");
        Path log = folder.resolve("access.log");
        List<String> requests = nastyRequests();
        try (Server server = serve("--set", "http.listen=[\"127.0.0.1:0\", \"[::1]:0\"]", "--set",
                "http.access-log=" + log)) {
            List<Integer> ports = server.ready.stream().filter(line -> line.startsWith("medusa: http listening"))
                    .map(line -> Integer.valueOf(line.substring(line.lastIndexOf(':') + 1))).toList();
            assertThat(ports).hasSize(2);
            for (String request : requests) {
                exchange("127.0.0.1", ports.get(0), request);
                exchange("::1", ports.get(1), request);
            }
            awaitLines(log, 2 * requests.size());
        }
        Path report = folder.resolve("report.json");
        Path invalid = folder.resolve("invalid.log");
        goaccess.run(folder, log.toString(), "--no-global-config", "--log-format=COMBINED",
                "--invalid-requests=" + invalid, "-o", report.toString());
        String json = Files.readString(report, StandardCharsets.ISO_8859_1);
        assertThat(Files.exists(invalid) ? Files.readString(invalid, StandardCharsets.ISO_8859_1) : "").isEmpty();
        assertThat(number(json, "failed_requests")).isZero();
        assertThat(number(json, "total_requests")).isEqualTo(2 * requests.size());
        assertThat(number(json, "valid_requests")).isEqualTo(2 * requests.size());
        assertThat(json).contains("\"127.0.0.1\"").contains("\"::1\"");
    }

    private static List<String> nastyRequests() {
        String host = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
        return List.of("GET /file.bin" + host + "Range: bytes=0-9\r\n\r\n", "HEAD /" + host + "\r\n",
                "GET /nowhere" + host + "\r\n", "GET / HTTP/1.0\r\n\r\n",
                "GET /?\"quotes\"" + host + "\r\n", "GET /?back\\slash\\\"" + host + "\r\n",
                "GET /%22%5C%0d%0a%00" + host + "\r\n", "GET /caf%C3%A9/%ff%fe" + host + "\r\n",
                "GET /" + host + "User-Agent: \"quoted\" \\ and \\\" more\r\nReferer: \"\\\"\r\n\r\n",
                "GET /" + host + "User-Agent: \u00ff\u00fe caf\u00c3\u00a9\r\nReferer: http://\u00e9/\r\n\r\n",
                "GET /" + host + "User-Agent: " + "long ".repeat(1500) + "\r\n\r\n",
                "GET /" + host + "User-Agent: \r\nReferer:\r\n\r\n", "GET /" + host + "User-Agent: a\tb \t c\r\n\r\n",
                "GET /" + host + "User-Agent: -\r\nReferer: - \" - [06/Nov/1994:08:49:37 +0000] \"\r\n\r\n",
                "GET /" + "x".repeat(20_000) + host + "\r\n", "GET / a b c" + host + "\r\n",
                "GET /\u0001\u0002\r\n\r\n",
                "\u0016\u0003\u0001\u0002\0\u0001\0\u0001", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "BREW /pot" + host + "\r\n",
                "!#$%&'*+-.^_`|~ /" + host + "\r\n", "OPTIONS *" + host + "\r\n", "CONNECT a:80" + host + "\r\n",
                "GET http://a/page.html" + host + "\r\n", "DELETE /" + host + "\r\n", "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n");
    }

    private static void exchange(String address, int port, String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            assertThat(in.readAllBytes()).asString(StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 ");
        }
    }

    /// The log is written by a thread of its own.
    private static void awaitLines(Path log, int lines) throws Exception {
        for (int i = 0; i < PATIENCE; i++) {
            if (Files.readAllLines(log, StandardCharsets.ISO_8859_1).size() >= lines) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("there are not " + lines + " lines in\n" + Files.readString(log));
    }

    private static long number(String json, String key) {
        int at = json.indexOf("\"" + key + "\":");
        assertThat(at).as(key).isNotNegative();
        return Long.parseLong(json.substring(at + key.length() + 3).split("[,}]", 2)[0].strip());
    }
}
