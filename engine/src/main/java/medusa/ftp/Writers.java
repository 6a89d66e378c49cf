package medusa.ftp;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.SharedTree;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;

/// Which files are being written, so that no two clients write one: it is known by where its path leads. Any thread.
final class Writers {
    private final Set<VirtualPath> places = ConcurrentHashMap.newKeySet();

    /// Opens a file.
    interface Opening {
        /// @param place where the path leads
        Upload open(VirtualPath place) throws Exception;
    }

    /// Opens a file that nobody else writes through here, and keeps it so until the upload is closed. May block.
    ///
    /// @throws FtpException if somebody does
    Upload alone(SharedTree tree, VirtualPath path, Opening opening) throws Exception {
        return ifAlone(tree, path, opening).orElseThrow(
                () -> new FtpException(450, "The file is being written by somebody else; try again later."));
    }

    /// The same; empty if somebody does.
    Optional<Upload> ifAlone(SharedTree tree, VirtualPath path, Opening opening) throws Exception {
        VirtualPath place = place(tree.unguarded(), path);
        if (!places.add(place)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Claimed(opening.open(place), place));
        } catch (Exception | Error e) {
            places.remove(place);
            throw e;
        }
    }

    /// Makes sure that nobody writes what is about to be removed or renamed: his bytes would be lost, or end up under another name. May
    /// block.
    ///
    /// @throws FtpException if somebody does
    void requireFree(SharedTree tree, VirtualPath path) throws FtpException {
        try {
            if (isWritten(place(tree.unguarded(), path))) {
                throw new FtpException(450, "The file is being written by somebody else; try again later.");
            }
        } catch (FilesystemException e) {
            // There is nothing that could be written.
        }
    }

    /// Whether somebody writes there.
    boolean isWritten(VirtualPath place) {
        return places.contains(place);
    }

    /// Where a file is, or would be.
    static VirtualPath place(VirtualFilesystem files, VirtualPath path) throws FilesystemException {
        try {
            return files.locate(path);
        } catch (FilesystemException e) {
            if (e.reason() != Reason.NOT_FOUND || path.isRoot()) {
                throw e;
            }
            return files.locate(path.parent()).resolve(path.name());
        }
    }

    private final class Claimed extends WrappedUpload {
        private final VirtualPath place;
        private boolean closed;

        Claimed(Upload inner, VirtualPath place) {
            super(inner);
            this.place = place;
        }

        /// Also behind a commit: the upload's last call.
        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                super.close();
            } finally {
                places.remove(place);
            }
        }
    }
}
