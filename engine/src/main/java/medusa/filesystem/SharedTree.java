package medusa.filesystem;

import java.util.Objects;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;

/// The one tree that all protocols show, and who may do what in it. Immutable; any thread.
public final class SharedTree {
    private final VirtualFilesystem files;
    private final Rights rights;

    /// @param files for everything that the table lets anybody do
    public SharedTree(VirtualFilesystem files, Rights rights) {
        this.files = Objects.requireNonNull(files);
        this.rights = Objects.requireNonNull(rights);
    }

    /// A tree that everybody may look at, and nobody may change.
    public static SharedTree toLookAt(VirtualFilesystem files) {
        return new SharedTree(new ReadOnlyFilesystem(files), Rights.LOOK);
    }

    /// As `user` sees it, and may change it: what he may not is refused with [FilesystemException.Reason#FORBIDDEN]. Costs
    /// nothing to make.
    public VirtualFilesystem as(User user) {
        return new GuardedFilesystem(files, rights, user);
    }

    /// Whether `user` may do this at `path`. Does not block.
    public boolean allows(User user, Right right, VirtualPath path) {
        return rights.allow(user, right, path.names());
    }

    /// The table.
    public Rights rights() {
        return rights;
    }

    /// The tree without a look at the rights: for what has been looked up there already.
    public VirtualFilesystem unguarded() {
        return files;
    }
}
