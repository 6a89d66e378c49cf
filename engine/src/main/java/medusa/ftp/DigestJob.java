package medusa.ftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.producer.Producer;

/// Makes one digest of a file, which takes as long as the disk needs for all of it: on threads of its own, so that nobody else waits.
/// The client can end it by ABOR, and then hears of it at once.
final class DigestJob implements Runnable {
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

    /// The threads: one for those who have logged in, and one for all others, who cannot keep those waiting.
    static final class Threads {
        private final ThreadPoolExecutor users = lane("medusa-ftp-digest", 64);
        private final ThreadPoolExecutor strangers = lane("medusa-ftp-digest-anonymous", 8);

        private static ThreadPoolExecutor lane(String name, int waiting) {
            ThreadPoolExecutor lane = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(waiting), Thread.ofPlatform().daemon().name(name).factory());
            lane.allowCoreThreadTimeOut(true);
            return lane;
        }
    }

    private final FtpRequest request;
    private final VirtualFilesystem files;
    private final Task task;
    private final Function<Result, FtpReply> answer;
    private volatile boolean ended;

    private DigestJob(FtpRequest request, Task task, Function<Result, FtpReply> answer) {
        this.request = request;
        this.files = request.session().files();
        this.task = task;
        this.answer = answer;
    }

    /// Has it done, and `request` answered.
    ///
    /// @throws FtpException if too many wait already
    static void begin(FtpRequest request, Threads threads, Task task, Function<Result, FtpReply> answer)
            throws FtpException {
        if (request.session().channel().isInterrupted()) {
            throw aborted();
        }
        DigestJob job = new DigestJob(request, task, answer);
        ThreadPoolExecutor lane = request.session().user().isAnonymous() ? threads.strangers : threads.users;
        request.whenInterrupted(() -> {
            lane.remove(job);
            job.interrupt();
        });
        try {
            lane.execute(job);
        } catch (RejectedExecutionException e) {
            throw new FtpException(450, "Too many wait for digests; try again soon.");
        }
    }

    private static FtpException aborted() {
        return new FtpException(426, "It was aborted.");
    }

    private void interrupt() {
        if (!ended) {
            ended = true;
            request.fail(aborted());
        }
    }

    @Override
    public void run() {
        try {
            Result result = digest();
            answer(() -> request.reply(answer.apply(result)));
        } catch (Throwable e) { // whatever it is, it is answered
            answer(() -> request.fail(e));
        }
    }

    private void answer(Runnable reply) {
        request.session().server().reactor().execute(() -> {
            if (!ended) {
                ended = true;
                reply.run();
            }
        });
    }

    private Result digest() throws IOException {
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
        } while (next == Producer.Next.MORE && !ended);
    }
}
