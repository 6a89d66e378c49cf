package medusa.http.extension;

import static medusa.http.extension.UploadBench.error;
import static medusa.http.extension.UploadBench.field;
import static medusa.http.extension.UploadBench.head;
import static medusa.http.extension.UploadBench.plain;
import static medusa.http.extension.UploadBench.reply;
import static medusa.http.extension.UploadBench.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.metrics.Counter;
import medusa.reactor.Bench;
import medusa.reactor.ReactorSnapshot;

/// Whole files and folders, over the wire.
@Timeout(60)
class UploadExtensionTest {
    private static final int BLOCK = 4096;
    private static final String NOTHING_THERE = "404 Not Found";
    private static final String[] TREE = {"box", "closed", "home", "home/anna", "look", "sub"};

    @TempDir
    private Path folder;
    private UploadBench up;

    @BeforeEach
    void open() throws Exception {
        up = new UploadBench(folder, UploadBench.USUAL);
    }

    @AfterEach
    void close() throws IOException {
        up.close();
    }

    private static String created(String tag) {
        return reply("201 Created", "Connection: close", "ETag: " + tag, "Content-Length: 0");
    }

    private String made(String path) throws IOException {
        return reply("201 Created", "ETag: " + up.etag(path), "Content-Length: 0");
    }

    private static String replaced(String tag) {
        return reply("204 No Content", "Connection: close", "ETag: " + tag);
    }

    @Test
    void aFileIsMadeReplacedReadAndDeleted() throws IOException {
        String made = up.put("/sub/a%20b.txt", "hello");
        assertThat(made).isEqualTo(created(up.etag("/sub/a%20b.txt")));
        assertThat(up.read("sub/a b.txt")).isEqualTo("hello");
        String changed = up.put("/sub/a%20b.txt", "goodbye");
        assertThat(changed).isEqualTo(replaced(up.etag("/sub/a%20b.txt")));
        assertThat(field(changed, "ETag")).isNotEqualTo(field(made, "ETag"));
        assertThat(up.ask("GET", "/sub/a%20b.txt")).endsWith("\r\n\r\ngoodbye");
        assertThat(up.ask("DELETE", "/sub/a%20b.txt")).isEqualTo(reply("204 No Content", "Connection: close"));
        assertThat(up.ask("DELETE", "/sub/a%20b.txt"))
                .isEqualTo(error(NOTHING_THERE, "There is nothing under this name."));
        assertThat(up.disk("")).containsExactly(TREE);
        assertThat(up.count(Counter.UPLOADS)).isEqualTo(2);
        assertThat(up.count(Counter.UPLOADS_BROKEN)).isZero();
    }

