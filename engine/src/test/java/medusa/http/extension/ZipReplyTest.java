package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.HttpServer;
import medusa.http.HttpSettings;
import medusa.http.MimeTypes;
import medusa.http.Place;
import medusa.log.AccessLog;
import medusa.reactor.Bench;
import medusa.server.WebBench;

/// Folders as zips, over the wire.
@Timeout(60)
class ZipReplyTest {
    private static final String ZIP = "http.zip=true";

    @TempDir
    private Path folder;
    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        write("docs/a.txt", "0123456789");
        write("docs/sub/b.html", "<p>b");
        write("docs/sub/.hidden", "h");
        write("docs/index.html", "<p>index");
        Files.createDirectory(root.resolve("docs/void"));
        write("sp ace & \"ü\"/c", "c");
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static byte[] dechunked(String reply) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = reply.indexOf("\r\n\r\n") + 4;
        while (true) {
            int end = reply.indexOf("\r\n", at);
            int size = Integer.parseInt(reply.substring(at, end), 16);
            body.writeBytes(reply.substring(end + 2, end + 2 + size).getBytes(StandardCharsets.ISO_8859_1));
            at = end + 4 + size;
            if (size == 0) {
                assertThat(reply).hasSize(at);
                return body.toByteArray();
            }
        }
    }

    private static Map<String, String> contents(byte[] zip) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                contents.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return contents;
    }

    @Test
    void aFolderComesWithAllBelowIt() throws Exception {
        try (WebBench web = new WebBench(root, ZIP, "http.headers={ X-A = \"1\" }")) {
            String reply = web.ask("GET /docs/?zip", "Accept-Encoding: gzip");
            assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nContent-Type: application/zip\r\n",
                    "\r\nContent-Disposition: attachment; filename=\"docs.zip\"; filename*=UTF-8''docs.zip\r\n",
                    "\r\nCache-Control: no-store\r\n", "\r\nX-A: 1\r\n").doesNotContain("Content-Encoding");
            assertThat(contents(dechunked(reply))).containsExactlyInAnyOrderEntriesOf(Map.of("docs/", "",
                    "docs/a.txt", "0123456789", "docs/index.html", "<p>index", "docs/sub/", "", "docs/sub/b.html",
                    "<p>b", "docs/void/", ""));
            assertThat(contents(dechunked(web.ask("GET /?zip")))).containsKeys("files/docs/sub/b.html",
                    "files/sp ace & \"ü\"/c");
            assertThat(web.ask("GET /sp%20ace%20&%20%22%C3%BC%22/?zip")).contains(
                    "attachment; filename=\"sp ace _ ____.zip\"; filename*=UTF-8''sp%20ace%20&%20%22%C3%BC%22.zip\r\n");
            assertThat(web.ask("GET /docs?zip")).startsWith("HTTP/1.1 301 ").contains("\r\nLocation: /docs/?zip\r\n");
            assertThat(web.ask("HEAD /docs/?zip")).startsWith("HTTP/1.1 200 ").contains("filename=\"docs.zip\"")
                    .endsWith("\r\n\r\n");
            assertThat(web.ask("GET /docs/?zip", "If-Match: \"x\"")).startsWith("HTTP/1.1 412 ");
            assertThat(web.ask("GET /docs/a.txt?zip")).endsWith("\r\n\r\n0123456789");
            assertThat(web.ask("GET /nothing/?zip")).startsWith("HTTP/1.1 404 ");
            assertThat(web.ask("GET /docs/sub/.hidden/?zip")).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void onlyWhereTheSettingIsOn() throws Exception {
        String mounts = "mounts=[{ path = \"/docs/in\", folder = \"" + root.resolve("docs/sub") + "\", zip = %s }]";
        try (WebBench web = new WebBench(root)) {
            assertThat(web.ask("GET /docs/sub/?zip")).contains("\r\nContent-Type: text/html").doesNotContain("?zip");
            web.change(ZIP);
            assertThat(web.ask("GET /docs/sub/")).contains("<a rel=\"nofollow\" href=\"?zip\">Download as zip</a>");
            web.change(ZIP, mounts.formatted("false"));
            assertThat(contents(dechunked(web.ask("GET /docs/?zip")))).containsKey("docs/sub/b.html")
                    .doesNotContainKey("docs/in/");
            web.change(mounts.formatted("true"), "http.hidden=true");
            assertThat(contents(dechunked(web.ask("GET /docs/in/?zip")))).containsKeys("in/b.html", "in/.hidden");
            assertThat(web.ask("GET /docs/?zip")).contains("\r\nContent-Type: text/html");
        }
    }

    @Test
    void anOldClientGetsItUpToTheEnd() throws Exception {
        try (WebBench web = new WebBench(root, ZIP)) {
            String reply = web.connect().send("GET /docs/?zip HTTP/1.0\r\n\r\n").expectEnd().got();
            byte[] zip = reply.substring(reply.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(contents(zip)).containsKey("docs/sub/b.html");
        }
    }

    /// Who does not read holds a place; but when he has gone it is free.
    @Test
    void soManyAtOnce() throws Exception {
        byte[] noise = new byte[16 << 20];
        new Random(1).nextBytes(noise);
        Files.write(root.resolve("docs/noise.jpg"), noise);
        try (WebBench web = new WebBench(root, ZIP)) {
            List<Bench.Peer> readers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Bench.Peer reader = web.connect().send("GET /docs/?zip HTTP/1.1\r\nHost: localhost\r\n\r\n");
                web.bench().until("the beginning", () -> reader.poll(100) > 0);
                assertThat(reader.got()).startsWith("HTTP/1.1 200 ");
                readers.add(reader);
            }
            assertThat(web.ask("GET /docs/?zip")).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 10\r\n");
            assertThat(web.ask("GET /docs/sub/")).startsWith("HTTP/1.1 200 ");
            readers.getFirst().reset();
            String[] again = {""};
            web.bench().until("a place", () -> {
                try {
                    again[0] = web.ask("HEAD /docs/?zip");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return again[0].startsWith("HTTP/1.1 200 ");
            });
        }
    }

    @Test
    void aFileThatChangesMeanwhileEndsTheConnection() throws Exception {
        byte[] noise = new byte[16 << 20];
        new Random(1).nextBytes(noise);
        Path file = Files.write(root.resolve("docs/noise.jpg"), noise);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        try (WebBench web = new WebBench(root, ZIP)) {
            Bench.Peer reader = web.connect().send("GET /docs/?zip HTTP/1.1\r\nHost: localhost\r\n\r\n");
            web.bench().until("some of the file", () -> {
                reader.poll(4096);
                return reader.got().length() > 100_000;
            });
            Files.write(file, "another".getBytes());
            assertThat(reader.expectGone().got()).startsWith("HTTP/1.1 200 ").doesNotContain("PK\005\006")
                    .doesNotEndWith("\r\n0\r\n\r\n");
        }
    }

    private static String ask(VirtualFilesystem files) throws Exception {
        try (Bench bench = new Bench()) {
            HttpServer http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                    InstantSource.fixed(MemoryTree.TIME));
            FileRules usual = FileRules.DEFAULT;
            FileRules rules = new FileRules(usual.index(), true, false, List.of(), usual.fallback(), Map.of(), true);
            http.extensions().install(Place.BACK,
                    new FileExtension(SharedTree.toLookAt(files), new FileExtension.Settings(rules, 0, 0, false),
                            Map.of(VirtualPath.parse("/other"), usual), new MimeTypes(Map.of())));
            return bench.connect(bench.listen(http::newChannel))
                    .send("GET /top/?zip HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expectEnd().got();
        }
    }

    @Test
    void aFolderWithTooMuchIsRefusedBeforeAnythingIsSent() throws Exception {
        MemoryTree tree = new MemoryTree();
        for (int i = 0; i < ZipWalk.Bounds.USUAL.entries(); i++) {
            tree.file("/top/" + i, new byte[0]);
        }
        assertThat(ask(tree)).startsWith("HTTP/1.1 403 ").contains("too many files");
    }

    @Test
    void aFolderThatCannotBeReadIsAnError() throws Exception {
        MemoryTree tree = new MemoryTree().file("/top/a", new byte[1]);
        assertThat(ask(tree.fault("/top", Reason.DENIED)))
                .startsWith("HTTP/1.1 403 ");
        assertThat(ask(tree.fault("/top", Reason.BUSY)))
                .startsWith("HTTP/1.1 503 ");
        assertThat(ask(tree.fault("/top", Reason.FAILED)))
                .startsWith("HTTP/1.1 500 ");
    }
}
