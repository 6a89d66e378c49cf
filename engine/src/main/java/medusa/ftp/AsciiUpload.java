package medusa.ftp;

import java.nio.ByteBuffer;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.Upload;

/// Text that comes with the line ends of the network, written with those of this system: CRLF becomes LF, and a CR that stands
/// alone stays (RFC 959 §3.1.1.1).
final class AsciiUpload extends WrappedUpload {
    private static final int SIZE = 16 << 10;

    private final ByteBuffer converted = ByteBuffer.allocate(SIZE);
    /// A CR has come of which nobody knows yet what follows it.
    private boolean afterCr;

    AsciiUpload(Upload inner) {
        super(inner);
    }

    @Override
    public void write(ByteBuffer data) throws FilesystemException {
        while (data.hasRemaining()) {
            if (converted.remaining() < 2) {
                flush();
            }
            byte next = data.get();
            if (afterCr && next != '\n') {
                converted.put((byte) '\r');
            }
            afterCr = next == '\r';
            if (!afterCr) {
                converted.put(next);
            }
        }
        flush();
    }

    private void flush() throws FilesystemException {
        try {
            inner.write(converted.flip());
        } finally {
            converted.clear();
        }
    }

    @Override
    public void commit() throws FilesystemException {
        if (afterCr) {
            afterCr = false;
            converted.put((byte) '\r');
            flush();
        }
        super.commit();
    }
}
