package medusa.http.extension;

import static medusa.http.extension.UploadBench.error;
import static medusa.http.extension.UploadBench.head;
import static medusa.http.extension.UploadBench.reply;
import static medusa.http.extension.UploadBench.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.auth.User;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualPath;
import medusa.metrics.Counter;
import medusa.reactor.Bench;
import medusa.reactor.Channel;

/// Files that come in parts, over the wire.
@Timeout(60)
class PartialUploadTest {
    @TempDir
    private Path folder;
    private UploadBench up;

    @BeforeEach
    void open() throws Exception {
        up = new UploadBench(Files.createDirectory(folder.resolve("root")), UploadBench.USUAL);
    }

    @AfterEach
    void close() throws IOException {
        up.close();
    }

    /// An upload whose client ends it when so much has come.
    private void breakOff(String path, int total, String come) throws IOException {
        long before = up.count(Counter.UPLOADS_BROKEN);
        Bench.Peer peer = up.peer().send(head("PUT", path, "Content-Length: " + total) + come).halfClose();
        up.bench.until("the end", () -> up.count(Counter.UPLOADS_BROKEN) > before);
        peer.hangUp();
    }

    private String part(String path, int first, int last, int total, String content, String... fields)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("Content-Range: bytes " + first + "-" + last + "/" + total);
        return up.put(path, content, all.toArray(String[]::new));
    }

    private String question(String path, int total, String... fields) throws IOException {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("Content-Range: bytes */" + total);
        return up.put(path, "", all.toArray(String[]::new));
    }

    private static String partly(int there) {
        return there == 0
                ? reply("202 Accepted", "Connection: close", "Content-Length: 0")
                : reply("202 Accepted", "Connection: close", "Range: bytes=0-" + (there - 1), "Content-Length: 0");
    }

    private static String gap(int there) {
        return there == 0
                ? error("409 Conflict", "What comes before this part is not there.")
                : error("409 Conflict", "What comes before this part is not there.", "Range: bytes=0-" + (there - 1));
    }

    private String made(String path) throws IOException {
        return reply("201 Created", "Connection: close", "ETag: " + up.etag(path), "Content-Length: 0");
    }

    @Test
    void whatBrokeOffIsContinued() throws IOException {
        breakOff("/sub/a", 10, "01234");
        assertThat(up.disk("sub")).containsExactly("~");
        assertThat(question("/sub/a", 10)).isEqualTo(partly(5));
        assertThat(part("/sub/a", 5, 9, 10, "56789")).isEqualTo(made("/sub/a"));
        assertThat(up.read("sub/a")).isEqualTo("0123456789");
        assertThat(up.disk("sub")).containsExactly("a");
        assertThat(question("/sub/a", 10)).isEqualTo(partly(0));
    }

    @Test
    void aFileMayComeInPartsThatOverlap() throws IOException {
        assertThat(part("/a", 0, 3, 10, "0123")).isEqualTo(partly(4));
        assertThat(part("/a", 4, 7, 10, "xxxx")).isEqualTo(partly(8));
        assertThat(part("/a", 4, 5, 10, "45")).as("what was behind is forgotten").isEqualTo(partly(6));
        assertThat(part("/a", 8, 9, 10, "89")).isEqualTo(gap(6));
        assertThat(part("/a", 6, 9, 10, "6789")).isEqualTo(made("/a"));
        assertThat(up.read("a")).isEqualTo("0123456789");
    }

    @Test
    void aPartThatBreaksOffIsContinuedToo() throws IOException {
        part("/sub/a", 0, 3, 10, "0123");
        Bench.Peer peer = up.peer().send(
                head("PUT", "/sub/a", "Content-Length: 6", "Content-Range: bytes 4-9/10") + "45");
        up.bench.until("what has come", () -> tilde("sub").equals("012345"));
        assertThat(question("/sub/a", 10)).isEqualTo(error("503 Service Unavailable",
                "This file is still coming in by another request.", "Retry-After: 5"));
        assertThat(part("/sub/a", 6, 9, 10, "6789")).startsWith("HTTP/1.1 503 ");
        peer.reset();
        up.bench.until("the end", () -> up.count(Counter.UPLOADS_BROKEN) == 1);
        assertThat(question("/sub/a", 10)).isEqualTo(partly(6));
        assertThat(part("/sub/a", 6, 9, 10, "6789")).isEqualTo(made("/sub/a"));
        assertThat(up.read("sub/a")).isEqualTo("0123456789");
    }

    /// What the one temporary file of a folder holds.
    private String tilde(String in) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(up.root.resolve(in), ".medusa-upload-*")) {
            return Files.readString(files.iterator().next());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void beginningAnewForgetsWhatWasThere() throws IOException {
        part("/sub/a", 0, 3, 10, "0123");
        assertThat(part("/sub/a", 0, 1, 10, "ab")).isEqualTo(partly(2));
        up.untilDisk("sub", "~");
        assertThat(question("/sub/a", 10)).isEqualTo(partly(2));
        assertThat(up.put("/sub/a", "9876543210")).isEqualTo(made("/sub/a"));
        up.untilDisk("sub", "a");
        assertThat(part("/sub/a", 2, 9, 10, "23456789")).isEqualTo(gap(0));
        assertThat(part("/sub/a", 0, 9, 10, "0123456789")).startsWith("HTTP/1.1 204 ");
    }

    @Test
    void onlyWhoBeganGoesOn() throws IOException {
        part("/a", 0, 3, 10, "0123", "User: anna");
        assertThat(question("/a", 10, "User: ben")).isEqualTo(partly(0));
        assertThat(question("/a", 10)).isEqualTo(partly(0));
        assertThat(part("/a", 4, 9, 10, "456789", "User: ben")).isEqualTo(gap(0));
        assertThat(part("/a", 4, 10, 11, "4567890", "User: anna")).as("another length").isEqualTo(gap(0));
        part("/b", 0, 3, 10, "0123");
        Bench.Peer other = up.bench.connectFrom(InetAddress.getByName("127.0.0.2"), up.acceptor)
                .send(head("PUT", "/b", "Content-Length: 0", "Content-Range: bytes */10"));
        assertThat(up.answer(other)).isEqualTo(partly(0).replace("Connection: close\r\n", ""));
        assertThat(question("/b", 10)).isEqualTo(partly(4));
        assertThat(part("/a", 4, 9, 10, "456789", "User: anna")).startsWith("HTTP/1.1 201 ");
    }

    @Test
    void whatStandsStillIsForgotten() throws IOException {
        part("/sub/a", 0, 3, 10, "0123");
        up.bench.pass(Duration.ofMinutes(59));
        assertThat(part("/sub/a", 4, 5, 10, "45")).isEqualTo(partly(6));
        up.bench.pass(Duration.ofMinutes(59));
        assertThat(question("/sub/a", 10)).isEqualTo(partly(6));
        up.bench.pass(Duration.ofMinutes(2));
        up.untilDisk("sub");
        assertThat(question("/sub/a", 10)).isEqualTo(partly(0));
    }

    @Test
    void soManyAreKept() throws IOException {
        for (int i = 0; i < 5; i++) {
            part("/sub/" + i, 0, 0, 10, "0", "User: anna");
        }
        up.untilDisk("sub", "~", "~", "~", "~");
        assertThat(question("/sub/0", 10, "User: anna")).as("the oldest").isEqualTo(partly(0));
        assertThat(question("/sub/1", 10, "User: anna")).isEqualTo(partly(1));
        for (int i = 0; i < 32; i++) {
            part("/home/" + i, 0, 0, 10, "0", "User: u" + i);
        }
        up.untilDisk("sub");
        assertThat(question("/home/0", 10, "User: u0")).isEqualTo(partly(1));
    }

    /// Those of strangers go first, however new they are.
    @Test
    void usersOutliveStrangers() throws IOException {
        for (int i = 0; i < 31; i++) {
            part("/home/" + i, 0, 0, 10, "0", "User: u" + i);
        }
        assertThat(part("/sub/stranger", 0, 0, 10, "0")).isEqualTo(partly(1));
        assertThat(part("/sub/newer", 0, 0, 10, "0")).isEqualTo(partly(1));
        assertThat(question("/sub/stranger", 10)).isEqualTo(partly(0));
        assertThat(question("/home/0", 10, "User: u0")).as("the oldest").isEqualTo(partly(1));
        part("/home/31", 0, 0, 10, "0", "User: u31");
        assertThat(question("/sub/newer", 10)).isEqualTo(partly(0));
        assertThat(part("/sub/none", 0, 0, 10, "0")).as("there is no place").isEqualTo(partly(0));
        assertThat(part("/sub/none", 1, 1, 10, "1")).isEqualTo(gap(0));
        assertThat(question("/home/0", 10, "User: u0")).isEqualTo(partly(1));
        part("/home/32", 0, 0, 10, "0", "User: u32");
        assertThat(question("/home/0", 10, "User: u0")).isEqualTo(partly(0));
        up.untilDisk("sub");
    }

    @Test
    void strangersLeaveSoManyBytesBehind() {
        PartialUploads parts = new PartialUploads(up.bench.reactor(), Runnable::run, Duration.ofHours(1));
        List<String> closed = new ArrayList<>();
        PartialUploads.Key first = keep(parts, User.ANONYMOUS_NAME, "1", 600L << 20, closed);
        keep(parts, "anna", "2", 5L << 30, closed);
        keep(parts, User.ANONYMOUS_NAME, "3", 424L << 20, closed);
        assertThat(closed).isEmpty();
        keep(parts, User.ANONYMOUS_NAME, "4", (600L << 20) + 1, closed);
        assertThat(closed).containsExactly("1", "3");
        assertThat(parts.find(first, up.tree.unguarded())).isNull();
        keep(parts, User.ANONYMOUS_NAME, "5", (1L << 30) + 1, closed);
        assertThat(closed).containsExactly("1", "3", "5");
    }

    /// Each of another address.
    private PartialUploads.Key keep(PartialUploads parts, String user, String file, long size, List<String> closed) {
        Upload upload = (Upload) Proxy.newProxyInstance(Upload.class.getClassLoader(), new Class<?>[]{Upload.class},
                (_, _, _) -> {
                    closed.add(file);
                    return null;
                });
        PartialUploads.Key key = new PartialUploads.Key(new UploadRoom.Owner(user, file),
                VirtualPath.parse("/" + file), 10L << 30);
        parts.keep(key, new PartialUploads.Part(upload, size, up.tree.unguarded()));
        return key;
    }

    @Test
    void whenTheExtensionGoesSoDoesWhatItKept() throws IOException {
        part("/sub/a", 0, 3, 10, "0123");
        Bench.Peer peer = up.peer().send(head("PUT", "/sub/b", "Content-Length: 4") + "01");
        up.untilDisk("sub", "~", "~");
        up.http.extensions().remove("upload");
        up.untilDisk("sub", "~");
        assertThat(up.answer(peer.send("23"))).isEqualTo(
                made("/sub/b").replace("Connection: close\r\n", ""));
    }

    @Test
    void withoutKeepingNothingStays() throws Exception {
        up.close();
        up = new UploadBench(up.root, new UploadExtension.Settings(List.of(), Duration.ZERO, 64, 16, false));
        breakOff("/sub/a", 10, "01234");
        up.untilDisk("sub");
        assertThat(part("/sub/a", 0, 3, 10, "0123"))
                .isEqualTo(error("400 Bad Request", "Parts of files are not taken here."));
        assertThat(part("/sub/a", 0, 3, 4, "0123")).as("all of it").isEqualTo(made("/sub/a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bytes 0-3/*     | Content-Range must be bytes first-last/total, or bytes */total.
            bytes 0-3       | Content-Range must be bytes first-last/total, or bytes */total.
            bytes */*       | Content-Range must be bytes first-last/total, or bytes */total.
            items 0-3/10    | Content-Range must be bytes first-last/total, or bytes */total.
            bytes 0-3/9999999999999999999 | Content-Range must be bytes first-last/total, or bytes */total.
            bytes 3-0/10    | Content-Range must lie within the file.
            bytes 7-10/10   | Content-Range must lie within the file.
            bytes 0-4/10    | Content-Range and Content-Length do not agree.
            bytes */10      | Content-Range says that there is nothing here, but Content-Length says otherwise.
            """)
    void whatCannotBeFollowedIsNotTakenForAWhole(String range, String sentence) throws IOException {
        assertThat(up.put("/a", "0123", "Content-Range: " + range)).isEqualTo(error("400 Bad Request", sentence));
        assertThat(up.disk("")).doesNotContain("a").doesNotContain("~");
    }

    @Test
    void aPartSaysItsLengthAndItsPlaceOnce() throws IOException {
        assertThat(up.talk(head("PUT", "/a", "Transfer-Encoding: chunked", "Content-Range: bytes 0-3/10",
                "Connection: close") + "0\r\n\r\n"))
                .isEqualTo(error("411 Length Required", "A part of a file must come with its Content-Length."));
        assertThat(up.put("/a", "0123", "Content-Range: bytes 0-3/10", "Content-Range: bytes 0-3/10"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void theRightsAreAskedForEachPart() throws IOException {
        assertThat(status(part("/look/a", 0, 3, 10, "0123"))).isEqualTo("403");
        assertThat(status(question("/look/a", 10))).isEqualTo("403");
        part("/box/a", 0, 3, 8, "0123");
        up.write("box/a", "another's");
        assertThat(status(part("/box/a", 4, 7, 8, "4567"))).isEqualTo("403");
        assertThat(up.read("box/a")).isEqualTo("another's");
        up.untilDisk("box", "a");
    }

    @Test
    void conditionsCountForTheLastPart() throws IOException {
        part("/sub/a", 0, 3, 8, "0123");
        up.write("sub/a", "another's");
        assertThat(status(part("/sub/a", 4, 7, 8, "4567", "If-None-Match: *"))).isEqualTo("412");
        assertThat(up.read("sub/a")).isEqualTo("another's");
        assertThat(up.disk("sub")).containsExactly("a", "~");
        assertThat(question("/sub/a", 8)).as("as it was").isEqualTo(partly(4));
        assertThat(status(part("/sub/a", 2, 7, 8, "234567", "If-Match: \"other\""))).isEqualTo("412");
        assertThat(question("/sub/a", 8)).as("nothing is forgotten").isEqualTo(partly(4));
        assertThat(status(part("/sub/a", 4, 7, 8, "4567", "If-Match: *"))).isEqualTo("204");
        assertThat(up.read("sub/a")).isEqualTo("01234567");
        up.untilDisk("sub", "a");
    }

    /// Gone before it was even asked for the rest.
    @Test
    void whoGoesAtOnceLosesNothing() throws IOException {
        part("/sub/a", 0, 3, 8, "0123");
        long before = up.count(Counter.UPLOADS_BROKEN);
        up.opening = new CountDownLatch(1);
        up.peer().send(head("PUT", "/sub/a", "Content-Length: 4", "Content-Range: bytes 4-7/8"));
        up.bench.until("the request", () -> up.opened.get() > 0);
        up.bench.reactor().channels().forEach(Channel::close);
        up.bench.until("the loss", () -> up.bench.reactor().channels().isEmpty());
        up.opening.countDown();
        up.bench.until("the end", () -> up.count(Counter.UPLOADS_BROKEN) > before);
        assertThat(question("/sub/a", 8)).isEqualTo(partly(4));
        assertThat(part("/sub/a", 4, 7, 8, "4567")).isEqualTo(made("/sub/a"));
    }

    @Test
    void aFileThatVanishesMeanwhileIsNotMade() throws IOException {
        part("/sub/a", 0, 3, 8, "0123");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(up.root.resolve("sub"))) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        assertThat(status(part("/sub/a", 4, 7, 8, "4567"))).isEqualTo("409");
        assertThat(up.disk("sub")).isEmpty();
        part("/sub/a", 0, 3, 8, "0123");
        Files.move(up.root.resolve("sub"), up.root.resolve("moved"));
        assertThat(status(part("/sub/a", 4, 7, 8, "4567"))).as("in the folder that it was begun in").isEqualTo("201");
        assertThat(up.disk("moved")).containsExactly("a");
    }

    @Test
    void aTreeThatIsExchangedGetsNoPartsOfTheOldOne() throws IOException {
        part("/sub/a", 0, 3, 8, "0123");
        up.serve(Files.createDirectories(folder.resolve("other/sub")).getParent());
        assertThat(part("/sub/a", 4, 7, 8, "4567")).isEqualTo(gap(0));
        up.untilDisk("sub");
    }

    @Test
    void whatBrokeOffDoesNotKeepItsFolder() throws IOException {
        assertThat(status(up.ask("MKCOL", "/sub/new"))).isEqualTo("201");
        part("/sub/new/a", 0, 3, 8, "0123", "User: anna");
        assertThat(up.disk("sub")).containsExactly("new", "new/~");
        assertThat(status(up.ask("DELETE", "/sub/new/"))).isEqualTo("204");
        assertThat(up.disk("sub")).isEmpty();
        up.ask("MKCOL", "/sub/new");
        up.peer().send(head("PUT", "/sub/new/a", "Content-Length: 4") + "01");
        up.untilDisk("sub", "new", "new/~");
        assertThat(status(up.ask("DELETE", "/sub/new/"))).as("on its way in").isEqualTo("409");
    }
}
