package medusa.filesystem;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import medusa.auth.User;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem.WriteMode;

/// Holds users to their quotas: the bytes of all files in a user's home and below, whoever put them there. What he writes
/// elsewhere is not counted, and neither are folders and names.
///
/// A home is counted by a walk when somebody with a quota first writes there. From then on each change that comes through here is
/// added; what others do on the disk is seen when it is counted again, some minutes later. Bytes on their way in are reserved, so
/// that uploads at the same time cannot exceed a quota together; what replaces a file needs room for the difference alone.
///
/// Any thread. Whatever writes may block for as long as the walk takes; nothing here concerns who reads.
final class Quotas {
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final LongSupplier nanos;
    private final Map<VirtualPath, Home> homes = new ConcurrentHashMap<>();

    Quotas() {
        this(System::nanoTime);
    }

    Quotas(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// What one upload has of a home.
    final class Reservation {
        private final Home home;
        private final VirtualPath file;
        private final long quota;
        /// What the file there now has, of which this upload needs nothing anew; 0 if another one counts on it.
        private final long credit;
        private long size;

        private Reservation(Home home, VirtualPath file, long quota, long credit) {
            this.home = home;
            this.file = file;
            this.quota = quota;
            this.credit = credit;
        }

        private long cost() {
            return Math.max(0, size - credit);
        }

        /// @param to how many bytes the file is going to have
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
        /// @param old how many bytes the file has that is replaced now
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

    /// What is known of one home; guarded by itself.
    private static final class Home {
        private final VirtualPath path;
        private final Set<VirtualPath> credited = new HashSet<>();
        private VirtualFilesystem counted;
        private long countedAt;
        private boolean counting;
        private long used;
        private long pending;
        private long changes;

        Home(VirtualPath path) {
            this.path = path;
        }

        /// The first time everybody waits for it, later nobody does.
        void count(VirtualFilesystem files, long now) throws FilesystemException {
            long before;
            synchronized (this) {
                if (counted != files) {
                    used = walk(files);
                    counted = files;
                    countedAt = now;
                    return;
                }
                if (counting || now - countedAt < FRESH.toNanos()) {
                    return;
                }
                counting = true;
                before = changes;
            }
            long found = -1;
            try {
                found = walk(files);
            } finally {
                synchronized (this) {
                    counting = false;
                    countedAt = now;
                    if (found >= 0 && changes == before && counted == files) {
                        used = found; // otherwise nobody can say which of the changes are in it
                    }
                }
            }
        }

        private long walk(VirtualFilesystem files) throws FilesystemException {
            try {
                return files.usage(path);
            } catch (FilesystemException e) {
                if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.NOT_A_FOLDER) {
                    return 0; // not made yet
                }
                throw e;
            }
        }

        synchronized void change(long by) {
            used = Math.max(0, used + by);
            changes++;
        }
    }

    /// Begins to write a file, as [VirtualFilesystem#write], within the quota of `user`.
    Upload write(VirtualFilesystem files, User user, VirtualPath file, WriteMode mode) throws FilesystemException {
        Home home = bounding(files, user, file);
        if (home == null) {
            return new CountedUpload(files.write(file, mode), this, null, files, file, mode);
        }
        long old = mode == WriteMode.CREATE ? 0 : size(files, file);
        Upload upload = files.write(file, mode);
        Reservation reservation;
        synchronized (home) {
            boolean credit = old > 0 && home.credited.add(file);
            reservation = new Reservation(home, file, user.limits().quota().orElseThrow(), credit ? old : 0);
        }
        return new CountedUpload(upload, this, reservation, files, file, mode);
    }

    /// As [VirtualFilesystem#deleteFile].
    void delete(VirtualFilesystem files, VirtualPath file) throws FilesystemException {
        long size = around(file).isEmpty() ? 0 : size(files, file);
        files.deleteFile(file);
        changed(file, -size);
    }

    /// As [VirtualFilesystem#rename].
    void rename(VirtualFilesystem files, User user, VirtualPath from, VirtualPath to, boolean replace)
            throws FilesystemException {
        Home home = bounding(files, user, to);
        if (around(from).equals(around(to)) && !replace) {
            files.rename(from, to, false);
            return;
        }
        boolean isFolder = files.attributes(from).isFolder();
        long moved = isFolder ? files.usage(from) : size(files, from);
        long old = replace && !isFolder ? size(files, to) : 0;
        Change change = () -> {
            files.rename(from, to, replace);
            changed(from, -moved);
            changed(to, moved - old);
        };
        if (home == null || from.startsWith(home.path)) {
            change.run();
            return;
        }
        Reservation reservation = new Reservation(home, to, user.limits().quota().orElseThrow(), 0);
        try {
            reservation.resize(Math.max(0, moved - old));
            change.run();
        } finally {
            reservation.release();
        }
    }

    /// The home whose quota counts for what `user` writes there; null for none.
    private Home bounding(VirtualFilesystem files, User user, VirtualPath path) throws FilesystemException {
        if (user.limits().quota().isEmpty()) {
            return null;
        }
        VirtualPath at = VirtualPath.parse(user.home());
        if (!path.startsWith(at)) {
            return null;
        }
        Home home = homes.computeIfAbsent(at, Home::new);
        home.count(files, nanos.getAsLong());
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

    private void changed(VirtualPath path, long by, Home known) {
        for (Home home : homes.values()) {
            if (home != known && path.startsWith(home.path)) {
                home.change(by);
            }
        }
    }

    /// 0 where there is no file.
    static long size(VirtualFilesystem files, VirtualPath file) throws FilesystemException {
        try {
            Attributes attributes = files.attributes(file);
            return attributes.isFile() ? attributes.size() : 0;
        } catch (FilesystemException e) {
            if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.NOT_A_FOLDER) {
                return 0;
            }
            throw e;
        }
    }
}
