package medusa.producer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/// A range of a file: with zero copies to a plain socket, by reading where the bytes are needed in memory.
///
/// The length is the one given at the start, since a header has announced it: a file that grows meanwhile is cut there, one
/// that shrinks ends the channel with an [EOFException], one that was rewritten in place with what its [Holder] throws. Reads
/// block for as long as the file's disk does.
public final class FileProducer implements Producer {

    /// Whoever opened the file, and may lend it to several producers at once.
    public interface Holder {
        /// Asked around every piece, so that no old and new bytes are mixed.
        ///
        /// @throws IOException if the file has another content than it had at the start
        void requireUnchanged() throws IOException;

        /// A producer needs the file no longer; it says so once.
        void release();
    }

    /// Linux sends no more than this with one call, and says so by a short count.
    private static final long MOST_PER_CALL = 0x7ffff000;

    private final FileChannel file;
    private final Holder holder;
    private long position;
    private long remaining;
    private boolean closed;

    /// @param file a readable channel, owned by this producer from now on and closed with it; its own position is not used
    /// @param position where the range begins
    /// @param count how many bytes it has
    /// @throws IllegalArgumentException if the range is negative; the file stays the caller's then
    public FileProducer(FileChannel file, long position, long count) {
        this(file, position, count, new Owned(file));
    }

    /// @param file a readable channel; its own position is not used
    /// @param position where the range begins
    /// @param count how many bytes it has
    /// @param holder told when the file is not needed any more
    /// @throws IllegalArgumentException if the range is negative; nothing is to be released then
    public FileProducer(FileChannel file, long position, long count, Holder holder) {
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException("no such range: " + count + " bytes at " + position);
        }
        this.file = file;
        this.holder = holder;
        this.position = position;
        this.remaining = count;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        if (remaining == 0) {
            return Next.END;
        }
        int limit = into.limit();
        into.limit((int) Math.min(limit, into.position() + remaining));
        try {
            int count = file.read(into, position);
            if (count < 0) {
                throw truncated();
            }
            holder.requireUnchanged(); // now, when what was read can still be kept back
            advance(count);
        } finally {
            into.limit(limit);
        }
        return remaining == 0 ? Next.END : Next.MORE;
    }

    @Override
    public boolean transferable() {
        return true;
    }

    @Override
    public long transferTo(WritableByteChannel socket, long max) throws IOException {
        long wanted = Math.min(MOST_PER_CALL, Math.min(max, remaining));
        if (wanted <= 0) {
            return 0;
        }
        holder.requireUnchanged();
        long sent;
        try {
            sent = file.transferTo(position, wanted, socket);
        } catch (InternalError e) {
            // The JDK's fallback maps the file; a mapped page beyond the end of a file that shrank shows as this error.
            throw new IOException("file became unreadable while it was sent, probably truncated", e);
        }
        if (sent == 0 && file.size() <= position) {
            throw truncated(); // otherwise 0 means a full socket
        }
        advance(sent);
        return sent;
    }

    @Override
    public long remaining() {
        return remaining;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        holder.release();
    }

    @Override
    public String name() {
        return "file";
    }

    private void advance(long count) {
        position += count;
        remaining -= count;
    }

    private EOFException truncated() {
        return new EOFException("file ended " + remaining + " bytes before its announced length");
    }

    /// A file that one producer has for itself, and takes as it comes.
    private record Owned(FileChannel file) implements Holder {
        @Override
        public void requireUnchanged() {
            // nobody has said what it was
        }

        @Override
        public void release() {
            try {
                file.close();
            } catch (IOException ignored) {
                // Nothing was written, so nothing can be lost.
            }
        }
    }
}
