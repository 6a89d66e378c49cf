package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.ReadOnlyFilesystem;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.HttpServer;
import medusa.http.Place;
import medusa.http.HttpSettings;
import medusa.http.MimeTypes;
import medusa.log.AccessLog;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// Files over the wire, from a real folder.
@Timeout(60)
class FileExtensionTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant LONG_AGO = Instant.parse("2020-02-29T10:11:12.123456789Z");

    @TempDir
    private Path folder;
    private Path root;
    private Bench bench;
    private HttpServer http;
    private Acceptor acceptor;

    @BeforeEach
    void open() throws Exception {
        root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        write("a.txt", "0123456789");
        Files.createDirectories(root.resolve("sub/list"));
        write("sub/index.html", "<p>index");
        write("sub/list/b c.txt", "b");
        write("sub/list/.dot", "hidden");
        Files.createSymbolicLink(root.resolve("out.txt"), folder.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("in.txt"), root.resolve("a.txt"));
        bench = new Bench();
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.fixed(NOW));
        http.extensions().install(Place.BACK, new FileExtension(new ReadOnlyFilesystem(new RootedFilesystem(root)),
                FileExtension.Settings.DEFAULT, new MimeTypes(Map.of())));
        acceptor = bench.listen(http::newChannel);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private void write(String name, String content) throws IOException {
        Path file = Files.writeString(root.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    private String ask(String method, String path, String... fields) throws IOException {
        var peer = bench.connect(acceptor)
                .send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + String.join("", fields) + "\r\n")
                .expectEnd();
        peer.hangUp();
        return peer.got();
    }

    private String get(String path, String... fields) throws IOException {
        return ask("GET", path, fields);
    }

    private static String field(String reply, String name) {
        Matcher matcher = Pattern.compile("\r\n" + name + ": ([^\r]*)").matcher(reply);
        return matcher.find() ? matcher.group(1) : null;
    }

    @Test
    void aFileComesWithItsTypeLengthAndValidators() throws IOException {
        String reply = get("/a.txt");
        assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n0123456789");
        assertThat(field(reply, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(field(reply, "Content-Length")).isEqualTo("10");
        assertThat(field(reply, "Last-Modified")).isEqualTo("Sat, 29 Feb 2020 10:11:12 GMT");
        assertThat(field(reply, "ETag")).matches("\"[0-9a-f-]+\"");
        assertThat(ask("HEAD", "/a.txt")).isEqualTo(reply.substring(0, reply.length() - 10));
        assertThat(get("/a.txt?query")).isEqualTo(reply);
        assertThat(get("/in.txt")).endsWith("\r\n\r\n0123456789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/a.txt/", "/a.txt/x", "/out.txt", "/../secret.txt", "/%2e%2e/secret.txt",
        "/sub/../../secret.txt", "/..%2fsecret.txt", "/sub/list/.dot", "/.git/config", "/a%2etxt%20"})
    void whatIsNotThereOrOutsideIsNotFound(String path) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 404 Not Found\r\n").doesNotContain("secret\r")
                .doesNotContain("/tmp");
    }

    @Test
    void foldersHaveASlashAnIndexOrAListing() throws IOException {
        String redirect = get("/sub?x=1");
        assertThat(redirect).startsWith("HTTP/1.1 301 Moved Permanently\r\n");
        assertThat(field(redirect, "Location")).isEqualTo("/sub/?x=1");
        assertThat(field(get("//sub"), "Location")).as("no other host").isEqualTo("/sub/");
        assertThat(get("/sub/")).endsWith("\r\n\r\n<p>index");
        assertThat(get("/sub/list/")).contains("b%20c.txt").contains("b c.txt").doesNotContain(".dot");
        String json = get("/sub/list/", "Accept: application/json\r\n");
        assertThat(field(json, "Content-Type")).isEqualTo("application/json");
        assertThat(json).contains("\"name\":\"b c.txt\"").contains("\"size\":1");
    }

    @Test
    void otherMethodsAreToldWhatIsAllowed() throws IOException {
        assertThat(field(ask("OPTIONS", "/a.txt"), "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(ask("DELETE", "/a.txt")).startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("Allow: GET, HEAD");
        assertThat(ask("BREW", "/a.txt")).startsWith("HTTP/1.1 501 Not Implemented\r\n");
        assertThat(root.resolve("a.txt")).exists();
    }

    @Test
    void conditionsAreEvaluated() throws IOException {
        String tag = field(get("/a.txt"), "ETag");
        assertThat(get("/a.txt", "If-None-Match: " + tag + "\r\n")).startsWith("HTTP/1.1 304 Not Modified\r\n")
                .endsWith("\r\n\r\n").contains("ETag: " + tag);
        assertThat(get("/a.txt", "If-None-Match: \"other\"\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(get("/a.txt", "If-Modified-Since: Sat, 29 Feb 2020 10:11:12 GMT\r\n"))
                .startsWith("HTTP/1.1 304 Not Modified\r\n");
        assertThat(get("/a.txt", "If-Match: \"other\"\r\n")).startsWith("HTTP/1.1 412 Precondition Failed\r\n");
    }

    @Test
    void rangesAreCutOut() throws IOException {
        String part = get("/a.txt", "Range: bytes=2-4\r\n");
        assertThat(part).startsWith("HTTP/1.1 206 Partial Content\r\n").endsWith("\r\n\r\n234");
        assertThat(field(part, "Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(get("/a.txt", "Range: bytes=-3\r\n")).endsWith("\r\n\r\n789");
        assertThat(get("/a.txt", "Range: bytes=8-\r\n")).endsWith("\r\n\r\n89");
        String none = get("/a.txt", "Range: bytes=10-\r\n");
        assertThat(none).startsWith("HTTP/1.1 416 Range Not Satisfiable\r\n");
        assertThat(field(none, "Content-Range")).isEqualTo("bytes */10");
        String several = get("/a.txt", "Range: bytes=0-1,5-6\r\n");
        String body = several.substring(several.indexOf("\r\n\r\n") + 4);
        assertThat(field(several, "Content-Type")).startsWith("multipart/byteranges; boundary=");
        assertThat(field(several, "Content-Length")).isEqualTo(String.valueOf(body.length()));
        assertThat(body).contains("Content-Range: bytes 0-1/10\r\n\r\n01\r\n").contains("bytes 5-6/10\r\n\r\n56\r\n--");
    }

    /// Also from memory, and also when size and second stay the same.
    @Test
    void aChangeShowsAtOnce() throws IOException {
        String before = get("/a.txt");
        assertThat(get("/a.txt")).isEqualTo(before);
        Files.writeString(root.resolve("a.txt"), "9876543210");
        Files.setLastModifiedTime(root.resolve("a.txt"), FileTime.from(LONG_AGO.plusNanos(1)));
        String after = get("/a.txt");
        assertThat(after).endsWith("\r\n\r\n9876543210");
        assertThat(field(after, "ETag")).isNotEqualTo(field(before, "ETag"));
        Files.delete(root.resolve("a.txt"));
        assertThat(get("/a.txt")).startsWith("HTTP/1.1 404 Not Found\r\n");
    }

    @Test
    void aFileFromTheFutureWasModifiedNow() throws IOException {
        Files.setLastModifiedTime(root.resolve("a.txt"), FileTime.from(NOW.plusSeconds(1000)));
        assertThat(field(get("/a.txt"), "Last-Modified")).isEqualTo("Mon, 23 Nov 2026 12:00:00 GMT");
    }

    /// The client has been promised a length: what cannot be kept ends the connection, and nothing is filled up.
    @Test
    void aFileThatShrinksWhileItIsSentIsCutOff() throws IOException {
        byte[] content = "x".repeat(8 << 20).getBytes(StandardCharsets.ISO_8859_1);
        Path large = Files.write(root.resolve("large"), content);
        var peer = bench.connectNarrow(acceptor).send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
        bench.until("the beginning", () -> peer.poll() > 0);
        Files.write(large, new byte[100]);
        peer.expectGone();
        assertThat(peer.got().length()).isLessThan(8 << 20);
        assertThat(peer.got().substring(peer.got().indexOf("\r\n\r\n") + 4)).matches("x*");
        assertThat(get("/a.txt")).endsWith("0123456789");
    }

    @Test
    void aFileThatIsReplacedOrDeletedWhileItIsSentArrivesWhole() throws IOException {
        byte[] content = "x".repeat(8 << 20).getBytes(StandardCharsets.ISO_8859_1);
        Path large = Files.write(root.resolve("large"), content);
        var peer = bench.connectNarrow(acceptor).send("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        bench.until("the beginning", () -> peer.poll() > 0);
        Files.move(Files.writeString(root.resolve("new"), "new"), large, StandardCopyOption.REPLACE_EXISTING);
        peer.expectEnd();
        assertThat(peer.got().substring(peer.got().indexOf("\r\n\r\n") + 4)).hasSize(8 << 20).matches("x*");
        assertThat(get("/large")).endsWith("\r\n\r\nnew");
    }

    /// Counts what is opened in `root`.
    private VirtualFilesystem counted(AtomicInteger opened) throws IOException {
        VirtualFilesystem files = new RootedFilesystem(root);
        return (VirtualFilesystem) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{VirtualFilesystem.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        opened.incrementAndGet();
                    }
                    return method.invoke(files, arguments);
                });
    }

    /// A path has any number of spellings, and an empty file costs memory too.
    @Test
    void memoryIsBoundedWhateverIsAskedFor() throws Exception {
        write("empty.txt", "");
        for (long most : new long[]{0, 64 << 10}) {
            AtomicInteger opened = new AtomicInteger();
            http.extensions().replace("files", new FileExtension(counted(opened),
                    new FileExtension.Settings(List.of(), true, false, most, 64 << 10, true), new MimeTypes(Map.of())));
            var peer = bench.connect(acceptor);
            for (int i = 0; i < 500; i++) {
                peer.send("GET http://host" + i + "/empty.txt HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            bench.until("all of them", () -> {
                peer.poll();
                return peer.got().split("200 OK", -1).length == 501;
            });
            assertThat(opened).hasValue(500);
            peer.send("GET http://host0/empty.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expectEnd();
            assertThat(opened).hasValue(501);
        }
    }

    @Test
    void anIndexThatComesBeforeAnotherShowsAtOnce() throws IOException {
        write("index.htm", "second");
        assertThat(get("/")).endsWith("second");
        write("index.html", "first");
        assertThat(get("/")).endsWith("first");
        Files.delete(root.resolve("index.html"));
        assertThat(get("/")).endsWith("second");
    }

    @Test
    void severalRangesTakeNoMoreDescriptorsThanOne() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "this system does not list the descriptors of a process");
        Files.write(root.resolve("large"), new byte[64 << 20]);
        StringBuilder ranges = new StringBuilder("Range: bytes=");
        for (int i = 0; i < 32; i++) {
            ranges.append(i == 0 ? "" : ",").append(i * 2_000_000).append('-').append(i * 2_000_000 + 1_000_000);
        }
        int before = descriptors.toFile().list().length;
        var peer = bench.connectNarrow(acceptor);
        peer.send("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + ranges + "\r\n\r\n");
        bench.until("the beginning", () -> peer.poll() > 0);
        assertThat(descriptors.toFile().list().length - before).isLessThan(6);
    }

    /// Of a small file from memory, and of a large one that is still open.
    @ParameterizedTest
    @ValueSource(ints = {2_000, 200_000})
    void aFileThatWasAskedForBeforeIsAnsweredAlike(int size) throws Exception {
        write("file.txt", "0123456789".repeat(size / 10));
        String tag = field(get("/file.txt"), "ETag");
        List<String> asked = List.of("Range: bytes=2-4\r\n", "Range: bytes=0-1,5-6\r\n", "Range: bytes=-7\r\n",
                "Range: bytes=" + size + "-\r\n", "If-None-Match: " + tag + "\r\n", "If-Match: \"other\"\r\n",
                "If-Range: " + tag + "\r\nRange: bytes=1999-\r\n", "");
        for (String method : List.of("GET", "HEAD")) {
            for (String fields : asked) {
                AtomicInteger opened = new AtomicInteger();
                http.extensions().replace("files",
                        new FileExtension(counted(opened), FileExtension.Settings.DEFAULT, new MimeTypes(Map.of())));
                String cold = ask(method, "/file.txt", fields);
                ask("GET", "/file.txt");
                int before = opened.get();
                assertThat(ask(method, "/file.txt", fields)).isEqualTo(cold);
                assertThat(opened).hasValue(before);
            }
        }
    }

    @Test
    void aLargeFileIsOpenForAWhileAfterItsLastUse() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        http.extensions().replace("files",
                new FileExtension(counted(opened), FileExtension.Settings.DEFAULT, new MimeTypes(Map.of())));
        write("large", "x".repeat(200_000));
        long before = openInRoot();
        get("/large");
        get("/large");
        assertThat(opened).hasValue(1);
        assertThat(openInRoot()).isGreaterThan(before);
        Files.delete(root.resolve("large"));
        write("large", "y".repeat(200_000));
        assertThat(get("/large")).endsWith("yy");
        assertThat(opened).hasValue(2);
        bench.pass(OpenFiles.SWEEP);
        get("/large");
        bench.pass(OpenFiles.SWEEP);
        assertThat(opened).hasValue(2);
        bench.pass(OpenFiles.SWEEP);
        assertThat(openInRoot()).isEqualTo(before);
    }

    @Test
    void fewLargeFilesAreOpenHoweverManyAreAskedFor() throws IOException {
        long before = openInRoot();
        for (int i = 0; i < 2 * OpenFiles.MOST; i++) {
            write("large" + i, "x".repeat(70_000));
            assertThat(get("/large" + i)).endsWith("xx");
        }
        assertThat(openInRoot() - before).isEqualTo(2 * OpenFiles.MOST);
    }

    /// Descriptors of this process that lead to files below `root`.
    private long openInRoot() throws IOException {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "this system does not list the descriptors of a process");
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.filter(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).startsWith(root.resolve(""))
                            && !Files.readSymbolicLink(descriptor).equals(root);
                } catch (IOException e) {
                    return false; // closed meanwhile
                }
            }).count();
        }
    }

    /// What is kept open for the next request yields to what is asked for now.
    @Test
    void filesThatAreKeptOpenAreClosedForWantOfDescriptors() throws Exception {
        AtomicInteger refuse = new AtomicInteger();
        VirtualFilesystem files = new RootedFilesystem(root);
        VirtualFilesystem scarce = (VirtualFilesystem) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{VirtualFilesystem.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open") && refuse.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                        throw new FilesystemException(FilesystemException.Reason.BUSY, (VirtualPath) arguments[0],
                                null);
                    }
                    return method.invoke(files, arguments);
                });
        http.extensions().replace("files",
                new FileExtension(scarce, FileExtension.Settings.DEFAULT, new MimeTypes(Map.of())));
        write("large", "x".repeat(70_000));
        get("/large");
        long before = openInRoot();
        refuse.set(1);
        assertThat(get("/a.txt")).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(openInRoot()).isEqualTo(before - 2);
        refuse.set(1);
        assertThat(get("/sub/list/b%20c.txt")).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
    }

    /// Old and new bytes are never taken for one file.
    @Test
    void aFileThatIsRewrittenInPlaceWhileItIsSentIsCutOff() throws IOException {
        Path large = Files.writeString(root.resolve("large"), "x".repeat(8 << 20));
        var peer = bench.connectNarrow(acceptor).send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
        bench.until("the beginning", () -> peer.poll() > 0);
        Files.writeString(large, "y".repeat(8 << 20));
        peer.expectGone();
        assertThat(peer.got().length()).isLessThan(8 << 20);
        assertThat(peer.got().substring(peer.got().indexOf("\r\n\r\n") + 4)).matches("x*");
        assertThat(get("/large")).endsWith("y");
    }
}
