package medusa.filesystem;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import medusa.auth.User;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem.WriteMode;

/// Holds users to their quotas: what all files and folders in a user's home and below take, in blocks of 4 KiB, whoever put them
/// there. What he writes elsewhere is not counted.
///
/// A home is counted by a walk when somebody with a quota first writes there. From then on each change that comes through here is
/// added; what others do on the disk is seen when it is counted again, some minutes later. Bytes on their way in are reserved, so
/// that uploads at the same time cannot exceed a quota together; what replaces a file needs room for the difference alone.
///
/// Any thread. Nothing here waits for a walk, which may take long: until a home is counted for the first time, whatever a user with
/// a quota writes there is [Reason#BUSY], and [#ready] tells who would rather wait.
final class Quotas {
    private final LongSupplier nanos;
    private final Executor walker;
    private final Map<VirtualPath, CountedHome> homes = new ConcurrentHashMap<>();

    Quotas() {
        this(System::nanoTime, walker());
    }

    /// @param walker for walks, one after another
    Quotas(LongSupplier nanos, Executor walker) {
        this.nanos = nanos;
        this.walker = walker;
    }

    /// One thread for all homes, so that however many are large, their walks leave the disk to others.
    private static Executor walker() {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("medusa-quota").factory());
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /// What one upload has of a home.
    final class Reservation {
        private final CountedHome home;
        private final VirtualPath file;
        private final long quota;
        /// What the file there counts now, of which this upload needs nothing anew; 0 if another one counts on it.
        private final long credit;
        private long size;

        private Reservation(CountedHome home, VirtualPath file, long quota, long credit) {
            this.home = home;
            this.file = file;
            this.quota = quota;
            this.credit = credit;
        }

        private long cost() {
            return Math.max(0, size - credit);
        }

        /// @param to what the file is going to count
        void resize(long to) throws FilesystemException {
            synchronized (home) {
                long before = cost();
                long after = Math.max(0, to - credit);
                if (after > before && after - before > quota - home.used - home.pending) {
                    throw Failures.of(Reason.NO_SPACE, file);
                }
                home.pending += after - before;
                size = to;
            }
        }

        void release() {
            synchronized (home) {
                home.pending -= cost();
                size = 0;
                if (credit > 0) {
                    home.credited.remove(file);
                }
            }
        }

        /// Does what gives the file its name, if there is room for it still: what was to be replaced may be gone.
        ///
        /// @param old what the file counts that is replaced now
        void commit(long old, Change change) throws FilesystemException {
            long by;
            synchronized (home) { // and no other home within, so that none waits for another
                if (size > old && size - old > quota - home.used - (home.pending - cost())) {
                    throw Failures.of(Reason.NO_SPACE, file);
                }
                change.run();
                by = size - old;
                home.change(by);
                release();
            }
            changed(file, by, home);
        }
    }

    /// Something that changes the tree.
    interface Change {
        void run() throws FilesystemException;
    }

    /// As [SharedTree#ready].
    boolean ready(VirtualFilesystem files, User user, VirtualPath path, Runnable then) {
        CountedHome home = home(user, path);
        return home == null || home.ready(files, then);
    }

    /// Begins to write a file, as [VirtualFilesystem#write], within the quota of `user`.
    Upload write(VirtualFilesystem files, User user, VirtualPath file, WriteMode mode) throws FilesystemException {
        CountedHome home = bounding(files, user, file);
        boolean inPlace = mode == WriteMode.CONTINUE;
        long old = inPlace || home != null && mode == WriteMode.REPLACE ? charge(files, file) : 0;
        Upload upload = files.write(file, mode);
        if (home == null) {
            return new CountedUpload(upload, this, null, files, file, mode, old);
        }
        Reservation reservation;
        synchronized (home) {
            boolean credit = old > 0 && home.credited.add(file);
            reservation = new Reservation(home, file, quota(user), credit ? old : 0);
        }
        return new CountedUpload(upload, this, reservation, files, file, mode, old);
    }

