package medusa.http.extension;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.Listing;
import medusa.filesystem.OpenFile;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;

/// Another tree, on a disk that stops writing when a test wants that.
final class StallingTree implements VirtualFilesystem {
    private final VirtualFilesystem files;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    /// One for each upload that is over.
    final Semaphore over = new Semaphore(0);

    StallingTree(VirtualFilesystem files) {
        this.files = files;
    }

    void stall() {
        gate = new CountDownLatch(1);
    }

    void goOn() {
        gate.countDown();
    }

    @Override
    public Upload write(VirtualPath file, WriteMode mode) throws FilesystemException {
        Upload upload = files.write(file, mode);
        return new Upload() {
            @Override
            public long position() {
                return upload.position();
            }

            @Override
            public void position(long position) throws FilesystemException {
                upload.position(position);
            }

            @Override
            public void write(ByteBuffer data) throws FilesystemException {
                upload.write(data);
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
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
                over.release();
            }
        };
    }

    @Override
    public Attributes attributes(VirtualPath path) throws FilesystemException {
        return files.attributes(path);
    }

    @Override
    public Listing list(VirtualPath folder) throws FilesystemException {
        return files.list(folder);
    }

    @Override
    public OpenFile open(VirtualPath file) throws FilesystemException {
        return files.open(file);
    }

    @Override
    public void createFolder(VirtualPath folder) throws FilesystemException {
        files.createFolder(folder);
    }

    @Override
    public void deleteFile(VirtualPath file) throws FilesystemException {
        files.deleteFile(file);
    }

    @Override
    public void deleteFolder(VirtualPath folder) throws FilesystemException {
        files.deleteFolder(folder);
    }
}
