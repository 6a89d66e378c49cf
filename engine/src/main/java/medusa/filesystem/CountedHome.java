package medusa.filesystem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import medusa.filesystem.FilesystemException.Reason;

/// What is known of one home, for [Quotas]. Guarded by itself; nobody waits here for a walk, of which there is one at a time.
final class CountedHome {
    private static final Duration FRESH = Duration.ofMinutes(5);
    /// After a walk that failed.
    private static final Duration RETRY = Duration.ofMinutes(1);

    private record Waiting(VirtualFilesystem files, Runnable then) {}

    final VirtualPath path;
    /// Files that somebody replaces who counts on what they have.
    final Set<VirtualPath> credited = new HashSet<>();
    long used;
    long pending;

    private final LongSupplier nanos;
    private final Executor walker;
    private final List<Waiting> waiting = new ArrayList<>();
    /// The tree that `used` is of; null at first.
    private VirtualFilesystem counted;
    /// The one that is walked through; null for none.
    private VirtualFilesystem counting;
    private long walkedAt;
    /// Of the last walk, if it failed, through this tree.
    private FilesystemException failure;
    private VirtualFilesystem failed;
    private long changes;
    /// Since the walk under way began.
    private long grown;

    CountedHome(VirtualPath path, LongSupplier nanos, Executor walker) {
        this.path = path;
        this.nanos = nanos;
        this.walker = walker;
    }

    /// @throws FilesystemException busy while it is being counted for the first time
    synchronized void require(VirtualFilesystem files) throws FilesystemException {
        refresh(files);
        if (counted != files) {
            throw failed == files
                    ? new FilesystemException(failure.reason(), path, failure)
                    : Failures.of(Reason.BUSY, path);
        }
    }

    /// @param then as in [SharedTree#ready]
    synchronized boolean ready(VirtualFilesystem files, Runnable then) {
        refresh(files);
        if (counted == files || failed == files) {
            return true;
        }
        waiting.add(new Waiting(files, then));
        return false;
    }

    /// Something in it has become larger or smaller.
    synchronized void change(long by) {
        used = Math.max(0, used + by);
        grown += Math.max(0, by);
        changes++;
    }

    private void refresh(VirtualFilesystem files) {
        long age = nanos.getAsLong() - walkedAt;
        boolean known = counted == files && age < FRESH.toNanos() || failed == files && age < RETRY.toNanos();
        if (known || counting != null) {
            return;
        }
        begin(files);
    }

    private void begin(VirtualFilesystem files) {
        counting = files;
        failed = null;
        grown = 0;
        long before = changes;
        walker.execute(() -> walk(files, before));
    }

    private void walk(VirtualFilesystem files, long before) {
        long found = -1;
        FilesystemException why = null;
        try {
            found = usage(files);
        } catch (Exception e) {
            why = Failures.of(e, path);
        } catch (Error e) { // those who wait are told whatever it is
            why = new FilesystemException(Reason.FAILED, path, e);
        }
        ended(files, found, why, before).forEach(Runnable::run);
    }

    /// @return who has waited for it
    private synchronized List<Runnable> ended(VirtualFilesystem files, long found, FilesystemException why,
            long before) {
        counting = null;
        walkedAt = nanos.getAsLong();
        if (why != null) {
            failure = why;
            failed = files;
        } else if (counted != files) {
            counted = files;
            used = found + grown; // rather too much than too little: some of that may have been found too
        } else if (changes == before) {
            used = found; // otherwise nobody can say which of the changes are in it
        }
        List<Runnable> go = new ArrayList<>();
        waiting.removeIf(each -> each.files == files && go.add(each.then));
        if (!waiting.isEmpty()) {
            begin(waiting.getFirst().files); // the tree was exchanged meanwhile
        }
        return go;
    }

    private long usage(VirtualFilesystem files) throws FilesystemException {
        try {
            return files.usage(path);
        } catch (FilesystemException e) {
            if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.NOT_A_FOLDER) {
                return 0; // not made yet
            }
            throw e;
        }
    }
}
