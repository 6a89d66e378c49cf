package medusa.filesystem;

import static medusa.filesystem.Trees.path;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.producer.Producer;
import medusa.reactor.Bench;
import medusa.reactor.Channel;

/// A file that changes while it is sent, by the way of memory and by zero copies to a socket: what arrives is the old
/// content, or a beginning of it.
@ParameterizedClass
@CsvSource({"LINUX, false", "LINUX, true", "PORTABLE, false", "PORTABLE, true"})
class ChangingFileTest {
    /// More than a loopback connection holds, so that most of it is still to be read when the file changes.
    private static final int SIZE = 12 << 20;

    @Parameter(0)
    Finder finder;

    @Parameter(1)
    boolean zeroCopy;

    @TempDir
    Path root;

    private Path file;
    private String old;

    @BeforeEach
    void makeFile() throws IOException {
        old = "old ".repeat(SIZE / 4);
        file = Files.writeString(root.resolve("file"), old);
    }

    private interface Change {
        void apply() throws IOException;
    }

    /// Sends the file, changes it once the first bytes are out, and returns what has arrived when the connection is over.
    private String sendAnd(Change change) throws IOException {
        Producer whole;
        try (OpenFile open = finder.open(root).open(path("/file"))) {
            whole = open.produce(0, open.attributes().size());
        }
        try (Bench bench = new Bench()) {
            var acceptor = bench.listen(() -> new Channel() {
                @Override
                protected void opened() {
                    push(zeroCopy ? whole : new Copied(whole));
                    closeWhenDone();
                }

                @Override
                protected void received(ByteBuffer data) {
                    throw new AssertionError("the peer sends nothing");
                }
            });
            var peer = bench.connect(acceptor);
            bench.until("the first bytes", () -> peer.poll() > 0);
            change.apply();
            peer.expectGone();
            assertThat(whole.remaining()).as("left unsent").isBetween(0L, (long) SIZE);
            return peer.got();
        }
    }

    /// As over TLS: only [Producer#more].
    private record Copied(Producer file) implements Producer {
        @Override
        public Next more(ByteBuffer into) throws IOException {
            return file.more(into);
        }

        @Override
        public long remaining() {
            return file.remaining();
        }

        @Override
        public void close() {
            file.close();
        }
    }

    @Test
    void aFileThatGrowsIsSentAtItsOldLength() throws Exception {
        String got = sendAnd(() -> Files.writeString(file, "new", StandardOpenOption.APPEND));
        assertSame(got, SIZE);
    }

    @Test
    void aFileThatShrinksEndsTheConnection() throws Exception {
        String got = sendAnd(() -> Files.newByteChannel(file, StandardOpenOption.WRITE).truncate(SIZE - 4096).close());
        assertThat(got.length()).isLessThanOrEqualTo(SIZE - 4096);
        assertThat(old.startsWith(got)).as("a beginning of the old content").isTrue();
    }

    @Test
    void aFileThatIsEmptiedEndsTheConnection() throws Exception {
        String got = sendAnd(() -> Files.newByteChannel(file, StandardOpenOption.WRITE).truncate(0).close());
        assertThat(got.length()).isLessThan(SIZE);
        assertThat(old.startsWith(got)).as("a beginning of the old content").isTrue();
    }

    @Test
    void aFileThatIsReplacedIsSentAsItWas() throws Exception {
        String got = sendAnd(() -> Files.move(Files.writeString(root.resolve("next"), "new ".repeat(SIZE / 4)), file,
                StandardCopyOption.ATOMIC_MOVE));
        assertSame(got, SIZE);
    }

    @Test
    void aFileThatIsReplacedByAnUploadIsSentAsItWas() throws Exception {
        String got = sendAnd(() -> Trees.write(new RootedFilesystem(root), "/file", VirtualFilesystem.WriteMode.REPLACE,
                "new ".repeat(SIZE / 4)));
        assertSame(got, SIZE);
    }

    @Test
    void aFileThatVanishesIsSentAsItWas() throws Exception {
        assertSame(sendAnd(() -> Files.delete(file)), SIZE);
    }

    /// The usual way of a copy: emptied first, then written anew.
    @ParameterizedTest
    @ValueSource(ints = {-4096, 0, 4096})
    void aFileThatIsWrittenAnewEndsTheConnection(int longer) throws Exception {
        String got = sendAnd(() -> Files.writeString(file, "new ".repeat((SIZE + longer) / 4)));
        assertThat(got.length()).isLessThan(SIZE);
        assertThat(old.startsWith(got)).as("a beginning of the old content").isTrue();
    }

    /// By zero copies even bytes that have been sent may change on their way through this machine, as long as the peer has not
    /// read them; but never are they taken for the whole.
    @ParameterizedTest
    @ValueSource(ints = {0, 4096})
    void aFileThatIsOverwrittenEndsTheConnection(int longer) throws Exception {
        String got = sendAnd(
                () -> Files.writeString(file, "new ".repeat((SIZE + longer) / 4), StandardOpenOption.WRITE));
        assertThat(got.length()).isLessThan(SIZE);
        assertThat(zeroCopy || old.startsWith(got)).as("a beginning of the old content").isTrue();
    }

    @Test
    void aFileThatIsPatchedInTheMiddleEndsTheConnection() throws Exception {
        String got = sendAnd(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap("new".getBytes(StandardCharsets.US_ASCII)), SIZE - 100_000);
            }
        });
        assertThat(got.length()).isLessThan(SIZE);
        assertThat(old.startsWith(got)).as("a beginning of the old content").isTrue();
    }

    @Test
    void aFileThatGrowsTwiceIsSentAtItsOldLength() throws Exception {
        assertSame(sendAnd(() -> {
            Files.writeString(file, "new", StandardOpenOption.APPEND);
            Files.writeString(file, "newer", StandardOpenOption.APPEND);
        }), SIZE);
    }

    /// Without the diff of megabytes that an assertion on the text would make.
    private void assertSame(String got, int length) {
        assertThat(got.length()).isEqualTo(length);
        assertThat(old.regionMatches(0, got, 0, length)).as("the old content").isTrue();
    }
}
