package medusa.ftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

import medusa.filesystem.Upload;

/// A file that is written into memory, and knows what became of it.
final class MemoryUpload implements Upload {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean committed;
    boolean closed;

    String content() {
        return bytes.toString(ISO_8859_1);
    }

    @Override
    public long position() {
        return bytes.size();
    }

    @Override
    public void position(long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write(ByteBuffer data) {
        while (data.hasRemaining()) {
            bytes.write(data.get());
        }
    }

    @Override
    public void commit() {
        committed = true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
