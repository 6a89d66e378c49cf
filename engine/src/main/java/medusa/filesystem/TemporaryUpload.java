package medusa.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

import medusa.filesystem.FilesystemException.Reason;

/// An upload that is written aside and takes its place when it is complete.
final class TemporaryUpload implements Upload {
    /// The name may be taken and given up by others as often as they like.
    private static final int TRIES = 100;

    private final VirtualPath path;
    private final Tree.Node folder;
    private final String name;
    private final boolean replace;
    private final String temporary = Temporary.name();
    private final SeekableByteChannel file;
    private long position;
    private boolean done;
    /// Null before the commit.
    private Attributes committed;

    /// @param folder in which the file is to be; closed with this upload
    /// @param secret whether nobody else may read it before it takes over the mode of the old file
    TemporaryUpload(VirtualPath path, Tree.Node folder, String name, boolean replace, boolean secret)
            throws FilesystemException {
        this.path = path;
        this.folder = folder;
        this.name = name;
        this.replace = replace;
        this.file = folder.createFile(temporary, secret);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void position(long to) throws FilesystemException {
        if (to < 0 || to > position) {
            throw Failures.of(Reason.FAILED, path); // a hole of zeros is not what the client has sent
        }
        try {
            file.truncate(to).position(to);
            position = to;
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    @Override
    public void write(ByteBuffer data) throws FilesystemException {
        if (done) {
            throw new IllegalStateException("closed");
        }
        try {
            while (data.hasRemaining()) {
                position += file.write(data);
            }
        } catch (IOException e) {
            close(); // a full disk gets its space back at once
            throw Failures.of(e, path);
        }
    }

    @Override
    public void commit() throws FilesystemException {
        if (done) {
            throw new IllegalStateException("closed");
        }
        try {
            file.close(); // network disks tell of a full disk here
            Attributes written = folder.entry(temporary);
            takePlace();
            committed = written;
            done = true;
        } catch (IOException e) {
            throw Failures.of(e, path);
        } finally {
            close();
        }
        folder.close();
    }

    private void takePlace() throws FilesystemException {
        for (int i = 1;; i++) {
            try {
                if (replace && RootedFilesystem.exists(folder, name)) {
                    inherit();
                    folder.rename(temporary, folder, name, true);
                } else {
                    folder.rename(temporary, folder, name, false);
                }
                return;
            } catch (FilesystemException e) {
                boolean changed = e.reason() == Reason.EXISTS || e.reason() == Reason.NOT_FOUND;
                if (!replace || !changed || i == TRIES) {
                    throw e;
                }
            }
        }
    }

    /// The file there now need not be the one that was there when the upload began.
    private void inherit() throws FilesystemException {
        try (Tree.Node old = folder.child(name); Tree.Node upload = folder.child(temporary)) {
            switch (old.attributes().kind()) {
                case FOLDER -> throw Failures.of(Reason.IS_A_FOLDER, path);
                case SPECIAL, LINK -> throw Failures.of(Reason.SPECIAL, path);
                case FILE -> {
                    old.requireWritable();
                    upload.inherit(old.attributes());
                }
            }
        }
    }

    @Override
    public Optional<Attributes> committed() {
        return Optional.ofNullable(committed);
    }

    @Override
    public void close() {
        if (done) {
            return;
        }
        done = true;
        try {
            file.close();
        } catch (IOException ignored) {
            // It is given up.
        }
        try {
            folder.removeFile(temporary);
        } catch (FilesystemException ignored) {
            // The sweep at the next start finds it.
        }
        folder.close();
    }
}
