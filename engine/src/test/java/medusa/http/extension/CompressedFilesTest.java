package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.HttpServer;
import medusa.http.Place;
import medusa.http.HttpSettings;
import medusa.http.MimeTypes;
import medusa.log.AccessLog;
import medusa.producer.Producer;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// The forms of a file over the wire: as it is, compressed beforehand, compressed on the way.
@Timeout(60)
class CompressedFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant LONG_AGO = Instant.parse("2020-02-29T10:11:12.123456789Z");
    private static final String SMALL = "body { color: red }\n".repeat(400);
    private static final String LARGE = "0123456789 and so on\n".repeat(20_000);
    private static final String GZIP = "Accept-Encoding: gzip\r\n";
    private static final String BROWSER = "Accept-Encoding: gzip, deflate, br, zstd\r\n";

    @TempDir
    private Path root;
    private Bench bench;
    private HttpServer http;
    private Acceptor acceptor;

    @BeforeEach
    void open() throws Exception {
        write("small.css", SMALL);
        write("large.txt", LARGE);
        bench = new Bench();
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(), InstantSource.fixed(NOW));
        http.extensions().install(Place.BACK, extension(new RootedFilesystem(root), FileExtension.Settings.DEFAULT));
        acceptor = bench.listen(http::newChannel);
    }

    private static FileExtension extension(VirtualFilesystem files, FileExtension.Settings settings) {
        return new FileExtension(files, settings, new MimeTypes(Map.of()));
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private Path write(String name, String content) throws IOException {
        return write(name, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = Files.write(root.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
        return file;
    }

    private static void touch(Path file, Duration later) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plus(later)));
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
        Matcher matcher = Pattern.compile("\r\n" + name + ": ([^\r]*)").matcher(head(reply));
        return matcher.find() ? matcher.group(1) : null;
    }

    private static String coding(String reply) {
        return field(reply, "Content-Encoding");
    }

    private static String status(String reply) {
        return reply.substring(9, 12);
    }

    private static String head(String reply) {
        return reply.substring(0, reply.indexOf("\r\n\r\n") + 2);
    }

    /// Without chunks, and with its length checked.
    private static String body(String reply) {
        String body = reply.substring(reply.indexOf("\r\n\r\n") + 4);
        if (field(reply, "Transfer-Encoding") == null) {
            assertThat(field(reply, "Content-Length")).isEqualTo(String.valueOf(body.length()));
            return body;
        }
        StringBuilder all = new StringBuilder();
        int at = 0;
        while (true) {
            int end = body.indexOf("\r\n", at);
            int size = Integer.parseInt(body.substring(at, end), 16);
            all.append(body, end + 2, end + 2 + size);
            at = end + 2 + size + 2;
            if (size == 0) {
                assertThat(at).as("nothing behind the last chunk").isEqualTo(body.length());
                return all.toString();
            }
        }
    }

    private static String gunzip(String gzip) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(gzip.getBytes(StandardCharsets.ISO_8859_1)))
                .readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return bytes.toByteArray();
    }

    @Test
    void textComesCompressedToWhoWantsIt() throws IOException {
        for (String name : List.of("/small.css", "/large.txt")) {
            String content = name.equals("/small.css") ? SMALL : LARGE;
            for (int i = 0; i < 3; i++) {
                String reply = get(name, GZIP);
                assertThat(status(reply)).isEqualTo("200");
                assertThat(coding(reply)).isEqualTo("gzip");
                assertThat(field(reply, "Vary")).isEqualTo("Accept-Encoding");
                assertThat(field(reply, "Accept-Ranges")).isNull();
                assertThat(field(reply, "Last-Modified")).isEqualTo("Sat, 29 Feb 2020 10:11:12 GMT");
                assertThat(field(reply, "Content-Type")).startsWith("text/");
                assertThat(gunzip(body(reply))).isEqualTo(content);
                assertThat(reply.length()).isLessThan(content.length() / 5);
                assertThat(head(ask("HEAD", name, GZIP)) + "\r\n").isEqualTo(ask("HEAD", name, GZIP))
                        .isEqualTo(head(reply) + "\r\n");
                String plain = get(name);
                assertThat(coding(plain)).isNull();
                assertThat(field(plain, "Vary")).isEqualTo("Accept-Encoding");
                assertThat(field(plain, "Accept-Ranges")).isEqualTo("bytes");
                assertThat(body(plain)).isEqualTo(content);
                assertThat(field(plain, "ETag")).isNotEqualTo(field(reply, "ETag")).matches("\"[0-9a-f-]+\"");
                assertThat(field(reply, "ETag")).matches("\"[0-9a-f-]+-gzip\"");
            }
        }
    }

    @Test
    void anOldClientGetsItUpToTheEnd() throws IOException {
        var peer = bench.connect(acceptor).send("GET /large.txt HTTP/1.0\r\n" + GZIP + "\r\n").expectEnd();
        assertThat(field(peer.got(), "Transfer-Encoding")).isNull();
        assertThat(coding(peer.got())).isEqualTo("gzip");
        assertThat(gunzip(peer.got().substring(peer.got().indexOf("\r\n\r\n") + 4))).isEqualTo(LARGE);
    }

    @Test
    void whatIsSmallOrCompressedAlreadyIsLeftAlone() throws IOException {
        write("tiny.txt", "x".repeat(1023));
        write("image.png", SMALL);
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        write("noise.txt", noise);
        for (int i = 0; i < 2; i++) {
            assertThat(coding(get("/tiny.txt", GZIP))).isNull();
            assertThat(field(get("/tiny.txt", GZIP), "Vary")).isEqualTo("Accept-Encoding");
            assertThat(coding(get("/image.png", GZIP))).isNull();
            assertThat(field(get("/image.png", GZIP), "Vary")).isNull();
            String reply = get("/noise.txt", GZIP);
            assertThat(coding(reply)).as("it would be larger").isNull();
            assertThat(body(reply)).hasSize(5000);
            assertThat(field(reply, "ETag")).isEqualTo(field(get("/noise.txt"), "ETag"));
        }
    }

    @Test
    void whoRefusesWhatThereIsGetsSomethingAllTheSame() throws IOException {
        write("tiny.txt", "x".repeat(1000));
        assertThat(coding(get("/tiny.txt", "Accept-Encoding: gzip, identity;q=0\r\n"))).isEqualTo("gzip");
        assertThat(gunzip(body(get("/tiny.txt", "Accept-Encoding: gzip, *;q=0\r\n")))).hasSize(1000);
        String reply = get("/small.css", "Accept-Encoding: identity;q=0\r\n");
        assertThat(coding(reply)).isNull();
        assertThat(body(reply)).isEqualTo(SMALL);
        String whole = get("/small.css", "Accept-Encoding: gzip, identity;q=0\r\nRange: bytes=0-1\r\n");
        assertThat(status(whole)).isEqualTo("200");
        assertThat(gunzip(body(whole))).isEqualTo(SMALL);
    }

    @Test
    void badListsOfCodingsDoNoHarm() throws IOException {
        for (String list : List.of("", ",,,", "gzip;q=9", "gzip;q=0", ";;;=", "gzip;q=0.5;x", "\"gzip\"", "*;q=",
                "x,".repeat(2000),
                "gzi\u00fep", "identity, gzip;q=0.999")) {
            String reply = get("/small.css", "Accept-Encoding: " + list + "\r\n");
            assertThat(coding(reply)).as(list).isNull();
            assertThat(body(reply)).as(list).isEqualTo(SMALL);
        }
        assertThat(coding(get("/small.css", "Accept-Encoding: " + "x,".repeat(2000) + "gzip\r\n"))).isEqualTo("gzip");
        assertThat(coding(get("/small.css", "Accept-Encoding: x\r\n", "Accept-Encoding: gzip\r\n"))).isEqualTo("gzip");
    }

    @Test
    void conditionsSeeTheFormThatIsSent() throws IOException {
        for (String name : List.of("/small.css", "/large.txt")) {
            String plain = field(get(name), "ETag");
            String made = field(get(name, GZIP), "ETag");
            String same = get(name, GZIP, "If-None-Match: " + made + "\r\n");
            assertThat(same).startsWith("HTTP/1.1 304 ").endsWith("\r\n\r\n");
            assertThat(field(same, "ETag")).isEqualTo(made);
            assertThat(field(same, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(coding(same)).isNull();
            String known = get(name, GZIP, "If-None-Match: " + plain + "\r\n");
            assertThat(status(known)).as("who has it as it is need not take it again").isEqualTo("304");
            assertThat(field(known, "ETag")).isEqualTo(plain);
            assertThat(status(get(name, "If-None-Match: " + made + "\r\n"))).isEqualTo("200");
            assertThat(status(get(name, "If-None-Match: \"x\", " + plain + "\r\n"))).isEqualTo("304");
            assertThat(gunzip(body(get(name, GZIP, "If-None-Match: \"x\"\r\n")))).isNotEmpty();
            String since = get(name, GZIP, "If-Modified-Since: Sat, 29 Feb 2020 10:11:12 GMT\r\n");
            assertThat(status(since)).isEqualTo("304");
            assertThat(field(since, "ETag")).isEqualTo(made);
            assertThat(coding(get(name, GZIP, "If-Match: " + made + "\r\n"))).isEqualTo("gzip");
            assertThat(coding(get(name, GZIP, "If-Match: " + plain + "\r\n"))).isNull();
            assertThat(status(get(name, GZIP, "If-Match: \"x\"\r\n"))).isEqualTo("412");
        }
    }

    @Test
    void rangesAreCutFromTheFileAsItIs() throws IOException {
        for (String name : List.of("/small.css", "/large.txt")) {
            String content = name.equals("/small.css") ? SMALL : LARGE;
            String plain = field(get(name), "ETag");
            String made = field(get(name, GZIP), "ETag");
            String part = get(name, GZIP, "Range: bytes=3-9\r\n");
            assertThat(status(part)).isEqualTo("206");
            assertThat(coding(part)).isNull();
            assertThat(body(part)).isEqualTo(content.substring(3, 10));
            assertThat(field(part, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(field(part, "ETag")).isEqualTo(plain);
            assertThat(status(get(name, GZIP, "Range: bytes=3-9\r\nIf-Range: " + plain + "\r\n"))).isEqualTo("206");
            String other = get(name, GZIP, "Range: bytes=3-9\r\nIf-Range: " + made + "\r\n");
            assertThat(status(other)).as("a piece of another form").isEqualTo("200");
            assertThat(body(other)).isEqualTo(content);
            assertThat(coding(ask("HEAD", name, GZIP, "Range: bytes=3-9\r\n"))).as("HEAD has no ranges")
                    .isEqualTo("gzip");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip, deflate, br, zstd|br", "gzip, zstd|zstd", "gzip|gzip", "*|br",
        "br;q=0, *|zstd",
        "br;q=0.5, zstd;q=0.6|zstd", "identity;q=0|", "identity, br;q=0.9|", "br;q=0, zstd;q=0, gzip;q=0.001|gzip",
        "deflate|", "BR|br", "x-gzip|gzip"})
    void neighboursAreChosenByWeight(String accept, String coding) throws IOException {
        write("small.css.br", "br");
        write("small.css.zst", "zstd");
        write("small.css.gz", "gzip");
        for (int i = 0; i < 2; i++) {
            String reply = get("/small.css", "Accept-Encoding: " + accept + "\r\n");
            assertThat(coding(reply)).isEqualTo(coding);
            assertThat(body(reply)).isEqualTo(coding == null ? SMALL : coding);
            assertThat(field(reply, "Content-Type")).isEqualTo("text/css; charset=utf-8");
            assertThat(field(reply, "Vary")).isEqualTo("Accept-Encoding");
        }
    }

    /// Small ones from memory, large ones from the disk.
    @ParameterizedTest
    @ValueSource(ints = {10, 200_000})
    void aNeighbourIsAFileLikeAnyOther(int size) throws IOException {
        String content = "0123456789".repeat(size / 10);
        write("small.css.br", content);
        String whole = get("/small.css", BROWSER);
        String tag = field(whole, "ETag");
        assertThat(body(whole)).isEqualTo(content);
        assertThat(tag).endsWith("-br\"").isNotEqualTo(field(get("/small.css.br"), "ETag"));
        for (int i = 0; i < 2; i++) {
            assertThat(ask("HEAD", "/small.css", BROWSER)).isEqualTo(head(whole) + "\r\n");
            String part = get("/small.css", BROWSER, "Range: bytes=2-4\r\n");
            assertThat(status(part)).isEqualTo("206");
            assertThat(coding(part)).isEqualTo("br");
            assertThat(field(part, "Content-Range")).isEqualTo("bytes 2-4/" + size);
            assertThat(body(part)).isEqualTo("234");
            assertThat(body(get("/small.css", BROWSER, "Range: bytes=-3\r\nIf-Range: " + tag + "\r\n")))
                    .isEqualTo("789");
            assertThat(field(get("/small.css", BROWSER, "Range: bytes=" + size + "-\r\n"), "Content-Range"))
                    .isEqualTo("bytes */" + size);
            assertThat(status(get("/small.css", BROWSER, "If-None-Match: " + tag + "\r\n"))).isEqualTo("304");
            String plain = field(get("/small.css"), "ETag");
            assertThat(status(get("/small.css", BROWSER, "Range: bytes=0-1\r\nIf-Range: " + plain + "\r\n")))
                    .isEqualTo("200");
        }
        assertThat(field(get("/small.css.br"), "Content-Type")).doesNotContain("css");
        assertThat(coding(get("/small.css.br"))).as("under its own name").isNull();
        assertThat(get("/", "Accept: text/plain\r\n")).contains("small.css.br");
    }

    @Test
    void aNeighbourShowsWhenItComesChangesAndGoes() throws IOException {
        assertThat(coding(get("/small.css", BROWSER))).isEqualTo("gzip");
        Path beside = write("small.css.br", "one");
        assertThat(coding(get("/small.css", BROWSER))).as("within a second").isEqualTo("gzip");
        bench.pass(Duration.ofNanos(KeptForms.LOOK_AGAIN_NANOS));
        assertThat(body(get("/small.css", BROWSER))).isEqualTo("one");
        write("small.css.br", "two");
        touch(beside, Duration.ofNanos(1));
        assertThat(body(get("/small.css", BROWSER))).as("at once").isEqualTo("two");
        Files.delete(beside);
        assertThat(coding(get("/small.css", BROWSER))).as("at once").isEqualTo("gzip");
    }

    @Test
    void aNeighbourThatIsOlderThanItsFileDoesNotCount() throws IOException {
        Path beside = write("small.css.br", "br");
        assertThat(coding(get("/small.css", BROWSER))).isEqualTo("br");
        touch(root.resolve("small.css"), Duration.ofNanos(1));
        assertThat(coding(get("/small.css", BROWSER))).as("from memory").isEqualTo("gzip");
        assertThat(coding(get("/small.css?query", BROWSER))).as("from the disk").isEqualTo("gzip");
        touch(beside, Duration.ofNanos(1));
        assertThat(coding(get("/small.css?query", BROWSER))).isEqualTo("br");
    }

    @Test
    void onlyAFileInsideIsANeighbour(@TempDir Path outside) throws IOException {
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("small.css.br"), secret);
        Files.createDirectory(root.resolve("small.css.zst"));
        assertThat(coding(get("/small.css", BROWSER))).isEqualTo("gzip");
        Files.createDirectory(root.resolve("folder"));
        write("folder.br", "br");
        assertThat(status(get("/folder", BROWSER))).isEqualTo("301");
        write("missing.css.br", "br");
        assertThat(status(get("/missing.css", BROWSER))).isEqualTo("404");
    }

    @Test
    void whereTheDescriptorsRunOutTheFileItselfIsSent() throws Exception {
        VirtualFilesystem files = new RootedFilesystem(root);
        AtomicInteger refused = new AtomicInteger();
        VirtualFilesystem scarce = watched(files, (path, file) -> {
            if (path.name().endsWith(".br")) {
                refused.incrementAndGet();
                throw new FilesystemException(FilesystemException.Reason.BUSY, path, null);
            }
            return file;
        });
        http.extensions().replace("files", extension(scarce, FileExtension.Settings.DEFAULT));
        write("large.txt.br", "br");
        assertThat(gunzip(body(get("/large.txt", BROWSER)))).isEqualTo(LARGE);
        assertThat(refused).hasValue(1);
    }

    @Test
    void anIndexFileHasFormsToo() throws IOException {
        write("index.html", SMALL);
        write("index.html.zst", "zstd");
        for (int i = 0; i < 2; i++) {
            assertThat(body(get("/", BROWSER))).isEqualTo("zstd");
            assertThat(gunzip(body(get("/", GZIP)))).isEqualTo(SMALL);
        }
    }

    @Test
    void aFolderIsListedCompressed() throws IOException {
        String plain = get("/");
        String reply = get("/", GZIP);
        assertThat(coding(reply)).isEqualTo("gzip");
        assertThat(gunzip(body(reply))).isEqualTo(body(plain)).contains("small.css");
        assertThat(head(reply)).contains("Vary: Accept\r\n").contains("Vary: Accept-Encoding\r\n");
        assertThat(head(plain)).contains("Vary: Accept\r\n").contains("Vary: Accept-Encoding\r\n");
    }

    @Test
    void eachKindCanBeSwitchedOff() throws Exception {
        write("small.css.br", "br");
        http.settings(http.settings().compressing(false));
        assertThat(coding(get("/small.css", BROWSER))).isEqualTo("br");
        assertThat(coding(get("/small.css", GZIP))).isNull();
        FileExtension.Settings usual = FileExtension.Settings.DEFAULT;
        http.extensions().replace("files", extension(new RootedFilesystem(root), new FileExtension.Settings(
                List.of("index.html"), true, false, usual.memory(), usual.memoryFile(), false)));
        assertThat(head(get("/small.css", BROWSER))).doesNotContain("Vary").doesNotContain("Content-Encoding");
        http.settings(http.settings().compressing(true));
        http.extensions().replace("files", extension(new RootedFilesystem(root), new FileExtension.Settings(
                List.of("index.html"), true, false, 0, usual.memoryFile(), false)));
        assertThat(gunzip(body(get("/small.css", BROWSER)))).as("without any memory").isEqualTo(SMALL);
    }

    /// Sees every file that is opened.
    private interface Opening {
        OpenFile opened(VirtualPath path, OpenFile file) throws FilesystemException;
    }

    private static VirtualFilesystem watched(VirtualFilesystem files, Opening opening) {
        return (VirtualFilesystem) Proxy.newProxyInstance(CompressedFilesTest.class.getClassLoader(),
                new Class<?>[]{VirtualFilesystem.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(files, arguments);
                        return method.getName().equals("open")
                                ? opening.opened((VirtualPath) arguments[0], (OpenFile) result)
                                : result;
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /// Notes the threads on which a file is read.
    private record WatchedFile(OpenFile file, Set<String> readers) implements OpenFile {
        @Override
        public Attributes attributes() {
            return file.attributes();
        }

        @Override
        public Producer produce(long position, long count) {
            Producer inner = file.produce(position, count);
            return new Producer() {
                @Override
                public Next more(ByteBuffer into) throws IOException {
                    readers.add(Thread.currentThread().getName());
                    return inner.more(into);
                }

                @Override
                public void close() {
                    inner.close();
                }
            };
        }

        @Override
        public void close() {
            file.close();
        }
    }

    @Test
    void aSmallFileIsReadAndCompressedOnceAndALargeOneNeverHere() throws Exception {
        Set<String> readers = ConcurrentHashMap.newKeySet();
        List<String> opened = new ArrayList<>();
        http.extensions().replace("files", extension(watched(new RootedFilesystem(root), (path, file) -> {
            opened.add(path.name());
            return new WatchedFile(file, readers);
        }), FileExtension.Settings.DEFAULT));
        List<Bench.Peer> peers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            peers.add(bench.connect(acceptor)
                    .send("GET /small.css HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + BROWSER + "\r\n"));
        }
        for (Bench.Peer peer : peers) {
            peer.expectEnd();
            assertThat(gunzip(body(peer.got()))).isEqualTo(SMALL);
        }
        assertThat(opened).containsExactly("small.css");
        readers.clear();
        assertThat(gunzip(body(get("/large.txt", GZIP)))).isEqualTo(LARGE);
        assertThat(readers).isNotEmpty().allMatch(name -> name.startsWith("medusa-http-compressor-"));
    }

    private String noise() {
        byte[] noise = new byte[8 << 20];
        new Random(1).nextBytes(noise);
        return new String(noise, StandardCharsets.ISO_8859_1);
    }

    /// What a narrow client gets of a large file that something happens to when the first bytes have come.
    private String whileItIsSent(Path file, IoAction action) throws IOException {
        var peer = bench.connectNarrow(acceptor)
                .send("GET /" + file.getFileName() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + GZIP + "\r\n");
        bench.until("the beginning", () -> peer.poll() > 0);
        action.run();
        peer.expectGone();
        return peer.got();
    }

    private interface IoAction {
        void run() throws IOException;
    }

    @Test
    void aFileThatIsRewrittenMeanwhileIsCutAndNotMixed() throws IOException {
        Path file = write("noise.txt", noise());
        String got = whileItIsSent(file, () -> Files.writeString(file, "y".repeat(8 << 20)));
        assertThat(coding(got)).isEqualTo("gzip");
        assertThat(got).as("no last chunk").doesNotEndWith("0\r\n\r\n");
        Path shrinks = write("shrinks.txt", noise());
        assertThat(whileItIsSent(shrinks, () -> Files.writeString(shrinks, "y"))).doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void aFileThatIsReplacedDeletedOrAppendedToMeanwhileArrivesAsItWas() throws IOException {
        String content = noise();
        Path replaced = write("replaced.txt", content);
        assertThat(gunzip(body(whileItIsSent(replaced, () -> Files.move(write("new", "new"), replaced,
                StandardCopyOption.REPLACE_EXISTING)))).equals(content)).isTrue();
        Path deleted = write("deleted.txt", content);
        assertThat(gunzip(body(whileItIsSent(deleted, () -> Files.delete(deleted)))).equals(content)).isTrue();
        Path log = write("log.txt", content);
        assertThat(gunzip(body(whileItIsSent(log, () -> Files.writeString(log, "more", StandardOpenOption.APPEND))))
                .equals(content)).isTrue();
    }

    @Test
    void aClientWhoVanishesLeavesNoFileOpen() throws Exception {
        AtomicInteger open = new AtomicInteger();
        http.extensions().replace("files",
                extension(watched(new RootedFilesystem(root), (path, file) -> new OpenFile() {
                    @Override
                    public Attributes attributes() {
                        return file.attributes();
                    }

                    @Override
                    public Producer produce(long position, long count) {
                        open.incrementAndGet();
                        return new medusa.producer.HookedProducer(file.produce(position, count),
                                (bytes, complete) -> open.decrementAndGet());
                    }

                    @Override
                    public void close() {
                        file.close();
                    }
                }), FileExtension.Settings.DEFAULT));
        write("noise.txt", noise());
        for (int i = 0; i < 100; i++) {
            var peer = bench.connectNarrow(acceptor).send("GET /noise.txt HTTP/1.1\r\nHost: x\r\n" + GZIP + "\r\n");
            bench.until("the beginning", () -> peer.poll() > 0);
            peer.reset();
            bench.pass(HttpSettings.DEFAULT.idle());
        }
        bench.until("all of them closed", () -> open.get() == 0);
        assertThat(coding(get("/large.txt", GZIP))).as("there is room again").isEqualTo("gzip");
    }
}
