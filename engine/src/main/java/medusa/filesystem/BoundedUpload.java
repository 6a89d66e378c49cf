package medusa.filesystem;

import java.nio.ByteBuffer;
import java.util.Optional;

import medusa.filesystem.FilesystemException.Reason;

/// An upload that ends when its file becomes larger than it may be.
final class BoundedUpload implements Upload {
    private final Upload upload;
    private final VirtualPath path;
    private final long most;

    BoundedUpload(Upload upload, VirtualPath path, long most) {
        this.upload = upload;
        this.path = path;
        this.most = most;
    }

    @Override
    public long position() {
        return upload.position();
    }

    @Override
    public void position(long position) throws FilesystemException {
        if (position > most) {
            throw Failures.of(Reason.TOO_LARGE, path);
        }
        upload.position(position);
    }

    @Override
    public void expect(long size) throws FilesystemException {
        if (size > most) {
            throw Failures.of(Reason.TOO_LARGE, path);
        }
        upload.expect(size);
    }

    @Override
    public void write(ByteBuffer data) throws FilesystemException {
        if (data.remaining() > most - upload.position()) {
            throw Failures.of(Reason.TOO_LARGE, path);
        }
        upload.write(data);
    }

    @Override
    public void commit() throws FilesystemException {
        upload.commit();
    }

    @Override
    public Optional<Attributes> committed() {
        return upload.committed();
    }

    @Override
    public void close() {
        upload.close();
    }
}
