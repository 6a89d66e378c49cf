package medusa.ftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.producer.Producer;

/// Makes one digest of a file, which takes as long as the disk needs for all of it; but others have their turn in between.
final class DigestJob extends LongJob<DigestJob.Result> {
    private static final int BLOCK = 64 << 10;
    /// What is read in one turn: for some hundredths of a second.
    static final int TURN = 8 << 20;

    /// Bytes of a file.
    ///
    /// @param end not in it any more; what lies beyond the end of the file does not count
    record Range(long start, long end) {
        static final Range ALL = new Range(0, Long.MAX_VALUE);
    }

    /// What is wanted.
    record Task(VirtualPath file, Digest.Algorithm algorithm, Range range) {}

    /// What comes of it.
    ///
    /// @param last the last byte that is in it
    record Result(Task task, long last, String hex) {}

    private final VirtualFilesystem files;
    private final Task task;
    private final Function<Result, FtpReply> answer;
    private final Digest digest;
    // What is open between turns; null before the first.
    private OpenFile file;
    private Producer content;
    private long last;

    DigestJob(FtpRequest request, Lanes lanes, Task task, Function<Result, FtpReply> answer) {
        super(request, lanes);
        files = session.files(wanted);
        this.task = task;
        this.answer = answer;
        digest = task.algorithm.begin();
    }

    @Override
    void done(Result result) {
        request.reply(answer.apply(result));
    }

    @Override
    Result work() throws IOException {
        if (file == null) {
            open();
        }
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long left = TURN; left > 0 && !wanted.isOver(); left -= block.limit()) {
            Producer.Next next = content.more(block.clear());
            digest.add(block.flip());
            if (next == Producer.Next.END) {
                return new Result(task, last, digest.end());
            } else if (next == Producer.Next.STALLED) {
                throw new IOException(content.name() + " is not there at once");
            }
        }
        return null;
    }

    private void open() throws FilesystemException {
        file = files.open(task.file);
        long end = Math.min(task.range.end, file.attributes().size());
        long start = Math.min(task.range.start, end);
        last = Math.max(start, end - 1);
        content = file.produce(start, end - start);
    }

    @Override
    void ended() {
        if (content != null) {
            content.close();
        }
        if (file != null) {
            file.close();
        }
    }
}
