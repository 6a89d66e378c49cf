package medusa.filesystem;

import static medusa.filesystem.Trees.path;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.Test;

import medusa.filesystem.FilesystemException.Reason;

/// The workers and the reactor are queues that the test runs by hand.
class UploadWriterTest {
    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private final FakeUpload file = new FakeUpload();

    /// Notes what is done to it.
    private final class FakeUpload implements Upload {
        private long size;
        private int failAt = Integer.MAX_VALUE;
        private int most = Integer.MAX_VALUE;
        private int closed;

        @Override
        public long position() {
            return size;
        }

        @Override
        public void position(long position) {
            size = position;
        }

        @Override
        public void write(ByteBuffer data) throws FilesystemException {
            if (size + data.remaining() > failAt) {
                throw new FilesystemException(Reason.NO_SPACE, path("/a"), null);
            }
            int count = Math.min(most, data.remaining());
            heard.add("write " + count);
            size += count;
            data.position(data.position() + count);
        }

        @Override
        public void expect(long expected) {
            heard.add("expect " + expected);
        }

        @Override
        public void commit() {
            heard.add("commit");
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final UploadWriter.Receiver receiver = new UploadWriter.Receiver() {
        @Override
        public void opened() {
            heard.add("opened");
        }

        @Override
        public void room() {
            heard.add("room");
        }

        @Override
        public void written(long bytes) {
            heard.add("written " + bytes);
        }

        @Override
        public void detached(Upload upload) {
            heard.add("detached " + upload.position());
        }

        @Override
        public void failed(Throwable why) {
            heard.add("failed: " + why.getMessage());
        }

        @Override
        public void abandoned() {
            heard.add("abandoned");
        }
    };

    private UploadWriter writer(UploadWriter.Opening opening) {
        return new UploadWriter(workers::add, Runnable::run, new BlockShelf(1), opening, receiver);
    }

    private UploadWriter writer() {
        return writer(() -> file);
    }

    private static boolean write(UploadWriter writer, int count) {
        ByteBuffer piece = ByteBuffer.allocate(count);
        boolean room = writer.write(piece);
        assertThat(piece.hasRemaining()).isFalse();
        return room;
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.removeFirst().run();
        }
    }

    private void expect(String... told) {
        assertThat(heard).containsExactly(told);
        heard.clear();
    }

    @Test
    void whatComesIsWrittenInOrderAndInBlocks() {
        UploadWriter writer = writer();
        assertThat(workers).as("one thread at a time").hasSize(1);
        write(writer, 10);
        write(writer, 20);
        assertThat(workers).hasSize(1);
        work();
        expect("opened", "write 30");
        write(writer, 300 << 10);
        writer.finish(Upload::commit);
        assertThat(write(writer, 5)).as("too late").isTrue();
        work();
        expect("write " + (256 << 10), "write " + (44 << 10), "commit", "written " + (30 + (300 << 10)));
        assertThat(file.closed).isEqualTo(1);
        writer.abandon();
        writer.finish(Upload::commit);
        work();
        expect();
    }

    @Test
    void whoBringsMoreThanTheDiskTakesIsAskedToWait() {
        UploadWriter writer = writer();
        workers.removeFirst().run();
        assertThat(write(writer, 256 << 10)).isTrue();
        assertThat(write(writer, 255 << 10)).isTrue();
        assertThat(write(writer, 1 << 10)).isFalse();
        heard.clear();
        workers.removeFirst().run();
        expect("write " + (256 << 10));
        workers.removeFirst().run();
        expect("write " + (256 << 10), "room");
    }

    @Test
    void afterEachBlockItIsTheTurnOfOthers() {
        UploadWriter writer = writer();
        work();
        write(writer, 512 << 10);
        workers.add(() -> heard.add("another"));
        heard.clear();
        work();
        expect("write " + (256 << 10), "another", "write " + (256 << 10), "room");
    }

    @Test
    void whatAnUploadLeavesIsGivenToItAgainWhenOthersHaveHadTheirTurn() {
        file.most = 10;
        UploadWriter writer = writer();
        write(writer, 25);
        writer.finish(Upload::commit);
        workers.removeFirst().run();
        workers.removeFirst().run();
        workers.add(() -> heard.add("another"));
        work();
        expect("opened", "write 10", "write 10", "another", "write 5", "commit", "written 25");
        assertThat(file.closed).isEqualTo(1);
    }

    @Test
    void whatFailsIsToldOnceAndClosed() {
        file.failAt = 15;
        UploadWriter writer = writer();
        write(writer, 10);
        work();
        write(writer, 10);
        work();
        writer.finish(Upload::commit);
        writer.abandon();
        work();
        expect("opened", "write 10", "failed: /a: no space left");
        assertThat(file.closed).isEqualTo(1);
    }

    @Test
    void aStepThatFailsIsToldTheSameWay() {
        UploadWriter unopened = writer(() -> {
            throw new IOException("no");
        });
        write(unopened, 10);
        unopened.finish(Upload::commit);
        work();
        expect("failed: no");
        UploadWriter writer = writer();
        writer.finish(upload -> {
            throw new StackOverflowError("deep");
        });
        work();
        expect("opened", "failed: deep");
        assertThat(file.closed).isEqualTo(1);
    }

    @Test
    void whoIsLostLeavesNothing() {
        UploadWriter writer = writer();
        write(writer, 10);
        writer.abandon();
        work();
        expect("abandoned");
        assertThat(file.closed).as("never opened").isZero();
        UploadWriter later = writer();
        write(later, 10);
        work();
        write(later, 10);
        later.finish(Upload::commit);
        later.abandon();
        work();
        expect("opened", "write 10", "abandoned");
        assertThat(file.closed).isEqualTo(1);
    }

    @Test
    void whatIsDetachedStaysOpen() {
        UploadWriter writer = writer();
        write(writer, 10);
        writer.detach();
        work();
        expect("opened", "write 10", "expect 10", "detached 10");
        assertThat(file.closed).isZero();
    }
}
