package medusa.ftp;

import java.util.concurrent.CancellationException;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.Listing;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;

/// Whether somebody still wants what a worker does for him. Any thread.
final class Wanted {
    private volatile boolean over;

    /// Nobody does any more; it stays so.
    void end() {
        over = true;
    }

    boolean isOver() { return over; }

    private void require() {
        if (over) {
            throw new CancellationException("nobody wants it any more");
        }
    }

    /// The same to look at; but when nobody wants that any more each call, and each entry of a listing, is a
    /// [CancellationException].
    VirtualFilesystem of(VirtualFilesystem files) {
        return new Looks(files);
    }

    private final class Looks implements VirtualFilesystem {
        private final VirtualFilesystem files;

        Looks(VirtualFilesystem files) {
            this.files = files;
        }

        @Override
        public Attributes attributes(VirtualPath path) throws FilesystemException {
            require();
            return files.attributes(path);
        }

        @Override
        public VirtualPath locate(VirtualPath path) throws FilesystemException {
            require();
            return files.locate(path);
        }

        @Override
        public Listing list(VirtualPath folder) throws FilesystemException {
            require();
            return new Entries(files.list(folder));
        }

        @Override
        public Listing listWithLinks(VirtualPath folder) throws FilesystemException {
            require();
            return new Entries(files.listWithLinks(folder));
        }

        @Override
        public OpenFile open(VirtualPath file) throws FilesystemException {
            require();
            return files.open(file);
        }
    }

    private final class Entries implements Listing {
        private final Listing listing;

        Entries(Listing listing) {
            this.listing = listing;
        }

        @Override
        public boolean hasNext() {
            require();
            return listing.hasNext();
        }

        @Override
        public Entry next() {
            require();
            return listing.next();
        }

        @Override
        public void close() {
            listing.close();
        }
    }
}
