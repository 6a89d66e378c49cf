package medusa.filesystem;

import java.nio.ByteBuffer;
import java.util.Optional;

import medusa.filesystem.VirtualFilesystem.WriteMode;

/// An upload whose bytes count for the homes that its file lies in, and need room in the quota of its user.
final class CountedUpload implements Upload {
    private final Upload upload;
    private final Quotas quotas;
    /// Null where no quota counts.
    private final Quotas.Reservation room;
    private final VirtualFilesystem files;
    private final VirtualPath path;
    private final boolean inPlace;
    /// What the file counted before, if it is written in place.
    private final long base;
    private long expected;
    private boolean done;

    /// @param base what the file counts now; for who writes in place
    CountedUpload(Upload upload, Quotas quotas, Quotas.Reservation room, VirtualFilesystem files, VirtualPath path,
            WriteMode mode, long base) {
        this.upload = upload;
        this.quotas = quotas;
        this.room = room;
        this.files = files;
        this.path = path;
        inPlace = mode == WriteMode.CONTINUE;
        this.base = base;
    }

    @Override
    public long position() {
        return upload.position();
    }

    @Override
    public void position(long position) throws FilesystemException {
        upload.position(position);
        reserve(position); // a hole counts too
    }

    @Override
    public void expect(long size) throws FilesystemException {
        long before = expected;
        expected = size;
        try {
            reserve(upload.position());
            upload.expect(size);
        } catch (FilesystemException e) {
            expected = before;
            throw e;
        }
    }

    @Override
    public void write(ByteBuffer data) throws FilesystemException {
        long end = upload.position() + data.remaining();
        reserve(end < 0 ? Long.MAX_VALUE : end);
        upload.write(data);
    }

    private void reserve(long size) throws FilesystemException {
        if (room != null) {
            room.resize(Usage.charge(Math.max(expected, size)));
        }
    }

    @Override
    public void commit() throws FilesystemException {
        try {
            long old = inPlace ? base : quotas.around(path).isEmpty() ? 0 : Quotas.charge(files, path);
            expected = 0;
            reserve(upload.position()); // no more than it has
            if (room == null || inPlace) {
                upload.commit();
                done = true;
                release();
                quotas.changed(path, Usage.charge(upload.position()) - old);
            } else {
                room.commit(old, () -> {
                    upload.commit();
                    done = true;
                });
            }
        } finally {
            close();
        }
    }

    private void release() {
        if (room != null) {
            room.release();
        }
    }

    @Override
    public Optional<Attributes> committed() {
        return upload.committed();
    }

    @Override
    public void close() {
        if (done) {
            return;
        }
        done = true;
        upload.close();
        release();
        if (inPlace) {
            try {
                quotas.changed(path, Quotas.charge(files, path) - base);
            } catch (FilesystemException ignored) {
                // It is counted again before long.
            }
        }
    }
}
