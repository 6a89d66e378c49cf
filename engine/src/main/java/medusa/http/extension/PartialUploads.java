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
/// number, in all and for each owner; where there are too many, the one goes that has stood still for longest. Reactor thread
/// only; what is dropped is closed on a worker.
final class PartialUploads {
    private static final int MOST = 32;
    private static final int MOST_OF_ONE = 4;

    /// What makes a part one of the very same file.
    ///
    /// @param owner who sends it
    /// @param total bytes of the whole
    record Key(Object owner, VirtualPath path, long total) {}

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
    void keep(Key key, Part part) {
        if (!keeps()) {
            workers.execute(part.upload::close);
            return;
        }
        drop(key);
        makeRoom(MOST_OF_ONE, other -> other.owner.equals(key.owner));
        makeRoom(MOST, _ -> true);
        idle.put(key, new Kept(part, reactor.after(keep, () -> drop(key))));
    }

    private void makeRoom(int most, Predicate<Key> which) {
        List<Key> those = new ArrayList<>(idle.keySet());
        those.removeIf(which.negate());
        if (those.size() >= most) {
            drop(those.getFirst());
        }
    }

    /// Closes those that lie in a folder: on the caller's thread when it runs what it gets.
    Runnable takeOut(VirtualPath folder) {
        List<Key> those = new ArrayList<>(idle.keySet());
        those.removeIf(key -> !key.path.parent().equals(folder));
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
