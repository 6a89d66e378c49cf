package medusa.filesystem;

import java.time.Instant;
import java.util.List;

import medusa.filesystem.FilesystemException.Reason;

/// A folder with nothing in it, for others to be mounted in.
///
/// @param made the folder's time
public record EmptyFilesystem(Instant made) implements VirtualFilesystem {

    @Override
    public Attributes attributes(VirtualPath path) throws FilesystemException {
        if (!path.isRoot()) {
            throw Failures.of(Reason.NOT_FOUND, path);
        }
        return Attributes.of(Attributes.Kind.FOLDER, 0, made);
    }

    @Override
    public Listing list(VirtualPath folder) throws FilesystemException {
        attributes(folder);
        return Listing.of(List.of());
    }

    @Override
    public OpenFile open(VirtualPath file) throws FilesystemException {
        throw Failures.of(file.isRoot() ? Reason.IS_A_FOLDER : Reason.NOT_FOUND, file);
    }
}
