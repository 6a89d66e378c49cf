package medusa.ftp;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.Upload;

/// An upload whose bytes come compressed (MODE Z): one stream in the zlib format (RFC 1950), with nothing behind its end.
///
/// A little of it may become a lot, so one call of [#write] makes a bounded amount and leaves the rest. What comes out is what quotas
/// and the limits of files count.
final class InflatingUpload extends WrappedUpload {
    private static final int SIZE = 64 << 10;
    /// What one step makes at most: some milliseconds of work.
    private static final int MOST_PER_STEP = 1 << 20;

    private final Inflater inflater = new Inflater();
    private final ByteBuffer inflated = ByteBuffer.allocate(SIZE);
    private boolean closed;

    /// What came is not what was agreed on.
    static final class DamagedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int code;

        DamagedException(int code, String text) {
            super(text, null, false, false); // the client's doing
            this.code = code;
        }

        FtpReply reply() {
            return FtpReply.of(code, getMessage());
        }
    }

    InflatingUpload(Upload inner) {
        super(inner);
    }

    @Override
    public void write(ByteBuffer data) throws FilesystemException {
        int made = 0;
        while (made < MOST_PER_STEP || !data.hasRemaining()) { // what the inflater has swallowed is not given to it again
            int count = inflate(data);
            if (count == 0 && !data.hasRemaining()) {
                return;
            }
            made += count;
            inner.write(inflated.flip());
        }
    }

    private int inflate(ByteBuffer data) {
        if (inflater.finished() && data.hasRemaining()) {
            throw new DamagedException(550, "There is something behind the end of the compressed data.");
        }
        try {
            inflater.setInput(data);
            int count = inflater.inflate(inflated.clear());
            if (count == 0 && data.hasRemaining() && !inflater.finished()) {
                throw damaged(); // it asks for a dictionary, of which nothing was said
            }
            return count;
        } catch (DataFormatException e) {
            throw damaged();
        }
    }

    private static DamagedException damaged() {
        return new DamagedException(550, "That is not compressed as MODE Z needs it.");
    }

    @Override
    public void commit() throws FilesystemException {
        if (!inflater.finished()) {
            throw new DamagedException(426, "The compressed data broke off; the transfer is not complete.");
        }
        super.commit();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            inflater.end();
        }
        super.close();
    }
}
