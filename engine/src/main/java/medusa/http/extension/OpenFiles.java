package medusa.http.extension;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.reactor.Reactor;

/// Larger files that have been asked for lately, still open, by the target of the request or another key: what many want at the same time is
/// opened once, and each of them is sent its bytes from the disk's cache without a copy. Reactor thread only.
///
/// A file is let go when nobody has asked for it for a while, since a deleted one takes its place on the disk for as long as
/// it is open.
final class OpenFiles {
    /// Each takes two descriptors, of those that [medusa.reactor.Descriptors#RESERVE] keeps back.
    static final int MOST = 32;
    /// A file is closed between one and two of these after its last use.
    static final Duration SWEEP = Duration.ofSeconds(1);

    private static final class Entry {
        final KeptFile kept;
        boolean used = true;

        Entry(KeptFile kept) {
            this.kept = kept;
        }
    }

    private final VirtualFilesystem files;
    private final Map<String, Entry> open = new LinkedHashMap<>(64, 0.75f, true);
    private boolean sweeping;

    OpenFiles(VirtualFilesystem files) {
        this.files = files;
    }

    /// @param target as sent
    /// @param turn   of the reactor
    /// @return null if it is not open, or has changed
    KeptFile find(String target, long turn) {
        Entry found = open.get(target);
        if (found == null) {
            return null;
        }
        if (!found.kept.isCurrent(files, turn)) {
            open.remove(target);
            found.kept.file().close();
            return null;
        }
        found.used = true;
        return found.kept;
    }

    /// @param target under which it will be found
    /// @param file   closed here, sooner or later
    KeptFile keep(String target, VirtualPath path, OpenFile file, FileFacts facts, Reactor reactor) {
        KeptFile kept = new KeptFile(target, path, facts, file, null, reactor.turns());
        Entry old = open.put(target, new Entry(kept));
        if (old != null) {
            old.kept.file().close();
        }
        if (open.size() > MOST) {
            closeFirst(open.values().iterator());
        }
        if (!sweeping) {
            sweeping = true;
            reactor.after(SWEEP, () -> sweep(reactor));
        }
        return kept;
    }

    private void sweep(Reactor reactor) {
        for (Iterator<Entry> all = open.values().iterator(); all.hasNext();) {
            Entry entry = all.next();
            if (!entry.used) {
                all.remove();
                entry.kept.file().close();
            }
            entry.used = false;
        }
        sweeping = !open.isEmpty();
        if (sweeping) {
            reactor.after(SWEEP, () -> sweep(reactor));
        }
    }

    /// For want of descriptors.
    ///
    /// @return whether there were any to close
    boolean closeAll() {
        boolean any = !open.isEmpty();
        open.values().forEach(entry -> entry.kept.file().close());
        open.clear();
        return any;
    }

    private static void closeFirst(Iterator<Entry> oldest) {
        Entry first = oldest.next();
        oldest.remove();
        first.kept.file().close();
    }
}
