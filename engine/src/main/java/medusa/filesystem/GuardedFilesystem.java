package medusa.filesystem;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;
import medusa.filesystem.Attributes.Kind;
import medusa.filesystem.FilesystemException.Reason;

/// A tree as one user sees it. What the table of rights forbids him is refused by the path alone, before the disk is asked, so
/// that he does not learn what is there.
final class GuardedFilesystem implements VirtualFilesystem {
    private final VirtualFilesystem files;
    private final Rights rights;
    private final User user;
    private final Quotas quotas;

    GuardedFilesystem(VirtualFilesystem files, Rights rights, User user, Quotas quotas) {
        this.files = files;
        this.rights = rights;
        this.user = user;
        this.quotas = quotas;
    }

    /// Of a folder it is enough that he may do something in it: he has to get there. A file shows its size and time to who may
    /// list or read it.
    @Override
    public Attributes attributes(VirtualPath path) throws FilesystemException {
        Set<Right> may = may(path);
        if (may.contains(Right.READ) || may.contains(Right.LIST)) {
            return files.attributes(path);
        }
        if (may.isEmpty()) {
            throw forbidden(path);
        }
        Attributes attributes;
        try {
            attributes = files.attributes(path);
        } catch (FilesystemException e) {
            throw forbidden(path);
        }
        if (!attributes.isFolder()) {
            throw forbidden(path);
        }
        return attributes;
    }

    /// What he may do nothing with is not in it.
    @Override
    public Listing list(VirtualPath folder) throws FilesystemException {
        require(Right.LIST, folder);
        Listing listing = files.list(folder);
        return rights.isUniform(user, folder.names())
                ? listing
                : new FilteredListing(listing, entry -> isShown(folder, entry));
    }

    @Override
    public Listing listWithLinks(VirtualPath folder) throws FilesystemException {
        require(Right.LIST, folder);
        if (rights.isUniform(user, folder.names())) {
            return may(folder).contains(Right.DELETE) ? files.listWithLinks(folder) : files.list(folder);
        }
        return new FilteredListing(files.listWithLinks(folder), entry -> isShown(folder, entry)
                && (entry.attributes().kind() != Kind.LINK
                        || may(folder.resolve(entry.name())).contains(Right.DELETE)));
    }

    /// As [#attributes] would.
    private boolean isShown(VirtualPath folder, Listing.Entry entry) {
        Set<Right> may = may(folder.resolve(entry.name()));
        return may.contains(Right.READ) || may.contains(Right.LIST)
                || !may.isEmpty() && entry.attributes().isFolder();
    }

    @Override
    public OpenFile open(VirtualPath file) throws FilesystemException {
        require(Right.READ, file);
        return files.open(file);
    }

    /// To who may not change what is there every mode is [WriteMode#CREATE].
    @Override
    public Upload write(VirtualPath file, WriteMode mode) throws FilesystemException {
        require(Right.WRITE, file);
        VirtualPath place = target(file);
        require(Right.WRITE, place);
        boolean mayChange = may(file).contains(Right.DELETE) && may(place).contains(Right.DELETE);
        Upload upload = quotas.write(files, user, file, mayChange ? mode : WriteMode.CREATE);
        return user.limits().file().isPresent()
                ? new BoundedUpload(upload, file, user.limits().file().getAsLong())
                : upload;
    }

    @Override
    public void createFolder(VirtualPath folder) throws FilesystemException {
        requireThere(Right.WRITE, folder);
        quotas.createFolder(files, user, folder);
    }

    @Override
    public void deleteFile(VirtualPath file) throws FilesystemException {
        requireThere(Right.DELETE, file);
        quotas.delete(files, file);
    }

    @Override
    public void deleteFolder(VirtualPath folder) throws FilesystemException {
        requireThere(Right.DELETE, folder);
        quotas.deleteFolder(files, folder);
    }

    /// Nothing is taken out of a rule by it: a folder in which other rights count for a part stays where it is, and what he may
    /// not see does not come to where he, or others, may.
    @Override
    public void rename(VirtualPath from, VirtualPath to, boolean replace) throws FilesystemException {
        for (Right right : List.of(Right.DELETE, Right.READ, Right.LIST)) {
            requireThere(right, from);
        }
        requireThere(Right.WRITE, to);
        for (VirtualPath path : List.of(from, entry(from), to, entry(to))) {
            if (!rights.isUniform(user, path.names())) {
                throw forbidden(path);
            }
        }
        quotas.rename(files, user, from, to, replace && may(to).contains(Right.DELETE));
    }

    /// The time of what is there is part of it.
    @Override
    public void setModified(VirtualPath path, Instant time) throws FilesystemException {
        requireChange(path);
        files.setModified(path, time);
    }

    /// Likewise.
    @Override
    public void setMode(VirtualPath path, int mode) throws FilesystemException {
        requireChange(path);
        files.setMode(path, mode);
    }

    private void requireChange(VirtualPath path) throws FilesystemException {
        for (Right right : List.of(Right.WRITE, Right.DELETE)) {
            require(right, path);
        }
        VirtualPath place = target(path);
        for (Right right : List.of(Right.WRITE, Right.DELETE)) {
            require(right, place);
        }
    }

    /// What is left of the disk, or of his quota. For who may write there.
    @Override
    public OptionalLong room(VirtualPath path) throws FilesystemException {
        require(Right.WRITE, path);
        OptionalLong room = files.room(path);
        OptionalLong left = quotas.left(files, user, path);
        return room.isEmpty() || left.isEmpty()
                ? left.isEmpty() ? room : left
                : OptionalLong.of(Math.min(room.getAsLong(), left.getAsLong()));
    }

    /// Links may lead to where other rights count. What is read by them is the administrator's will, who has made them; but
    /// what is changed by them is changed for all who see it there.
    private void requireThere(Right right, VirtualPath path) throws FilesystemException {
        require(right, path);
        require(right, entry(path));
    }

    /// Where an entry is, or would be: links are followed on the way to it.
    private VirtualPath entry(VirtualPath path) throws FilesystemException {
        if (path.isRoot()) {
            return path;
        }
        try {
            return files.locate(path.parent()).resolve(path.name());
        } catch (FilesystemException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return path; // its folder is not there: nothing can be done with it
            }
            throw e;
        }
    }

    /// Where a file is that is written to: a link at the end is followed too.
    private VirtualPath target(VirtualPath path) throws FilesystemException {
        try {
            return files.locate(path);
        } catch (FilesystemException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return entry(path); // there is nothing yet
            }
            throw e;
        }
    }

    private Set<Right> may(VirtualPath path) {
        return rights.may(user, path.names());
    }

    private void require(Right right, VirtualPath path) throws FilesystemException {
        if (!rights.allow(user, right, path.names())) {
            throw forbidden(path);
        }
    }

    private static FilesystemException forbidden(VirtualPath path) {
        return Failures.of(Reason.FORBIDDEN, path);
    }
}
