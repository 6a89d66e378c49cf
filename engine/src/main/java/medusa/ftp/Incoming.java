package medusa.ftp;

import java.nio.ByteBuffer;
import java.util.function.Function;

import medusa.filesystem.Upload;
import medusa.filesystem.UploadWriter;
import medusa.filesystem.VirtualPath;

/// A file on its way to the disk. It is opened before the client is told to send, and the client hears that it is complete when it
/// is there under its name.
final class Incoming extends Transfer implements UploadWriter.Receiver {
    /// Opens the file.
    interface Opening {
        /// On a worker. May throw whatever [Refusals] understands.
        Opened open() throws Exception;
    }

    /// @param file what it is called
    record Opened(VirtualPath file, Upload upload) {}

    private final UploadWriter writer;
    private final Function<VirtualPath, FtpReply> announcement;
    private final FtpReply completion;
    private final boolean stays;
    private final Pace pace;
    /// Everything has come; it is being given its name, and nothing keeps it from that.
    private boolean ending;
    /// The disk is behind.
    private boolean full;
    private boolean writerOver;
    /// Run when the writer has given up; null while nobody waits for that.
    private Runnable afterwards;
    /// The worker's until it is open.
    private VirtualPath name;

    /// @param file         as the client has named it
    /// @param announcement when it is open, under the name that it has
    /// @param completion   when it is there
    /// @param stays        whether what has come is kept when it breaks off
    Incoming(FtpRequest request, VirtualPath file, Opening opening,
            Function<VirtualPath, FtpReply> announcement, FtpReply completion, boolean stays) {
        super(request, file);
        this.announcement = announcement;
        this.completion = completion;
        this.stays = stays;
        FtpServer server = session.server();
        pace = server.throttles().pace(session, FtpEvent.Direction.UP);
        pace.wakeWith(this::flow);
        writer = new UploadWriter(server.workers().of(session), server.reactor()::execute, server.shelf(),
                () -> open(opening), this);
    }

    private Upload open(Opening opening) throws Exception {
        Opened opened = opening.open();
        name = opened.file;
        return opened.upload;
    }

    @Override
    public void opened() {
        if (!isOver()) {
            file = name;
            start(announcement.apply(name));
        }
    }

    @Override
    void begin(FtpDataChannel connection) {
        connection.inputOwed(true);
        connection.resumeInput();
    }

    @Override
    void received(ByteBuffer data) {
        int count = (int) Math.min(pace.allowed(), data.remaining());
        if (count > 0) {
            int limit = data.limit();
            full = !writer.write(data.limit(data.position() + count));
            data.limit(limit);
            pace.spent(count);
        }
        if (count == 0 || full) {
            channel().pauseInput();
        }
    }

    @Override
    public void room() {
        full = false;
        flow();
    }

    private void flow() {
        if (!isOver() && channel() != null && !full && !pace.isWaiting()) {
            channel().resumeInput();
        }
    }

    /// A client that was killed ends both connections at once; then this is no end of a file. Which end is seen first is the
    /// network's to decide, so the selector looks at the control connection once more.
    @Override
    void inputEnded(boolean cleanly) {
        FtpDataChannel connection = channel();
        connection.execute(() -> connection.execute(() -> ended(cleanly)));
    }

    private void ended(boolean cleanly) {
        if (isOver()) {
            return;
        }
        if (session.channel().isDeserted()) {
            fail(FtpReply.of(426, "Both connections have ended at once; the transfer is not complete."));
        } else if (cleanly) {
            ending = true;
            writer.finish(Upload::commit);
        } else {
            lost();
        }
    }

    @Override
    void lost() {
        if (!ending) {
            super.lost();
        }
    }

    @Override
    void cut(String how) {
        if (!ending) {
            super.cut(how);
        }
    }

    @Override
    boolean isBusy() { return full || pace.hasHeldBack(); }

    @Override
    void abort() {
        if (!ending) {
            super.abort();
        }
    }

    @Override
    void release(boolean complete, Runnable then) {
        pace.close();
        if (writerOver) {
            then.run();
            return;
        }
        afterwards = then;
        if (stays && channel() != null) {
            writer.finish(_ -> {}); // what waits is written, and no more
        } else {
            writer.abandon();
        }
    }

    @Override
    public void written(long bytes) {
        over();
        complete(completion);
    }

    @Override
    public void failed(Throwable why) {
        over();
        if (!isOver()) {
            fail(Refusals.of(why, request));
        }
    }

    @Override
    public void abandoned() {
        over();
    }

    private void over() {
        writerOver = true;
        if (afterwards != null) {
            afterwards.run();
        }
    }

    @Override
    public void detached(Upload upload) {
        throw new IllegalStateException("nobody has asked for it");
    }

    @Override
    FtpEvent.Direction direction() {
        return FtpEvent.Direction.UP;
    }

    @Override
    long total() {
        return -1; // the client has not said
    }
}
