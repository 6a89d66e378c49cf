package medusa.ftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.producer.Producer;

/// Makes one digest of a file, which takes as long as the disk needs for all of it.
final class DigestJob extends LongJob<DigestJob.Result> {
    private static final int BLOCK = 64 << 10;

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

    DigestJob(FtpRequest request, Lanes lanes, Task task, Function<Result, FtpReply> answer) {
        super(request, lanes);
        files = session.files(wanted);
        this.task = task;
        this.answer = answer;
    }

    @Override
    void done(Result result) {
        request.reply(answer.apply(result));
    }

    @Override
    Result work() throws IOException {
        Digest digest = task.algorithm.begin();
        try (OpenFile file = files.open(task.file)) {
            long end = Math.min(task.range.end, file.attributes().size());
            long start = Math.min(task.range.start, end);
            try (Producer content = file.produce(start, end - start)) {
                read(content, digest);
            }
            return new Result(task, Math.max(start, end - 1), digest.end());
        }
    }

    private void read(Producer content, Digest digest) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        Producer.Next next;
        do {
            next = content.more(block.clear());
            digest.add(block.flip());
            if (next == Producer.Next.STALLED) {
                throw new IOException(content.name() + " is not there at once");
            }
        } while (next == Producer.Next.MORE && !wanted.isOver());
    }
}
