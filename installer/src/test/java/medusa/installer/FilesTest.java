package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.installer.Distribution.Server;

/// Real clients fetch a real folder from the packaged server, and get every byte right.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FilesTest {
    private static final int FOLDERS = 100;
    private static final int FILES = 100;

    @TempDir
    private Path folder;
    private Path root;
    private Path copy;

    @BeforeEach
    void makeRoot() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        root = Files.createDirectory(folder.resolve("root"));
        copy = Files.createDirectory(folder.resolve("copy"));
    }

    private Server serve(String... sets) throws IOException {
        Stream<String> usual = Stream.of("--root", root.toString(), "--http", "127.0.0.1:0", "--ftp", "off",
                "--monitor",
                "off", "--quiet", "--set", "http.access-log=off");
        return new Server(folder, Stream.concat(usual, Stream.of(sets).flatMap(set -> Stream.of("--set", set)))
                .toArray(String[]::new));
    }

    /// 10,000 files of 0 to 20,000 bytes, some with names that are hard on a URL.
    private void fill() throws IOException {
        Random random = new Random(42);
        for (int i = 0; i < FOLDERS; i++) {
            Path sub = Files.createDirectories(root.resolve("folder %d/%d".formatted(i % 10, i)));
            for (int j = 0; j < FILES; j++) {
                byte[] content = new byte[random.nextInt(20_000)];
                random.nextBytes(content);
                Files.write(sub.resolve(switch (j) {
                    case 0 -> "100% & more #" + j + ".bin";
                    case 1 -> "question? +.bin";
                    default -> "file" + j + ".bin";
                }), content);
            }
        }
    }

    private static TreeMap<String, String> digests(Path top) throws IOException {
        TreeMap<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(top)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> digests.put(top.relativize(file).toString(), digest(file)));
        }
        return digests;
    }

    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void wgetCopiesTenThousandFilesFromTheListings() throws Exception {
        Tool wget = Tool.require("wget");
        fill();
        try (Server server = serve()) {
            wget.run(copy, "--quiet", "--recursive", "--level=inf", "--no-parent", "--no-host-directories",
                    "--execute", "robots=off", "--restrict-file-names=nocontrol", "--reject", "index.html*",
                    "--reject-regex",
                    "[?]sort=", "http://127.0.0.1:" + server.port("http") + "/");
            assertThat(digests(copy)).hasSize(FOLDERS * FILES).isEqualTo(digests(root));
        }
    }

    /// 10,000 files under hard names, an empty one, a sparse one, and 66,000 folders, more than the old form of a zip can
    /// count.
    @Test
    void unzipFindsAFolderSentAsAZipWhole() throws Exception {
        Tool curl = Tool.require("curl");
        Tool unzip = Tool.require("unzip");
        fill();
        Files.writeString(root.resolve("back\\slash [x] *.txt"), "");
        try (RandomAccessFile sparse = new RandomAccessFile(root.resolve("sparse.txt").toFile(), "rw")) {
            sparse.setLength(64 << 20);
        }
        Path many = Files.createDirectory(root.resolve("many"));
        for (int i = 0; i < 66_000; i++) {
            Files.createDirectory(many.resolve("" + i));
        }
        Path zip = folder.resolve("all.zip");
        try (Server server = serve("http.zip=true")) {
            curl.run(folder, "--silent", "--fail", "http://127.0.0.1:" + server.port("http") + "/?zip", "-o",
                    zip.toString());
        }
        assertThat(unzip.run(folder, "-tqq", zip.toString())).isEmpty();
        unzip.run(copy, "-q", zip.toString());
        Files.move(root.resolve("back\\slash [x] *.txt"), root.resolve("back%5Cslash [x] *.txt"));
        assertThat(digests(copy.resolve("files"))).hasSize(FOLDERS * FILES + 2).isEqualTo(digests(root));
        assertThat(Files.getLastModifiedTime(copy.resolve("files/sparse.txt")).to(TimeUnit.SECONDS))
                .isEqualTo(Files.getLastModifiedTime(root.resolve("sparse.txt")).to(TimeUnit.SECONDS));
    }

    @Test
    void curlFetchesThemTooOverOneConnectionAndOverMany() throws Exception {
        Tool curl = Tool.require("curl");
        for (int i = 0; i < 1000; i++) {
            Files.writeString(root.resolve("f" + i), "content of " + i + "\n");
        }
        try (Server server = serve()) {
            String url = "http://127.0.0.1:" + server.port("http") + "/f[0-999]";
            curl.run(copy, "--silent", "--fail", url, "-o", "f#1");
            assertThat(digests(copy)).isEqualTo(digests(root));
            curl.run(copy, "--silent", "--fail", "--parallel", "--parallel-max", "50", url, "-o", "f#1");
            assertThat(digests(copy)).isEqualTo(digests(root));
            assertThat(curl.run(copy, "--silent", "--head", url.replace("[0-999]", "7")))
                    .contains("Content-Length: 13");
        }
    }

    @Test
    void aThousandPipelinedRequestsComeBackInOrder() throws Exception {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            Files.writeString(root.resolve("f" + i), "<" + i + ">");
            requests.append("GET /f").append(i).append(" HTTP/1.1\r\nHost: x\r\n")
                    .append(i == 999 ? "Connection: close\r\n\r\n" : "\r\n");
        }
        try (Server server = serve(); Socket socket = new Socket("127.0.0.1", server.port("http"))) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            sender.join();
            int at = 0;
            for (int i = 0; i < 1000; i++) {
                at = answers.indexOf("\r\n\r\n<" + i + ">", at);
                assertThat(at).as("answer " + i).isNotNegative();
            }
            assertThat(answers.split("HTTP/1.1 200 OK\r\n", -1)).hasSize(1001);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void chromiumShowsTheListingWithoutAComplaint() throws Exception {
        Tool chromium = Tool.require("chromium");
        Files.writeString(root.resolve("<script>alert(1)<b>.txt"), "");
        Files.createDirectory(root.resolve("folder"));
        try (Server server = serve()) {
            String seen = chromium.run(folder, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync",
                    "--user-data-dir=" + folder.resolve("profile"), "--enable-logging=stderr", "--dump-dom",
                    "http://127.0.0.1:" + server.port("http") + "/");
            assertThat(seen).contains("folder/").contains("&lt;script&gt;alert(1)&lt;b&gt;.txt")
                    .doesNotContain("CONSOLE");
        }
    }

    /// The file is mostly a hole, so that it costs no disk; the client compares every byte.
    @Test
    @EnabledOnOs(OS.LINUX)
    void fiveGibibytesGoThroughWithFlatMemory() throws Exception {
        Tool.require("curl");
        Tool.require("cmp");
        Path large = root.resolve("large.bin");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(5L << 30);
            for (long at = 0; at < 5L << 30; at += 500_000_001) {
                file.seek(at);
                file.write("mark".getBytes(StandardCharsets.US_ASCII));
            }
        }
        try (Server server = serve()) {
            String url = "http://127.0.0.1:" + server.port("http") + "/large.bin";
            new Tool("curl").run(folder, "--silent", "--fail", "--head", url);
            long before = resident(server);
            new Tool("sh").run(folder, "-c", "curl --silent --fail \"$0\" | cmp - \"$1\"", url, large.toString());
            assertThat(resident(server) - before).as("growth of the server's memory in KiB").isLessThan(64 << 10);
        }
    }

    /// The largest resident size so far, in KiB.
    private static long resident(Server server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst().orElseThrow();
    }
}
