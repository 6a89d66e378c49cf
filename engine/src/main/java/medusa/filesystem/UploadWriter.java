package medusa.filesystem;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Writes to an [Upload] what a connection brings: bytes come in on the reactor thread, and other threads open the file, write
/// to it in order, and give it its name or take it away. One upload occupies at most one of those threads at a time, and yields it
/// to others after every block.
///
/// **Thread.** All methods are called on the reactor thread, and so is the receiver; the steps run on the workers and may block.
///
/// **End.** [#finish], [#detach] or [#abandon], once; what comes later does nothing, but that even then an upload can still be
/// abandoned. Exactly one of [Receiver#written], [Receiver#detached], [Receiver#failed] and [Receiver#abandoned] follows, when no
/// worker is at it any more. A failure comes by itself, also before an end was asked for. Unless it was detached the upload is
/// closed then.
public final class UploadWriter {
    /// So much may wait for the disk before the connection is asked to wait.
    private static final int MOST_WAITING = 512 << 10;

    /// Opens the file.
    @FunctionalInterface
    public interface Opening {
        /// On a worker. May throw whatever the receiver understands.
        Upload open() throws Exception;
    }

    /// What is done when everything has been written.
    @FunctionalInterface
    public interface Ending {
        /// On a worker. May throw whatever the receiver understands.
        void on(Upload upload) throws Exception;
    }

    /// Hears how it goes, on the reactor thread.
    public interface Receiver {
        /// The file is open.
        void opened();

        /// There is room again after [UploadWriter#write] has said that there is none.
        void room();

        /// The ending that was asked for has run.
        ///
        /// @param bytes of the whole file
        void written(long bytes);

        /// Everything has been written, and the upload is the receiver's.
        void detached(Upload upload);

        /// It has failed, and nothing is left.
        ///
        /// @param why what a step has thrown: mostly a [FilesystemException]
        void failed(Throwable why);

        /// It was abandoned, and nothing is left.
        void abandoned();
    }

    private final Executor workers;
    private final Executor home;
    private final BlockShelf shelf;
    private final Receiver receiver;

    // What follows is guarded by this object, but for the upload, which is the worker's that is at work.
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private Opening opening;
    private Ending ending;
    private boolean detaching;
    private boolean abandoned;
    private boolean working;
    private boolean over;
    private boolean full;
    private long waitingBytes;
    private Upload upload;

    /// Begins with the opening.
    ///
    /// @param workers for what may block; must not reject
    /// @param home    runs on the reactor thread; any thread may use it
    public UploadWriter(Executor workers, Executor home, BlockShelf shelf, Opening opening, Receiver receiver) {
        this.workers = workers;
        this.home = home;
        this.shelf = shelf;
        this.opening = opening;
        this.receiver = receiver;
        wake();
    }

    /// Takes all of `piece`, which the caller may use again.
    ///
    /// @return whether there is room for more; otherwise the caller waits for [Receiver#room]
    public synchronized boolean write(ByteBuffer piece) {
        if (isEnding()) {
            piece.position(piece.limit());
            return true;
        }
        waitingBytes += piece.remaining();
        while (piece.hasRemaining()) {
            ByteBuffer last = waiting.peekLast();
            if (last == null || !last.hasRemaining()) {
                last = shelf.take();
                waiting.addLast(last);
            }
            int count = Math.min(piece.remaining(), last.remaining());
            last.put(last.position(), piece, piece.position(), count).position(last.position() + count);
            piece.position(piece.position() + count);
        }
        wake();
        full = waitingBytes >= MOST_WAITING;
        return !full;
    }

    /// Does `ending` when everything is written: [Upload#commit], mostly.
    public synchronized void finish(Ending ending) {
        if (!isEnding()) {
            this.ending = ending;
            wake();
        }
    }

    /// Hands the upload over when everything is written, to be continued later.
    public synchronized void detach() {
        if (!isEnding()) {
            detaching = true;
            wake();
        }
    }

    /// Gives the upload up, after what is under way.
    public synchronized void abandon() {
        if (!abandoned) {
            abandoned = true;
            wake();
        }
    }

    private boolean isEnding() { return over || abandoned || detaching || ending != null; }

    private void wake() {
        if (!working && !over) {
            working = true;
            workers.execute(this::work);
        }
    }

    /// One step, and then it is the turn of others.
    private void work() {
        try {
            Runnable told = step();
            if (told != null) {
                home.execute(told);
            }
        } catch (Throwable e) { // whatever it is, it is told on the reactor thread
            end();
            home.execute(() -> receiver.failed(e));
        }
        synchronized (this) {
            working = false;
            if (opening != null || !waiting.isEmpty() || isEnding()) {
                wake();
            }
        }
    }

    /// @return what the receiver is told; null for nothing
    private Runnable step() throws Exception {
        Opening open;
        ByteBuffer block;
        Ending last;
        synchronized (this) {
            if (abandoned) {
                return abandonedNow();
            }
            open = opening;
            opening = null;
            block = open == null ? waiting.pollFirst() : null;
            last = block == null ? ending : null;
        }
        if (open != null) {
            upload = open.open();
            return receiver::opened;
        }
        if (block != null) {
            return write(block, upload);
        }
        Upload of = upload;
        if (last != null) {
            last.on(of);
            long bytes = of.position();
            end();
            return () -> receiver.written(bytes);
        }
        return detachNow() ? () -> receiver.detached(of) : null;
    }

    /// The room is given back that it might have needed.
    private boolean detachNow() throws FilesystemException {
        synchronized (this) {
            if (!detaching) {
                return false;
            }
        }
        upload.expect(upload.position());
        upload = null;
        end();
        return true;
    }

    private Runnable abandonedNow() {
        end();
        return receiver::abandoned;
    }

    private Runnable write(ByteBuffer block, Upload to) throws FilesystemException {
        int count = block.position();
        boolean left = false;
        try {
            to.write(block.flip());
            left = block.hasRemaining();
        } finally {
            if (!left) {
                shelf.giveBack(block);
            }
        }
        synchronized (this) {
            waitingBytes -= count;
            if (left) {
                waitingBytes += block.remaining();
                waiting.addFirst(block.compact());
            }
            boolean again = full && waitingBytes < MOST_WAITING / 2;
            full &= !again;
            return again && !isEnding() ? receiver::room : null;
        }
    }

    /// Nothing more is done for this upload.
    private void end() {
        synchronized (this) {
            over = true;
            waiting.forEach(shelf::giveBack);
            waiting.clear();
        }
        if (upload != null) {
            upload.close();
            upload = null;
        }
    }
}
