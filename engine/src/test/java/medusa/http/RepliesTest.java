package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.filesystem.ReadOnlyFilesystem;
import medusa.filesystem.RootedFilesystem;
import medusa.http.ReplyReader.Reply;
import medusa.http.extension.FileExtension;
import medusa.log.AccessLog;
import medusa.producer.LinesProducer;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// What the standards ask of replies, over the wire, for files and for extensions: each reply is read by [ReplyReader], which
/// takes nothing that is not exactly a reply.
@Timeout(60)
class RepliesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String MODIFIED = "Sat, 29 Feb 2020 10:11:12 GMT";
    private static final String LATER = "Sat, 29 Feb 2020 10:11:13 GMT";

    @TempDir
    private Path folder;
    private Bench bench;
    private HttpServer http;
    private Acceptor acceptor;

    private record Scripted(String prefix, Answer answer) implements Extension {
        @Override
        public String name() {
            return prefix;
        }

        @Override
        public boolean match(HttpRequest request) {
            return request.path().startsWith(prefix);
        }

        @Override
        public void handle(HttpRequest request) throws Exception {
            answer.to(request);
        }
    }

    private interface Answer {
        void to(HttpRequest request) throws Exception;
    }

    @BeforeEach
    void open() throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "0123456789");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-02-29T10:11:12.5Z")));
        Files.createDirectory(folder.resolve("sub"));
        bench = new Bench();
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(), InstantSource.fixed(NOW));
        http.extensions().install(Place.BACK, new FileExtension(new ReadOnlyFilesystem(new RootedFilesystem(folder)),
                FileExtension.Settings.DEFAULT, new MimeTypes(Map.of())));
        acceptor = bench.listen(http::newChannel);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private Reply ask(String method, String target, String... fields) throws IOException {
        String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return raw(method + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + lines + "\r\n", method);
    }

    private Reply get(String target, String... fields) throws IOException {
        return ask("GET", target, fields);
    }

    private Reply raw(String request, String method) throws IOException {
        Bench.Peer peer = bench.connect(acceptor).send(request).expectEnd();
        peer.hangUp();
        List<Reply> replies = ReplyReader.read(peer.got(), List.of(method));
        assertThat(replies).hasSize(1);
        return replies.getFirst();
    }

    private static Map<String, String> without(Reply reply, String... names) {
        Map<String, String> fields = new TreeMap<>(reply.fields());
        fields.keySet().removeAll(List.of(names));
        return fields;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a.txt", "/sub", "/sub/", "/nowhere", "/%2f", "/a.txt?q"})
    void headIsGetWithoutTheBody(String target) throws IOException {
        Reply get = get(target);
        Reply head = ask("HEAD", target);
        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.fields()).isEqualTo(get.fields());
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aReply304HasTheValidatorsOfTheFileAndNoLength() throws IOException {
        Reply whole = get("/a.txt");
        Reply same = get("/a.txt", "If-None-Match: " + whole.fields().get("etag"));
        assertThat(same.status()).isEqualTo(304);
        for (String name : List.of("date", "etag", "last-modified")) {
            assertThat(same.fields()).containsEntry(name, whole.fields().get(name));
        }
        assertThat(same.fields().get("vary")).isEqualTo(whole.fields().get("vary"));
        assertThat(same.fields()).doesNotContainKeys("content-length", "transfer-encoding");
    }

    @Test
    void aReply206HasEveryFieldOfTheWhole() throws IOException {
        Reply whole = get("/a.txt");
        Reply part = get("/a.txt", "Range: bytes=2-4");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.fields()).containsEntry("content-range", "bytes 2-4/10");
        assertThat(without(part, "content-range", "content-length")).isEqualTo(without(whole, "content-length"));
        Reply guarded = get("/a.txt", "Range: bytes=2-4", "If-Range: " + whole.fields().get("etag"));
        assertThat(guarded).isEqualTo(part);
        assertThat(get("/a.txt", "Range: bytes=2-4", "If-Range: \"other\"")).isEqualTo(whole);
        assertThat(get("/a.txt", "If-Range: \"other\"")).isEqualTo(whole);
    }

    /// RFC 9110 §14.6, §15.3.7.2: parts divided by CR LF alone, each with its own range, and none in the head.
    @Test
    void severalPartsSayTheirRangesWithin() throws IOException {
        Reply reply = get("/a.txt", "Range: bytes=8-,0-1,4-4");
        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.fields()).doesNotContainKey("content-range");
        String type = reply.fields().get("content-type");
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String boundary = type.substring(type.indexOf('=') + 1);
        StringBuilder expected = new StringBuilder();
        for (String part : List.of("8-9|89", "0-1|01", "4-4|4")) {
            expected.append("\r\n--").append(boundary)
                    .append("\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ")
                    .append(part.replace("|", "/10\r\n\r\n"));
        }
        assertThat(reply.body()).isEqualTo(expected.append("\r\n--" + boundary + "--\r\n").substring(2));
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-0, 0", "'bytes=0-3,2-5', 012345", "'bytes=0-1,50-', 01"})
    void onePartIsNeverMultipart(String range, String body) throws IOException {
        Reply reply = get("/a.txt", "Range: " + range);
        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.fields().get("content-type")).startsWith("text/plain");
        assertThat(reply.fields()).containsKey("content-range");
        assertThat(reply.body()).isEqualTo(body);
    }

    @Test
    void aRangeIsForGetAlone() throws IOException {
        assertThat(ask("HEAD", "/a.txt", "Range: bytes=0-1")).isEqualTo(ask("HEAD", "/a.txt"));
        assertThat(get("/a.txt", "Range: lines=0-1")).isEqualTo(get("/a.txt"));
        assertThat(get("/a.txt", "Range: bytes=0-1", "If-None-Match: *").status()).isEqualTo(304);
        assertThat(get("/a.txt", "Range: bytes=0-1", "If-Match: \"x\"").status()).isEqualTo(412);
        assertThat(get("/nowhere", "Range: bytes=0-1").status()).isEqualTo(404);
    }

    /// RFC 9110 §13.2.1: what would not succeed anyway is not asked for its conditions.
    @ParameterizedTest
    @ValueSource(strings = {"If-Match: \"x\"", "If-None-Match: *", "If-Unmodified-Since: " + MODIFIED,
        "If-Modified-Since: " + LATER})
    void conditionsCountForSuccessAlone(String condition) throws IOException {
        assertThat(get("/nowhere", condition).status()).isEqualTo(404);
        assertThat(get("/sub", condition).status()).isEqualTo(301);
        assertThat(ask("DELETE", "/a.txt", condition).status()).isEqualTo(405);
        assertThat(ask("OPTIONS", "/a.txt", condition).status()).isEqualTo(204);
        assertThat(ask("BREW", "/a.txt", condition).status()).isEqualTo(501);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"If-Match: \"x\"|412", "If-Match: *|200", "If-None-Match: *|304",
        "If-Unmodified-Since: Sat, 29 Feb 2020 10:11:11 GMT|412", "If-Unmodified-Since: " + MODIFIED + "|200",
        "If-Modified-Since: " + MODIFIED + "|304", "If-Modified-Since: Sat Feb 29 10:11:12 2020|304",
        "If-Modified-Since: Saturday, 29-Feb-20 10:11:12 GMT|304", "If-Modified-Since: yesterday|200",
        "If-Modified-Since: " + MODIFIED + ", " + MODIFIED + "|200"})
    void conditionsAreEvaluatedFirst(String condition, int status) throws IOException {
        assertThat(get("/a.txt", condition).status()).isEqualTo(status);
        assertThat(ask("HEAD", "/a.txt", condition).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE"})
    void aMethodThatIsNotAllowedIsToldWhichAre(String method) throws IOException {
        Reply reply = ask(method, "/a.txt");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.fields()).containsEntry("allow", "GET, HEAD, OPTIONS");
        assertThat(reply.body()).doesNotContain("Host: a"); // TRACE would send it back
    }

    @Test
    void whatIsTooLargeIsAClientError() throws IOException {
        assertThat(get("/" + "a".repeat(9000)).status()).isEqualTo(414);
        assertThat(get("/", "X: " + "y".repeat(9000)).status()).isEqualTo(431);
        assertThat(get("/", "X: y\r\n".repeat(101) + "Z: z").status()).isEqualTo(431);
        assertThat(raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999999\r\n\r\n", "POST").status())
                .isEqualTo(413);
        assertThat(get("/?" + "a".repeat(7980)).status()).as("8,000 bytes are to be taken").isEqualTo(200);
    }

    @Test
    void whatMustHaveNoContentHasNone() throws Exception {
        for (int status : new int[]{204, 205, 304}) {
            http.extensions().install(Place.FRONT, new Scripted("/bytes" + status,
                    request -> request.reply(status).send("content")));
            http.extensions().install(Place.FRONT, new Scripted("/stream" + status,
                    request -> request.reply(status).stream(new LinesProducer(List.of("content").iterator()))));
            http.extensions().install(Place.FRONT, new Scripted("/length" + status, request -> request.reply(status)
                    .send(new LinesProducer(List.of("content").iterator()), 9)));
            for (String way : List.of("/bytes", "/stream", "/length")) {
                Reply reply = get(way + status);
                assertThat(reply.status()).isEqualTo(status);
                assertThat(reply.body()).isEmpty();
                assertThat(reply.fields()).doesNotContainKey("transfer-encoding");
                assertThat(reply.fields().get("content-length")).isEqualTo(status == 205 ? "0" : null);
            }
        }
    }

    /// RFC 9110 §13.1, §14: nothing tells one listing from another, and no part of one can be had.
    @Test
    void aListingIsConditionalToo() throws IOException {
        Reply whole = get("/sub/");
        assertThat(whole.fields()).doesNotContainKeys("etag", "last-modified", "accept-ranges");
        for (String field : List.of("If-Match: *", "If-None-Match: \"x\"", "If-Modified-Since: " + LATER,
                "If-Unmodified-Since: Sat, 29 Feb 1980 10:11:12 GMT", "Range: bytes=0-1",
                "Range: bytes=0-1\r\nIf-Range: \"x\"", "Range: bytes=0-1\r\nIf-Range: " + MODIFIED)) {
            assertThat(get("/sub/", field)).as(field).isEqualTo(whole);
        }
        assertThat(get("/sub/", "If-Match: \"x\"").status()).isEqualTo(412);
        Reply same = get("/sub/", "If-None-Match: *");
        assertThat(same.status()).isEqualTo(304);
        for (String name : List.of("date", "cache-control", "vary")) {
            assertThat(same.fields()).containsEntry(name, whole.fields().get(name));
        }
        assertThat(same.fields()).containsEntry("vary", "Accept, Accept-Encoding");
    }

    /// RFC 9110 §8.7, §14.4: both belong to what a request brings along, and this one brings nothing.
    @ParameterizedTest
    @ValueSource(strings = {"Content-Range: bytes 2-4/10", "Content-Location: /sub/", "Content-Location: /nowhere"})
    void aFieldAboutContentChangesNotWhatIsAskedFor(String field) throws IOException {
        assertThat(get("/a.txt", field)).isEqualTo(get("/a.txt"));
        assertThat(get("/a.txt", field, "Range: bytes=5-6").body()).isEqualTo("56");
    }

    /// RFC 9110 §9.3.2, also where the rest of the request is none.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/ HTTP/1.1|Host: a\\r\\nHost: b|400", "/ HTTP/1.1|X: y|400",
        "/ HTTP/1.1|Host : a|400", "/ HTTP/2.0|Host: a|505", "/%zz HTTP/1.1|Host: a|400", "/a b HTTP/1.1|Host: a|400",
        "/ HTTP/1.1|Host: a\\r\\nContent-Length: x|400", "/ HTTP/1.1|Host: a\\r\\nTransfer-Encoding: cow, chunked|501"})
    void aHeadThatIsRefusedGetsNoContent(String line, String fields, int status) throws IOException {
        String request = line + "\r\n" + fields.replace("\\r\\n", "\r\n") + "\r\n\r\n";
        Reply head = raw("HEAD " + request, "HEAD");
        assertThat(head.status()).isEqualTo(status);
        assertThat(head.body()).isEmpty();
        assertThat(raw("GET " + request, "GET").fields()).isEqualTo(head.fields());
    }

    @Test
    void aHeadThatIsTooLongOrNotWholeGetsNoContent() throws IOException {
        assertThat(ask("HEAD", "/" + "a".repeat(9000)).status()).isEqualTo(414);
        assertThat(ask("HEAD", "/", "X: " + "y".repeat(9000)).status()).isEqualTo(431);
        Bench.Peer peer = bench.connect(acceptor).send("HEAD / HTTP/1.1\r\nHo").halfClose().expectEnd();
        assertThat(ReplyReader.read(peer.got(), List.of("HEAD")).getFirst().status()).isEqualTo(400);
        assertThat(peer.got()).endsWith("\r\n\r\n");
        Bench.Peer other = bench.connect(acceptor).send("HEADS / HTTP/1.1\r\nHo").halfClose().expectEnd();
        assertThat(ReplyReader.read(other.got()).getFirst().body()).isNotEmpty();
    }

    /// RFC 9110 §5.3: a field that is still to come may change everything.
    @Test
    void nothingIsDoneBeforeTheHeadIsWhole() throws Exception {
        List<String> asked = new ArrayList<>();
        http.extensions().install(Place.FRONT, new Scripted("/act", request -> {
            asked.add(request.method());
            request.reply(204).send();
        }));
        Bench.Peer peer = bench.connect(acceptor).dribble("DELETE /act HTTP/1.1\r\nHost: a\r\nIf-Match: \"x\"\r\n");
        assertThat(asked).isEmpty();
        assertThat(peer.poll()).isZero();
        peer.send("\r\n");
        bench.until("the request", () -> !asked.isEmpty());
        assertThat(asked).containsExactly("DELETE");
    }

    /// RFC 9110 §2.3: the longest name there can be, each byte of it escaped.
    @Test
    void whatIsLinkedCanBeAskedFor() throws IOException {
        Files.writeString(folder.resolve("sub/" + "\u00fc".repeat(127)), "content");
        String name = "%C3%BC".repeat(127);
        assertThat(get("/sub/").body()).contains("href=\"" + name + "\"");
        assertThat(get("/sub/" + name).body()).isEqualTo("content");
    }

    /// RFC 9110 §2.2, §10.2.2: browsers send more as it is than a URI may have.
    @Test
    void aRedirectLeadsToAUri() throws IOException {
        assertThat(get("/sub?a|b{`}\\^[c]%7c").fields()).containsEntry("location",
                "/sub/?a%7Cb%7B%60%7D%5C%5E%5Bc%5D%7c");
        assertThat(get("/sub?").fields()).containsEntry("location", "/sub/?");
    }

    /// A 404 may be kept by caches, and comes in several forms.
    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/a%2fb"})
    void anErrorSaysWhatItsFormDependsOn(String target) throws IOException {
        assertThat(get(target, "Accept: text/plain").fields())
                .containsEntry("content-type", "text/plain; charset=utf-8")
                .containsEntry("vary", "Accept");
    }

    /// RFC 9110 §7.4: neither another host nor another port is refused, but https without TLS is.
    @Test
    void aWholeUriIsTakenUnlessItAsksForTls() throws IOException {
        assertThat(get("http://other.example:99/a.txt")).isEqualTo(get("/a.txt"));
        assertThat(get("https://a/a.txt").status()).isEqualTo(421);
        assertThat(ask("OPTIONS", "HTTPS://a").status()).isEqualTo(421);
    }

    @Test
    void aTunnelIsRefused() throws Exception {
        http.extensions().install(Place.FRONT, new Scripted("", request -> request.reply(200).send("a tunnel")));
        assertThat(ask("CONNECT", "a:80").status()).isEqualTo(501);
    }
}
