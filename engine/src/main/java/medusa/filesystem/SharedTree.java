package medusa.filesystem;

import java.util.Objects;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;

/// The one tree that all protocols show, and who may do what in it. Any thread; nothing of it changes but what is known of the
/// quotas.
public final class SharedTree {
    private final VirtualFilesystem files;
    private final Rights rights;
    private final Quotas quotas;
    private final PathLocks locks;

    /// @param files for everything that the table lets anybody do
    public SharedTree(VirtualFilesystem files, Rights rights) {
        this(files, rights, new Quotas(), new PathLocks());
    }

    private SharedTree(VirtualFilesystem files, Rights rights, Quotas quotas, PathLocks locks) {
        this.files = Objects.requireNonNull(files);
        this.rights = Objects.requireNonNull(rights);
        this.quotas = quotas;
        this.locks = locks;
    }

    /// The one that takes the place of this one: what is on its way into this one counts there too.
    public SharedTree follow(VirtualFilesystem files, Rights rights) {
        return new SharedTree(files, rights, quotas, locks);
    }

    /// A tree that everybody may look at, and nobody may change.
    public static SharedTree toLookAt(VirtualFilesystem files) {
        return new SharedTree(new ReadOnlyFilesystem(files), Rights.LOOK);
    }

    /// As `user` sees it, and may change it within his limits: what he may not is refused with [FilesystemException.Reason#FORBIDDEN]. Costs
    /// nothing to make.
    public VirtualFilesystem as(User user) {
        return new GuardedFilesystem(files, rights, user, quotas);
    }

    /// Whether it is known how much is in the home that bounds what `user` writes at `path`. Where it is not, it is being found out,
    /// which can take long, and until then whatever he writes there is refused as [FilesystemException.Reason#BUSY]. Does not block.
    ///
    /// @param then run later on a thread of its own, once it is known or cannot be found out; not at all if this returns true
    public boolean ready(User user, VirtualPath path, Runnable then) {
        return quotas.ready(files, user, path, then);
    }

    /// Does something to one path while nobody else does who goes this way: for looking at what is there, and changing it if it is
    /// as expected. Blocks until the others are done.
    ///
    /// @param <T> what it gives
    public <T, E extends Exception> T alone(VirtualPath path, PathLocks.Step<T, E> step) throws E {
        return locks.alone(path, step);
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