    /// What is left of the quota that bounds what `user` writes there; empty if none does.
    OptionalLong left(VirtualFilesystem files, User user, VirtualPath path) throws FilesystemException {
        CountedHome home = bounding(files, user, path);
        if (home == null) {
            return OptionalLong.empty();
        }
        synchronized (home) {
            return OptionalLong.of(Math.max(0, quota(user) - home.used - home.pending));
        }
    }

    private static long quota(User user) {
        return user.limits().quota().orElseThrow();
    }

    /// As [VirtualFilesystem#createFolder], within the quota of `user`.
    void createFolder(VirtualFilesystem files, User user, VirtualPath folder) throws FilesystemException {
        CountedHome home = bounding(files, user, folder);
        if (home == null || folder.equals(home.path)) {
            files.createFolder(folder);
            changedFolder(folder, Usage.BLOCK);
            return;
        }
        Reservation reservation = new Reservation(home, folder, quota(user), 0);
        try {
            reservation.resize(Usage.BLOCK);
            files.createFolder(folder);
            changedFolder(folder, Usage.BLOCK);
        } finally {
            reservation.release();
        }
    }

    /// As [VirtualFilesystem#deleteFolder].
    void deleteFolder(VirtualFilesystem files, VirtualPath folder) throws FilesystemException {
        files.deleteFolder(folder);
        changedFolder(folder, -Usage.BLOCK);
    }

    /// As [VirtualFilesystem#deleteFile].
    void delete(VirtualFilesystem files, VirtualPath file) throws FilesystemException {
        long size = around(file).isEmpty() ? 0 : charge(files, file);
        files.deleteFile(file);
        changed(file, -size);
    }

    /// As [VirtualFilesystem#rename].
    void rename(VirtualFilesystem files, User user, VirtualPath from, VirtualPath to, boolean replace)
            throws FilesystemException {
        CountedHome home = bounding(files, user, to);
        if (around(from).equals(around(to)) && !replace) {
            files.rename(from, to, false);
            return;
        }
        boolean isFolder = files.attributes(from).isFolder();
        long moved = isFolder ? Usage.BLOCK + files.usage(from) : charge(files, from);
        long old = replace && !isFolder ? charge(files, to) : 0;
        Change change = () -> {
            files.rename(from, to, replace);
            changed(from, -moved);
            changed(to, moved - old);
        };
        if (home == null || from.startsWith(home.path)) {
            change.run();
            return;
        }
        Reservation reservation = new Reservation(home, to, quota(user), 0);
        try {
            reservation.resize(Math.max(0, moved - old));
            change.run();
        } finally {
            reservation.release();
        }
    }

    /// The home whose quota counts for what `user` writes there; null for none.
    private CountedHome home(User user, VirtualPath path) {
        if (user.limits().quota().isEmpty()) {
            return null;
        }
        VirtualPath at = VirtualPath.parse(user.home());
        return path.startsWith(at)
                ? homes.computeIfAbsent(at, home -> new CountedHome(home, nanos, walker))
                : null;
    }

    private CountedHome bounding(VirtualFilesystem files, User user, VirtualPath path) throws FilesystemException {
        CountedHome home = home(user, path);
        if (home != null) {
            home.require(files);
        }
        return home;
    }

    /// The homes that something at `path` counts for.
    List<?> around(VirtualPath path) {
        return homes.values().stream().filter(home -> path.startsWith(home.path)).toList();
    }

    /// A file at `path` has become larger or smaller.
    void changed(VirtualPath path, long by) {
        changed(path, by, null);
    }

    /// A folder has come or gone; a home does not count for itself.
    private void changedFolder(VirtualPath folder, long by) {
        changed(folder.parent(), by);
    }

    private void changed(VirtualPath path, long by, CountedHome known) {
        for (CountedHome home : homes.values()) {
            if (home != known && path.startsWith(home.path)) {
                home.change(by);
            }
        }
    }

    /// What a file counts; 0 where there is none.
    static long charge(VirtualFilesystem files, VirtualPath file) throws FilesystemException {
        try {
            Attributes attributes = files.attributes(file);
            return attributes.isFile() ? Usage.charge(attributes) : 0;
        } catch (FilesystemException e) {
            if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.NOT_A_FOLDER) {
                return 0;
            }
            throw e;
        }
    }
}
