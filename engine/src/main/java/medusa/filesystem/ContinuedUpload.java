package medusa.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

import medusa.filesystem.FilesystemException.Reason;

/// An upload that goes on where a file ends, or somewhere before that.
final class ContinuedUpload implements Upload {
    private final VirtualPath path;
    private final SeekableByteChannel file;
    private long position;

    private ContinuedUpload(VirtualPath path, SeekableByteChannel file) throws IOException {
        this.path = path;
        this.file = file;
        this.position = file.position();
    }

    static Upload of(VirtualPath path, Tree.Node node) throws FilesystemException {
        SeekableByteChannel file = node.change();
        try {
            return new ContinuedUpload(path, file.position(file.size()));
        } catch (IOException e) {
            close(file);
            throw Failures.of(e, path);
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void position(long to) throws FilesystemException {
        try {
            if (to < 0) {
                throw Failures.of(Reason.FAILED, path);
            }
            file.truncate(to).position(to); // behind the end nothing is cut off
            position = to;
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    @Override
    public void write(ByteBuffer data) throws FilesystemException {
        try {
            while (data.hasRemaining()) {
                position += file.write(data);
            }
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    @Override
    public void commit() throws FilesystemException {
        try {
            file.close();
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    @Override
    public void close() {
        close(file);
    }

    private static void close(SeekableByteChannel file) {
        try {
            file.close();
        } catch (IOException ignored) {
            // Whoever wants to know whether all of it was written calls commit.
        }
    }
}
