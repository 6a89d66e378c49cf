package medusa.filesystem;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;

import medusa.producer.Producer;

/// A range of a channel that can be read in memory only. What lies before the range is skipped by seeking, or by reading
/// where the channel cannot seek (a compressed entry of a zip file).
final class ChannelProducer implements Producer {
    private static final int SKIP_BUFFER = 16 << 10;
    /// How much is skipped in one turn, at some hundred megabytes a second.
    private static final int MOST_SKIPPED = 1 << 20;

    /// Opens the channel when its first bytes are wanted.
    interface Opener {
        ReadableByteChannel open() throws IOException;
    }

    private final Opener opener;
    private final Runnable released;
    private ReadableByteChannel channel;
    private long remaining;
    private long skip;
    private boolean closed;
    private Runnable wake = () -> {};

    /// @param opener   what it opens is closed with this producer
    /// @param released run when this producer is closed
    ChannelProducer(Opener opener, long position, long count, Runnable released) {
        this.opener = opener;
        this.remaining = count;
        this.skip = position;
        this.released = released;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        if (remaining == 0) {
            return Next.END;
        }
        if (channel == null) {
            channel = opener.open();
        }
        if (!skipped()) {
            wake.run();
            return Next.STALLED;
        }
        int limit = into.limit();
        into.limit((int) Math.min(limit, into.position() + remaining));
        try {
            int count = channel.read(into);
            if (count <= 0) { // there was room, so nothing means the end
                throw truncated();
            }
            remaining -= count;
        } finally {
            into.limit(limit);
        }
        return remaining == 0 ? Next.END : Next.MORE;
    }

    /// Whether the range has begun.
    private boolean skipped() throws IOException {
        if (skip > 0 && channel instanceof SeekableByteChannel seekable) {
            seekable.position(skip);
            skip = 0;
        }
        ByteBuffer away = skip > 0 ? ByteBuffer.allocate(SKIP_BUFFER) : null;
        for (int done = 0; skip > 0 && done < MOST_SKIPPED;) {
            int count = channel.read(away.clear().limit((int) Math.min(SKIP_BUFFER, skip)));
            if (count <= 0) {
                throw truncated();
            }
            skip -= count;
            done += count;
        }
        return skip == 0;
    }

    @Override
    public long remaining() {
        return remaining;
    }

    @Override
    public void wakeWith(Runnable wakeUp) {
        wake = wakeUp;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException ignored) {
            // Nothing was written, so nothing can be lost.
        }
        released.run();
    }

    @Override
    public String name() {
        return "file";
    }

    private EOFException truncated() {
        return new EOFException("file ended " + remaining + " bytes before its announced length");
    }
}
