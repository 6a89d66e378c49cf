package medusa.http.extension;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

import medusa.filesystem.OpenFile;
import medusa.producer.Producer;

/// A part of a file that is opened again only when its turn comes: an answer of many parts takes one descriptor, not one for
/// each part. If the file has changed by then, the answer ends there.
final class PartProducer implements Producer {
    private final OpenFile file;
    private final long first;
    private final long length;
    private Runnable wake = () -> {};
    /// Null until the first bytes are wanted.
    private Producer part;

    /// @param file may be closed by then
    PartProducer(OpenFile file, long first, long length) {
        this.file = file;
        this.first = first;
        this.length = length;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        if (part == null) {
            part = file.again().produce(first, length);
            part.wakeWith(wake);
        }
        return part.more(into);
    }

    @Override
    public ByteBuffer ready() {
        return part == null ? null : part.ready();
    }

    /// Its first bytes share a buffer with the lines before them.
    @Override
    public boolean transferable() {
        return part != null && part.transferable();
    }

    @Override
    public long transferTo(WritableByteChannel socket, long max) throws IOException {
        return part.transferTo(socket, max);
    }

    @Override
    public long remaining() {
        return part == null ? length : part.remaining();
    }

    @Override
    public void wakeWith(Runnable wakeUp) {
        wake = wakeUp;
    }

    @Override
    public void close() {
        if (part != null) {
            part.close();
        }
    }

    @Override
    public String name() {
        return "part of a file";
    }
}
