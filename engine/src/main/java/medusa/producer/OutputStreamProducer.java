package medusa.producer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Carries what a worker writes to an [OutputStream] to a channel, through a ring of bounded size.
///
/// The worker's side, [#stream], [#offer] and [#abort], may be used by any thread; the [Producer] methods belong to the
/// reactor thread as ever. That side takes no lock and waits for nobody: each side only moves its own end of the ring, and
/// writers, when there are several, exclude one another without it.
public final class OutputStreamProducer implements Producer {

    private final int capacity;
    private final OutputStream stream = new Stream();
    private final ReentrantLock writers = new ReentrantLock();
    /// Made with the first write. Read by the reactor only after it has seen `written` grow.
    private byte[] ring;
    /// How many bytes have ever gone in; moved by whoever holds `writers`.
    private volatile long written;
    /// How many bytes have ever come out; moved by the reactor.
    private volatile long taken;
    private volatile boolean finished;
    private volatile IOException failure;
    private volatile boolean gone;
    private volatile Thread waitingWriter;
    private volatile Thread reader;
    private volatile Runnable wake;
    /// True while the reactor has found nothing and waits for a wake-up. Set before it looks a last time, and looked at by a
    /// writer after its bytes are in: at least one of the two sees the other.
    private final AtomicBoolean stalled = new AtomicBoolean(true);

    /// @param capacity how many bytes a writer may be ahead; so much memory is used once something is written
    public OutputStreamProducer(int capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.capacity = capacity;
    }

    /// The worker's end. Its `write` blocks while the ring is full. It throws an [IOException] once the producer is closed
    /// (the peer has gone) or aborted, so that the worker ends; [InterruptedIOException] if the thread is interrupted while
    /// it waits, the interrupt status staying set; and an [IOException] at once where waiting would never end, because the
    /// reactor thread itself is writing: that thread uses [#offer].
    ///
    /// Bytes go out as soon as they are written; `flush` does nothing. Closing the stream is the producer's regular end, also
    /// when an exception leaves a try-with-resources block: a worker that fails calls [#abort] before.
    public OutputStream stream() {
        return stream;
    }

    /// Writes as many bytes as fit without waiting; for the reactor thread, which tries the rest again in a later turn.
    ///
    /// @return the number of bytes taken, 0 when the ring is full or another thread is just writing
    /// @throws IOException as for [#stream]
    public int offer(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (!writers.tryLock()) {
            return 0;
        }
        try {
            return put(bytes, offset, length);
        } finally {
            writers.unlock();
        }
    }

    /// Ends the producer with a failure: the channel closes without what is still in the ring. Without effect after the end
    /// was reached.
    public void abort(IOException cause) {
        failure = Objects.requireNonNull(cause);
        signal();
        LockSupport.unpark(waitingWriter);
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        while (true) {
            boolean last = finished; // read before `written`, which does not grow any more after it
            take(into);
            if (last && taken == written && failure == null) {
                return Next.END;
            }
            if (failure != null) {
                throw new IOException("the writer failed", failure);
            }
            if (!into.hasRemaining()) {
                return Next.MORE;
            }
            stalled.set(true);
            if (taken == written && !finished && failure == null) {
                return Next.STALLED;
            }
            stalled.set(false);
        }
    }

    @Override
    public long remaining() {
        return finished && failure == null ? written - taken : -1;
    }

    @Override
    public void wakeWith(Runnable newWake) {
        reader = Thread.currentThread();
        wake = newWake;
        if (taken != written || finished || failure != null) {
            newWake.run(); // a writer that was faster found nobody to wake
        }
    }

    @Override
    public void close() {
        gone = true;
        LockSupport.unpark(waitingWriter);
    }

    @Override
    public String name() {
        return "stream";
    }

    private void take(ByteBuffer into) {
        int count = (int) Math.min(into.remaining(), written - taken);
        if (count == 0) {
            return;
        }
        int from = (int) (taken % capacity);
        int upToTheEnd = Math.min(count, capacity - from);
        into.put(ring, from, upToTheEnd).put(ring, 0, count - upToTheEnd);
        taken += count;
        LockSupport.unpark(waitingWriter);
    }

    private void writeAll(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        lockForWriting();
        try {
            int done = put(bytes, offset, length);
            while (done < length) {
                awaitRoom(done);
                done += put(bytes, offset + done, length - done);
            }
        } finally {
            writers.unlock();
        }
    }

    private int put(byte[] bytes, int offset, int length) throws IOException {
        requireOpen();
        int count = (int) Math.min(length, capacity - (written - taken));
        if (count == 0) {
            return 0;
        }
        if (ring == null) {
            ring = new byte[capacity];
        }
        int to = (int) (written % capacity);
        int upToTheEnd = Math.min(count, capacity - to);
        System.arraycopy(bytes, offset, ring, to, upToTheEnd);
        System.arraycopy(bytes, offset + upToTheEnd, ring, 0, count - upToTheEnd);
        written += count;
        signal();
        return count;
    }

    private void requireOpen() throws IOException {
        if (gone) {
            throw new IOException("nobody reads this stream any more");
        }
        if (failure != null) {
            throw new IOException("stream aborted", failure);
        }
        if (finished) {
            throw new IOException("stream closed");
        }
    }

    private void lockForWriting() throws IOException {
        if (writers.tryLock()) {
            return;
        }
        refuseToBlockReader();
        try {
            writers.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(0);
        }
    }

    private void awaitRoom(int done) throws IOException {
        refuseToBlockReader();
        waitingWriter = Thread.currentThread();
        try {
            while (written - taken == capacity && !gone && !finished && failure == null) {
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted(done);
                }
                LockSupport.park(this);
            }
        } finally {
            waitingWriter = null;
        }
    }

    private void refuseToBlockReader() throws IOException {
        if (Thread.currentThread() == reader) {
            throw new IOException("stream full, and its writer is the thread that would have to empty it");
        }
    }

    private static InterruptedIOException interrupted(int done) {
        InterruptedIOException e = new InterruptedIOException("interrupted while waiting for the reader");
        e.bytesTransferred = done;
        return e;
    }

    private void signal() {
        if (stalled.get() && stalled.getAndSet(false)) {
            Runnable current = wake;
            if (current != null) {
                current.run();
            }
        }
    }

    private final class Stream extends OutputStream {

        @Override
        public void write(int value) throws IOException {
            writeAll(new byte[]{(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writeAll(bytes, offset, length);
        }

        @Override
        public void close() {
            finished = true;
            signal();
            LockSupport.unpark(waitingWriter);
        }
    }
}
