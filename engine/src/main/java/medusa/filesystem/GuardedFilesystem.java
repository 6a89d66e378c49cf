package medusa.filesystem;

import java.time.Instant;
import java.util.Set;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;
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
                : new FilteredListing(listing, name -> !may(folder.resolve(name)).isEmpty());
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
        boolean mayChange = may(file).contains(Right.DELETE);
        Upload upload = quotas.write(files, user, file, mayChange ? mode : WriteMode.CREATE);
        return user.limits().file().isPresent()
                ? new BoundedUpload(upload, file, user.limits().file().getAsLong())
                : upload;
    }

    @Override
    public void createFolder(VirtualPath folder) throws FilesystemException {
        require(Right.WRITE, folder);
        files.createFolder(folder);
    }

    @Override
    public void deleteFile(VirtualPath file) throws FilesystemException {
        require(Right.DELETE, file);
        quotas.delete(files, file);
    }

    @Override
    public void deleteFolder(VirtualPath folder) throws FilesystemException {
        require(Right.DELETE, folder);
        files.deleteFolder(folder);
    }

    /// Nothing is taken out of a rule by it: a folder in which other rights count for a part stays where it is, and what he may
    /// not read does not come to where he may.
    @Override
    public void rename(VirtualPath from, VirtualPath to, boolean replace) throws FilesystemException {
        require(Right.DELETE, from);
        require(Right.WRITE, to);
        boolean reveals = may(to).contains(Right.READ) && !may(from).contains(Right.READ)
                || may(to).contains(Right.LIST) && !may(from).contains(Right.LIST);
        if (reveals || !rights.isUniform(user, from.names())) {
            throw forbidden(from);
        }
        if (!rights.isUniform(user, to.names())) {
            throw forbidden(to);
        }
        quotas.rename(files, user, from, to, replace && may(to).contains(Right.DELETE));
    }

    /// The time of what is there is part of it.
    @Override
    public void setModified(VirtualPath path, Instant time) throws FilesystemException {
        require(Right.WRITE, path);
        require(Right.DELETE, path);
        files.setModified(path, time);
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