    @Test
    void bodiesOfEveryFramingArriveAsTheyAre() throws IOException {
        assertThat(up.put("/empty", "")).isEqualTo(created(up.etag("/empty")));
        String chunked = up.talk(head("PUT", "/chunked", "Transfer-Encoding: chunked", "Connection: close")
                + "5\r\nhello\r\n1;x=y\r\n!\r\n0\r\nTrailer: x\r\n\r\n");
        assertThat(chunked).isEqualTo(created(up.etag("/chunked")));
        assertThat(up.read("chunked")).isEqualTo("hello!");
        String nothing = up.talk(
                head("PUT", "/nothing", "Transfer-Encoding: chunked", "Connection: close") + "0\r\n\r\n");
        assertThat(nothing).isEqualTo(created(up.etag("/nothing")));
        assertThat(up.answer(up.peer().dribble(head("PUT", "/slow", "Content-Length: 3") + "abc")))
                .isEqualTo(made("/slow"));
        byte[] large = new byte[3_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + i / 1000);
        }
        String text = new String(large, StandardCharsets.ISO_8859_1);
        assertThat(up.put("/large", text)).isEqualTo(created(up.etag("/large")));
        assertThat(Files.readAllBytes(folder.resolve("large"))).isEqualTo(large);
        assertThat(up.read("empty")).isEmpty();
        assertThat(up.read("nothing")).isEmpty();
    }

    @Test
    void pipelinedChangesAreMadeInOrder() throws IOException {
        Bench.Peer peer = up.peer().send(head("MKCOL", "/new") + head("PUT", "/new/a", "Content-Length: 1") + "1"
                + head("PUT", "/new/a", "Content-Length: 1") + "2" + head("GET", "/new/a", "Connection: close"))
                .expectEnd();
        assertThat(peer.got()).containsSubsequence("201 Created", "201 Created", "204 No Content", "200 OK")
                .endsWith("\r\n\r\n2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /           | 405 Method Not Allowed     | This is a folder.                     | GET, HEAD, OPTIONS
            /new/       | 405 Method Not Allowed     | This is the name of a folder.         | GET, HEAD, OPTIONS, DELETE, MKCOL
            /sub/.      | 405 Method Not Allowed     | This is the name of a folder.         | GET, HEAD, OPTIONS, DELETE, MKCOL
            /sub        | 405 Method Not Allowed     | This is a folder.                     | GET, HEAD, OPTIONS, DELETE
            /none/a     | 409 Conflict               | There is no folder for this.          |
            /a.txt/b    | 409 Conflict               | There is no folder for this.          |
            /dangling   | 409 Conflict               | Something has this name that is not replaced. |
            /look/a     | 403 Forbidden              | This may not be changed.              |
            /closed/a   | 403 Forbidden              | This may not be changed.              |
            /box/there  | 403 Forbidden              | This may not be changed.              |
            /.dot       | 400 Bad Request            | Names like this are not taken here.   |
            /.a/b       | 400 Bad Request            | Names like this are not taken here.   |
            /.well-known/acme-challenge/a | 400 Bad Request | Names like this are not taken here. |
            /.medusa-upload-1 | 400 Bad Request      | Names like this are not taken here.   |
            """)
    void whatCannotBeWrittenIsRefusedBeforeTheBody(String path, String status, String sentence, String allow)
            throws IOException {
        up.write("a.txt", "old");
        up.write("box/there", "old");
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
        List<String> before = up.disk("");
        String expected = allow == null ? error(status, sentence) : error(status, sentence, "Allow: " + allow);
        assertThat(up.put(path, "new")).isEqualTo(expected);
        Bench.Peer waiting = up.peer().send(head("PUT", path, "Content-Length: 3", "Expect: 100-continue")).expectEnd();
        assertThat(plain(waiting.got())).isEqualTo(expected);
        assertThat(up.disk("")).isEqualTo(before);
        assertThat(up.read("a.txt")).isEqualTo("old");
        assertThat(up.read("box/there")).isEqualTo("old");
    }

    @Test
    void whatIsAskedForWronglyIsRefused() throws IOException {
        assertThat(up.ask("PUT", "/a"))
                .isEqualTo(error("411 Length Required", "A file must come with its Content-Length, or in chunks."));
        assertThat(up.put("/a", "x", "Content-Encoding: gzip")).isEqualTo(error("415 Unsupported Media Type",
                "Files are stored as they come, so they must come as they are.", "Accept-Encoding: identity"));
        assertThat(up.put("/a", "x", "Content-Encoding: identity")).startsWith("HTTP/1.1 201 ");
        assertThat(up.put("/" + "n".repeat(256), "x"))
                .isEqualTo(error("414 URI Too Long", "This name is too long."));
        assertThat(up.put("/look/a", "x", "Offer: x")).isEqualTo(error("401 Unauthorized", "This may not be changed.")
                .replace("Connection: close\r\n", "Connection: close\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"));
    }

    @Test
    void limitsOfTheUserHoldBeforeTheBodyAndInIt() throws IOException {
        up.user("ben", -1, 5, 1);
        String tooLarge = error("413 Content Too Large", "This is larger than a file may be.");
        Bench.Peer waiting = up.peer()
                .send(head("PUT", "/a", "User: ben", "Content-Length: 6", "Expect: 100-continue")).expectEnd();
        assertThat(plain(waiting.got())).isEqualTo(tooLarge);
        assertThat(up.talk(head("PUT", "/a", "User: ben", "Transfer-Encoding: chunked", "Connection: close")
                + "6\r\n123456\r\n0\r\n\r\n")).isEqualTo(tooLarge);
        assertThat(up.disk("")).containsExactly(TREE);
        assertThat(status(up.put("/a", "12345", "User: ben"))).isEqualTo("201");
        up.peer().send(head("PUT", "/b", "User: ben", "Content-Length: 5") + "1");
        up.untilDisk("", "a", "box", "closed", "home", "home/anna", "look", "sub", "~");
        assertThat(up.put("/c", "1", "User: ben")).isEqualTo(error("503 Service Unavailable",
                "Too many files are being uploaded; try again soon.", "Retry-After: 5"));
        assertThat(status(up.put("/c", "1"))).as("of another user").isEqualTo("201");
    }

    /// As much as a quota counts in one piece.
    private static String blocks(int count) {
        return "x".repeat(count * BLOCK);
    }

    @Test
    void theQuotaHoldsBeforeTheBodyAndInIt() throws IOException {
        up.user("anna", 10 * BLOCK, -1, 0);
        String full = error("507 Insufficient Storage", "There is no room for this.");
        Bench.Peer waiting = up.peer()
                .send(head("PUT", "/home/anna/a", "User: anna", "Content-Length: " + (10 * BLOCK + 1),
                        "Expect: 100-continue"))
                .expectEnd();
        assertThat(plain(waiting.got())).isEqualTo(full);
        assertThat(up.talk(head("PUT", "/home/anna/a", "User: anna", "Transfer-Encoding: chunked", "Connection: close")
                + "a001\r\n" + blocks(10) + "1\r\n0\r\n\r\n")).isEqualTo(full);
        assertThat(up.disk("home/anna")).isEmpty();
        Bench.Peer first = up.peer()
                .send(head("PUT", "/home/anna/a", "User: anna", "Content-Length: " + 6 * BLOCK) + "x");
        up.untilDisk("home/anna", "~");
        assertThat(up.put("/home/anna/b", blocks(5), "User: anna")).as("promised to another").isEqualTo(full);
        assertThat(status(up.put("/home/anna/b", blocks(3) + "1", "User: anna"))).isEqualTo("201");
        assertThat(up.put("/home/anna/c", "", "User: anna")).as("a name costs too").isEqualTo(full);
        assertThat(up.answer(first.send(blocks(6).substring(1)))).isEqualTo(made("/home/anna/a"));
        assertThat(status(up.put("/home/anna/a", blocks(6), "User: anna"))).isEqualTo("204");
        assertThat(status(up.put("/sub/a", blocks(11), "User: anna"))).as("elsewhere").isEqualTo("201");
        up.ask("DELETE", "/home/anna/a", "User: anna");
        assertThat(status(up.put("/home/anna/c", blocks(6), "User: anna"))).isEqualTo("201");
        assertThat(up.disk("home/anna")).containsExactly("b", "c");
    }

    /// What has broken off takes the room that it has, and no longer what it would have needed.
    @Test
    void aPartTakesTheRoomThatItHas() throws IOException {
        up.user("anna", 10 * BLOCK, -1, 0);
        int total = 9 * BLOCK;
        assertThat(status(up.put("/home/anna/a", blocks(5), "User: anna",
                "Content-Range: bytes 0-" + (5 * BLOCK - 1) + "/" + total))).isEqualTo("202");
        assertThat(status(up.put("/home/anna/b", blocks(6), "User: anna"))).isEqualTo("507");
        assertThat(status(up.put("/home/anna/b", blocks(5), "User: anna"))).isEqualTo("201");
        assertThat(status(up.put("/home/anna/a", blocks(4), "User: anna",
                "Content-Range: bytes " + 5 * BLOCK + "-" + (total - 1) + "/" + total))).isEqualTo("507");
        up.untilDisk("home/anna", "b");
        assertThat(status(up.put("/home/anna/c", blocks(5), "User: anna"))).isEqualTo("201");
    }

    /// However many write to a home that is being counted for the first time, and however long that takes: all others go on.
    @Test
    void aWalkThroughAHomeOccupiesNobody() throws Exception {
        up.user("anna", 100 * BLOCK, -1, 0);
        up.walk = new CountDownLatch(1);
        List<Bench.Peer> waiting = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            waiting.add(up.peer().send(head("PUT", "/home/anna/" + i, "User: anna", "Content-Length: 1") + "1"));
        }
        Bench.Peer folder = up.peer().send(head("MKCOL", "/home/anna/folder", "User: anna"));
        Bench.Peer lost = up.peer().send(head("PUT", "/home/anna/lost", "User: anna", "Content-Length: 1"));
        up.bench.until("the walk", () -> up.walking > 0);
        assertThat(status(up.put("/sub/a", "1"))).isEqualTo("201");
        assertThat(status(up.put("/sub/b", "1", "User: anna"))).as("not in the home").isEqualTo("201");
        assertThat(status(up.ask("DELETE", "/sub/a"))).isEqualTo("204");
        lost.reset();
        up.walk.countDown();
        up.bench.until("the count", () -> up.count(Counter.UPLOADS_BROKEN) == 1);
        for (int i = 0; i < 12; i++) {
            assertThat(up.answer(waiting.get(i))).isEqualTo(made("/home/anna/" + i));
        }
        assertThat(up.answer(folder)).startsWith("HTTP/1.1 201 ");
        assertThat(up.walking).as("walks").isEqualTo(1);
        assertThat(up.disk("home/anna")).hasSize(13).contains("folder").doesNotContain("lost", "~");
    }

    @Test
    void soManyAtOnceAndNoMore() throws Exception {
        up.close();
        up = new UploadBench(folder, new UploadExtension.Settings(List.of("/"), Duration.ZERO, 1, 16, false));
        Bench.Peer first = up.peer().send(head("PUT", "/a", "Content-Length: 2") + "1");
        up.untilDisk("", "box", "closed", "home", "home/anna", "look", "sub", "~");
        assertThat(status(up.put("/b", "1"))).isEqualTo("503");
        assertThat(up.answer(first.send("2"))).isEqualTo(made("/a"));
        assertThat(status(up.put("/b", "1"))).isEqualTo("201");
    }

    @Test
    void soManyOfOneAndNoMore() throws Exception {
        up.close();
        up = new UploadBench(folder, new UploadExtension.Settings(List.of("/"), Duration.ZERO, 64, 1, false));
        up.peer().send(head("PUT", "/a", "Content-Length: 2") + "1");
        up.untilDisk("", "box", "closed", "home", "home/anna", "look", "sub", "~");
        assertThat(status(up.put("/b", "1"))).isEqualTo("503");
        assertThat(status(up.put("/b", "1", "User: anna"))).isEqualTo("201");
    }

    /// Those that are there already can be deleted.
    @ParameterizedTest
    @ValueSource(strings = {"%0A", "%1B", "%7F", "%01", "%1F"})
    void controlCharactersAreInNoNewName(String character) throws IOException {
        String refused = error("400 Bad Request", "Names like this are not taken here.");
        String path = "/sub/a" + character + "b";
        assertThat(up.put(path, "1")).isEqualTo(refused);
        assertThat(up.put(path + "/c", "1")).isEqualTo(refused);
        assertThat(up.ask("MKCOL", path)).isEqualTo(refused);
        assertThat(field(up.ask("OPTIONS", path), "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(up.disk("sub")).isEmpty();
        up.write("sub/a" + (char) Integer.parseInt(character.substring(1), 16) + "b", "1");
        assertThat(status(up.ask("DELETE", path))).isEqualTo("204");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sub/a%20b", "/sub/%C3%A4", "/sub/%80", "/sub/%FF"})
    void otherBytesAreTakenAsTheyAre(String path) throws IOException {
        assertThat(status(up.put(path, "1"))).isEqualTo("201");
        assertThat(up.ask("GET", path)).endsWith("\r\n\r\n1");
    }

    /// Strangers with many addresses do not take the places of users.
    @Test
    void aQuarterIsForUsers() throws Exception {
        up.close();
        up = new UploadBench(folder, new UploadExtension.Settings(List.of("/"), Duration.ZERO, 4, 1, false));
        List<Bench.Peer> strangers = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            strangers.add(up.bench.connectFrom(InetAddress.getByName("127.0.0." + i), up.acceptor)
                    .send(head("PUT", "/" + i, "Content-Length: 2", "Expect: 100-continue")));
        }
        assertThat(up.answer(strangers.getLast())).startsWith("HTTP/1.1 503 ");
        assertThat(status(up.put("/a", "1", "User: anna"))).isEqualTo("201");
        up.answer(strangers.getFirst().expect("HTTP/1.1 100 Continue\r\n\r\n").send("12"));
        up.bench.connectFrom(InetAddress.getByName("127.0.0.5"), up.acceptor)
                .send(head("PUT", "/5", "Content-Length: 2", "Expect: 100-continue"))
                .expect("HTTP/1.1 100 Continue\r\n\r\n");
    }

    @Test
    void aClientThatWaitsIsTold() throws IOException {
        Bench.Peer peer = up.peer().send(head("PUT", "/a", "Content-Length: 2", "Expect: 100-continue"))
                .expect("HTTP/1.1 100 Continue\r\n\r\n").send("ok");
        assertThat(up.answer(peer)).isEqualTo(made("/a"));
        peer = up.peer().send(head("PUT", "/a", "Content-Length: 2", "Expect: 100-continue", "If-None-Match: *"))
                .expectEnd();
        assertThat(plain(peer.got()))
                .isEqualTo(error("412 Precondition Failed", "What is there is not what the request expects."));
    }

    @Test
    void conditionsProtectWhatIsThere() throws IOException {
        String failed = error("412 Precondition Failed", "What is there is not what the request expects.");
        assertThat(up.put("/a", "1", "If-Match: *")).isEqualTo(failed);
        String tag = field(up.put("/a", "1", "If-None-Match: *"), "ETag");
        assertThat(up.put("/a", "2", "If-None-Match: *")).isEqualTo(failed);
        assertThat(up.put("/a", "2", "If-None-Match: " + tag)).isEqualTo(failed);
        assertThat(up.put("/a", "2", "If-Match: \"other\"")).isEqualTo(failed);
        assertThat(up.put("/a", "2", "If-Unmodified-Since: Thu, 01 Jan 2015 00:00:00 GMT")).isEqualTo(failed);
        assertThat(up.ask("DELETE", "/a", "If-Match: \"other\"")).isEqualTo(failed);
        assertThat(up.ask("DELETE", "/a", "If-Unmodified-Since: Thu, 01 Jan 2015 00:00:00 GMT")).isEqualTo(failed);
        assertThat(up.ask("MKCOL", "/b", "If-Match: *")).isEqualTo(failed);
        assertThat(up.read("a")).isEqualTo("1");
        String next = field(up.put("/a", "2", "If-Match: " + tag), "ETag");
        assertThat(up.read("a")).isEqualTo("2");
        assertThat(up.put("/a", "3", "If-Match: " + tag)).as("another state").isEqualTo(failed);
        assertThat(status(up.ask("DELETE", "/a", "If-Match: " + next))).isEqualTo("204");
        assertThat(up.put("/sub", "1", "If-None-Match: *")).startsWith("HTTP/1.1 405 ");
        assertThat(status(up.ask("DELETE", "/none", "If-Match: \"x\""))).isEqualTo("404");
        assertThat(up.disk("")).containsExactly(TREE);
    }

    @Test
    void ofTwoWritersTheLastCommitWinsWhole() throws IOException {
        Bench.Peer first = up.peer().send(head("PUT", "/a", "Content-Length: 8") + "1111");
        Bench.Peer second = up.peer().send(head("PUT", "/a", "Content-Length: 6") + "222");
        up.untilDisk("", "box", "closed", "home", "home/anna", "look", "sub", "~", "~");
        assertThat(up.answer(second.send("222"))).isEqualTo(made("/a"));
        assertThat(up.read("a")).isEqualTo("222222");
        assertThat(up.answer(first.send("1111"))).isEqualTo(reply("204 No Content", "ETag: " + up.etag("/a")));
        assertThat(up.read("a")).isEqualTo("11111111");
    }

    @Test
    void ofTwoWhoWantToBeFirstOneIs() throws IOException {
        Bench.Peer first = up.peer().send(head("PUT", "/a", "Content-Length: 2", "If-None-Match: *") + "1");
        Bench.Peer second = up.peer().send(head("PUT", "/a", "Content-Length: 2", "If-None-Match: *") + "2");
        up.untilDisk("", "box", "closed", "home", "home/anna", "look", "sub", "~", "~");
        assertThat(up.answer(second.send("2"))).isEqualTo(made("/a"));
        first.send("1");
        up.answer(first);
        assertThat(plain(first.got())).isEqualTo(
                error("412 Precondition Failed", "What is there is not what the request expects.")
                        .replace("Connection: close\r\n", ""));
        assertThat(up.read("a")).isEqualTo("22");
        assertThat(up.disk("")).doesNotContain("~");
    }

    @Test
    void whatIsExpectedIsLookedAtAgainBeforeTheCommit() throws IOException {
        String tag = field(up.put("/a", "1"), "ETag");
        Bench.Peer late = up.peer().send(head("PUT", "/a", "Content-Length: 2", "If-Match: " + tag) + "2");
        up.untilDisk("", "a", "box", "closed", "home", "home/anna", "look", "sub", "~");
        up.put("/a", "other");
        late.send("2");
        up.answer(late);
        assertThat(late.got()).startsWith("HTTP/1.1 412 ");
        assertThat(up.read("a")).isEqualTo("other");
        assertThat(up.disk("")).doesNotContain("~");
    }

    /// A letter box: who may only add never replaces, also what comes while he is sending.
    @Test
    void whoMayOnlyAddReplacesNothing() throws IOException {
        assertThat(status(up.put("/box/a", "mine"))).isEqualTo("201");
        Bench.Peer peer = up.peer().send(head("PUT", "/box/b", "Content-Length: 2") + "1");
        up.untilDisk("box", "a", "~");
        up.write("box/b", "another's");
        peer.send("2");
        up.answer(peer);
        assertThat(peer.got()).startsWith("HTTP/1.1 403 ");
        assertThat(status(up.put("/box/b", "mine"))).isEqualTo("403");
        assertThat(status(up.put("/box/b", "mine", "If-None-Match: *"))).isEqualTo("412");
        assertThat(status(up.ask("DELETE", "/box/a"))).isEqualTo("403");
        assertThat(status(up.ask("MKCOL", "/box/c"))).isEqualTo("201");
        assertThat(up.read("box/b")).isEqualTo("another's");
        assertThat(up.disk("box")).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "5\r\nhel", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n",
        "5\r\nhello\r\n0\r\nX: y\r\n"})
    void aClientThatGoesLeavesNothing(String body) throws IOException {
        up.write("a", "old");
        Bench.Peer peer = up.peer().send(head("PUT", "/a", "Transfer-Encoding: chunked") + body);
        up.untilDisk("", "a", "box", "closed", "home", "home/anna", "look", "sub", "~");
        peer.reset();
        up.untilDisk("", "a", "box", "closed", "home", "home/anna", "look", "sub");
        assertThat(up.read("a")).isEqualTo("old");
        up.bench.until("the count", () -> up.count(Counter.UPLOADS_BROKEN) == 1);
    }

    private void untilTaken(int bytes) throws IOException {
        AtomicReference<CompletableFuture<ReactorSnapshot>> look = new AtomicReference<>(up.bench.reactor().snapshot());
        up.bench.until("that they are taken", () -> {
            CompletableFuture<ReactorSnapshot> last = look.get();
            if (last.isDone()) {
                look.set(up.bench.reactor().snapshot());
            }
            return last.isDone() && last.join().channels().stream()
                    .anyMatch(channel -> channel.progress().done() == bytes);
        });
    }

    @Test
    void whatIsNoBodyLeavesNothing() throws IOException {
        Bench.Peer peer = up.peer().send(head("PUT", "/a", "Transfer-Encoding: chunked") + "5\r\nhello\r\nxyz\r\n")
                .expectEnd();
        assertThat(peer.got()).startsWith("HTTP/1.1 400 ");
        up.untilDisk("", TREE);
        Bench.Peer half = up.peer().send(head("PUT", "/a", "Transfer-Encoding: chunked") + "5\r\nhel").halfClose()
                .expectEnd();
        assertThat(half.got()).startsWith("HTTP/1.1 400 ");
        up.untilDisk("", TREE);
        Bench.Peer still = up.peer().send(head("PUT", "/a", "Transfer-Encoding: chunked") + "5\r\nhel");
        up.untilDisk("", "box", "closed", "home", "home/anna", "look", "sub", "~");
        untilTaken("hel".length()); // before that it is the server who is waited for
        up.bench.pass(Duration.ofMinutes(2));
        assertThat(still.expectEnd().got()).startsWith("HTTP/1.1 408 ");
        up.untilDisk("", TREE);
        up.bench.until("the counts", () -> up.count(Counter.UPLOADS_BROKEN) == 3);
    }

    /// Gone before the file is open: nothing is begun, and the place is free again.
    @Test
    void whoGoesAtOnceTakesNoPlace() throws Exception {
        up.close();
        up = new UploadBench(folder, new UploadExtension.Settings(List.of("/"), Duration.ofHours(1), 1, 16, false));
        up.peer().send(head("PUT", "/a", "Content-Length: 0", "Expect: 100-continue")).reset();
        up.peer().send(head("PUT", "/a", "Content-Length: 5")).reset();
        up.bench.until("a free place", () -> {
            try {
                return status(up.put("/b", "1")).equals("201");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(up.disk("")).doesNotContain("~");
    }

    @Test
    void aSlowDiskHoldsItsClientAndNobodyElse() throws IOException {
        up.write("small", "small");
        up.gate = new CountDownLatch(1);
        ByteBuffer content = ByteBuffer.allocate(16 << 20);
        Bench.Peer slow = up.peer().send(head("PUT", "/large", "Content-Length: " + content.capacity()));
        long before = up.count(Counter.BYTES_IN);
        for (int i = 0; i < 200; i++) {
            slow.offer(content);
            assertThat(up.ask("GET", "/small")).endsWith("\r\n\r\nsmall");
        }
        assertThat(up.count(Counter.BYTES_IN) - before).as("taken of it").isBetween(512L << 10, 1L << 20);
        up.gate.countDown();
        assertThat(up.answer(slow.send(content))).isEqualTo(made("/large"));
        assertThat(Files.size(folder.resolve("large"))).isEqualTo(content.capacity());
    }

    @Test
    void foldersAreMadeAndRemoved() throws IOException {
        String made = reply("201 Created", "Connection: close", "Content-Length: 0");
        String gone = reply("204 No Content", "Connection: close");
        assertThat(up.ask("MKCOL", "/new")).isEqualTo(made);
        assertThat(up.ask("MKCOL", "/new/er/")).isEqualTo(made);
        assertThat(up.ask("MKCOL", "/new")).isEqualTo(error("405 Method Not Allowed", "This is there already.",
                "Allow: GET, HEAD, OPTIONS, DELETE"));
        up.write("new/a", "1");
        assertThat(up.ask("MKCOL", "/new/a")).isEqualTo(error("405 Method Not Allowed", "This is there already.",
                "Allow: GET, HEAD, OPTIONS, PUT, DELETE"));
        assertThat(up.ask("MKCOL", "/")).isEqualTo(error("405 Method Not Allowed", "This is there already.",
                "Allow: GET, HEAD, OPTIONS"));
        assertThat(up.ask("MKCOL", "/none/b")).isEqualTo(error("409 Conflict", "There is no folder for this."));
        assertThat(up.ask("MKCOL", "/new/a/b")).isEqualTo(error("409 Conflict", "There is no folder for this."));
        assertThat(up.ask("MKCOL", "/.a")).isEqualTo(error("400 Bad Request", "Names like this are not taken here."));
        assertThat(up.ask("MKCOL", "/look/a")).isEqualTo(error("403 Forbidden", "This may not be changed."));
        assertThat(up.talk(head("MKCOL", "/b", "Content-Length: 1", "Connection: close") + "1"))
                .isEqualTo(error("415 Unsupported Media Type", "A folder is made without any content."));
        assertThat(up.ask("DELETE", "/new")).isEqualTo(error("409 Conflict", "This folder is not empty."));
        assertThat(up.ask("DELETE", "/new/a/")).isEqualTo(error(NOTHING_THERE, "There is nothing under this name."));
        assertThat(up.ask("DELETE", "/")).isEqualTo(error("405 Method Not Allowed", "The top of the tree stays.",
                "Allow: GET, HEAD, OPTIONS"));
        assertThat(up.ask("DELETE", "/look")).isEqualTo(error("403 Forbidden", "This may not be changed."));
        assertThat(up.ask("DELETE", "/new/a")).isEqualTo(gone);
        assertThat(up.ask("DELETE", "/new/er")).isEqualTo(gone);
        assertThat(up.ask("DELETE", "/new/")).isEqualTo(gone);
        assertThat(up.disk("")).containsExactly(TREE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /a        | GET, HEAD, OPTIONS, PUT, DELETE
            /none     | GET, HEAD, OPTIONS, PUT, MKCOL
            /none/    | GET, HEAD, OPTIONS, MKCOL
            /sub      | GET, HEAD, OPTIONS, DELETE
            /sub/     | GET, HEAD, OPTIONS, DELETE
            /         | GET, HEAD, OPTIONS
            /look/x   | GET, HEAD, OPTIONS
            /box/x    | GET, HEAD, OPTIONS, PUT, MKCOL
            /.dot     | GET, HEAD, OPTIONS
            /.well-known | GET, HEAD, OPTIONS
            """)
    void whatIsPossibleIsTold(String path, String allow) throws IOException {
        up.write("a", "1");
        assertThat(up.ask("OPTIONS", path))
                .isEqualTo(reply("204 No Content", "Connection: close", "Allow: " + allow));
    }

    @Test
    void whoCouldLogInIsToldWhatMayBePossibleThen() throws IOException {
        assertThat(field(up.ask("OPTIONS", "/look/x", "Offer: x"), "Allow"))
                .isEqualTo("GET, HEAD, OPTIONS, PUT, MKCOL");
    }

    @Test
    void otherPathsAndRequestsAreForOthers() throws Exception {
        up.close();
        up = new UploadBench(folder, new UploadExtension.Settings(List.of("/sub"), Duration.ZERO, 1, 16, true));
        assertThat(field(up.ask("PUT", "/a", "Content-Length: 0"), "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(status(up.put("/sub/.dot", "1"))).isEqualTo("201");
        assertThat(status(up.put("/sub/.well-known", "1"))).isEqualTo("201");
        assertThat(status(up.put("/sub/.medusa-upload-x", "1"))).isEqualTo("400");
        assertThat(status(up.put("/sub/../a", "1"))).isEqualTo("405");
        assertThat(status(up.ask("PATCH", "/sub/a"))).isEqualTo("405");
    }

    @Test
    void modeAndOwnerOfAReplacedFileStay() throws IOException {
        up.write("a", "old");
        Files.setPosixFilePermissions(folder.resolve("a"), PosixFilePermissions.fromString("rw-r---w-"));
        assertThat(status(up.put("/a", "new"))).isEqualTo("204");
        assertThat(up.read("a")).isEqualTo("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a"))))
                .isEqualTo("rw-r---w-");
    }

    @Test
    void whatTheServerMayNotWriteIsNotReplaced() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may write everything");
        up.write("a", "old");
        Files.setPosixFilePermissions(folder.resolve("a"), PosixFilePermissions.fromString("r--r--r--"));
        assertThat(up.put("/a", "new")).isEqualTo(error("403 Forbidden", "This may not be changed."));
        assertThat(up.read("a")).isEqualTo("old");
    }
}
