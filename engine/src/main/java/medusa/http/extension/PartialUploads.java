package medusa.http.extension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.reactor.Reactor;
import medusa.reactor.Timers.Timer;

/// Files of which a part has come, kept for a while so that their clients can go on. Each belongs to who sent it. Bounded in
/// number, in all and for each owner; where there are too many, the one goes that has stood still for longest, but those of users
/// who have logged in only after all of strangers, whose bytes are bounded too. Reactor thread only; what is dropped is closed on
/// a worker.
final class PartialUploads {
    private static final int MOST = 32;
    private static final int MOST_OF_ONE = 4;
    /// Bytes on the disk that strangers may leave behind.
    private static final long MOST_OF_STRANGERS = 1L << 30;

    /// What makes a part one of the very same file.
    ///
    /// @param owner who sends it
    /// @param total bytes of the whole
    record Key(UploadRoom.Owner owner, VirtualPath path, long total) {}

    /// What has come of a file.
    ///
    /// @param upload open, and idle
    /// @param files  the tree that it was begun in
    record Part(Upload upload, long size, VirtualFilesystem files) {}

    private record Kept(Part part, Timer timer) {}

    private final Reactor reactor;
    private final Executor workers;
    private final Duration keep;
    /// The one that has stood still for longest first.
    private final Map<Key, Kept> idle = new LinkedHashMap<>();
    /// How many requests are sending each.
    private final Map<Key, Integer> busy = new HashMap<>();
    private boolean closed;

    /// @param keep how long each is kept after it stood still; zero for none
    PartialUploads(Reactor reactor, Executor workers, Duration keep) {
        this.reactor = reactor;
        this.workers = workers;
        this.keep = keep;
    }

    /// Whether any are kept.
    boolean keeps() {
        return !closed && !keep.isZero();
    }

    /// A request is sending it.
    void begin(Key key) {
        busy.merge(key, 1, Integer::sum);
    }

    /// The request has ended.
    void end(Key key) {
        busy.computeIfPresent(key, (_, now) -> now == 1 ? null : now - 1);
    }

    boolean isBusy(Key key) {
        return busy.containsKey(key);
    }

    /// What there is, if it is of this tree; null for nothing.
    Part find(Key key, VirtualFilesystem files) {
        Kept kept = idle.get(key);
        if (kept != null && kept.part.files != files) {
            drop(key);
            return null;
        }
        return kept == null ? null : kept.part;
    }

    /// It is the caller's from now on.
    void remove(Key key) {
        idle.remove(key).timer.cancel();
    }

    /// Closes what there is.
    void drop(Key key) {
        Kept kept = idle.remove(key);
        if (kept != null) {
            kept.timer.cancel();
            workers.execute(kept.part.upload::close);
        }
    }

    /// Keeps a part that has come to a stop; an older one of the same file goes.
    ///
    /// @return whether it is kept; otherwise it is closed
    boolean keep(Key key, Part part) {
        drop(key);
        if (!keeps() || !hasRoom(key.owner, part.size)) {
            workers.execute(part.upload::close);
            return false;
        }
        idle.put(key, new Kept(part, reactor.after(keep, () -> drop(key))));
        return true;
    }

    /// Makes room if that is possible.
    private boolean hasRoom(UploadRoom.Owner owner, long size) {
        List<Key> own = keys(key -> key.owner.equals(owner));
        if (own.size() >= MOST_OF_ONE) {
            drop(own.getFirst());
        }
        List<Key> strangers = keys(key -> key.owner.isStranger());
        if (owner.isStranger()) {
            if (size > MOST_OF_STRANGERS) {
                return false;
            }
            long bytes = strangers.stream().mapToLong(key -> idle.get(key).part.size).sum();
            while (bytes > MOST_OF_STRANGERS - size) {
                Key oldest = strangers.removeFirst();
                bytes -= idle.get(oldest).part.size;
                drop(oldest);
            }
        }
        if (idle.size() < MOST) {
            return true;
        }
        if (strangers.isEmpty() && owner.isStranger()) {
            return false;
        }
        drop(strangers.isEmpty() ? idle.keySet().iterator().next() : strangers.getFirst());
        return true;
    }

    /// The one that has stood still for longest first.
    private List<Key> keys(Predicate<Key> which) {
        List<Key> those = new ArrayList<>(idle.keySet());
        those.removeIf(which.negate());
        return those;
    }

    /// Closes those that lie in a folder: on the caller's thread when it runs what it gets.
    Runnable takeOut(VirtualPath folder) {
        List<Key> those = keys(key -> key.path.parent().equals(folder));
        List<Upload> uploads = those.stream().map(key -> idle.get(key).part.upload).toList();
        those.forEach(this::remove);
        return () -> uploads.forEach(Upload::close);
    }

    /// Closes all, and keeps none any more.
    void close() {
        closed = true;
        List.copyOf(idle.keySet()).forEach(this::drop);
    }
}
