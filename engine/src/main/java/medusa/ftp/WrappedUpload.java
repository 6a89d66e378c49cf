package medusa.ftp;

import java.nio.ByteBuffer;
import java.util.Optional;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.Upload;

/// What those have in common that do something to the bytes of an upload, or at its end.
abstract class WrappedUpload implements Upload {
    final Upload inner;

    WrappedUpload(Upload inner) {
        this.inner = inner;
    }

    @Override
    public long position() {
        return inner.position();
    }

    @Override
    public void position(long position) throws FilesystemException {
        inner.position(position);
    }

    @Override
    public void expect(long size) throws FilesystemException {
        inner.expect(size);
    }

    @Override
    public void write(ByteBuffer data) throws FilesystemException {
        inner.write(data);
    }

    @Override
    public void commit() throws FilesystemException {
        inner.commit();
    }

    @Override
    public Optional<Attributes> committed() {
        return inner.committed();
    }

    @Override
    public void close() {
        inner.close();
    }
}
