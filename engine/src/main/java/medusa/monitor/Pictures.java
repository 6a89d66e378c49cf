package medusa.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import medusa.reactor.Reactor;

/// The reactor as all look at it who want to see its channels: however many they are and however often they ask, it is looked at
/// no oftener than every tenth of a second, and spends no more than one part in [#SHARE] of its time on it. Reactor thread only.
final class Pictures {
    /// Looking at the reactor keeps it from its work for no more than one part in so many.
    static final int SHARE = 20;
    private static final Duration KEPT = Duration.ofMillis(100);

    private final ServerView view;
    /// Null if there is none.
    private CompletableFuture<Picture> latest;

    Pictures(ServerView view) {
        this.view = view;
    }

    /// The latest picture, without a face; a new one if that is too old.
    ///
    /// @return completed on the reactor thread
    CompletableFuture<Picture> latest() {
        if (latest == null || latest.isDone() && isOld(latest)) {
            Reactor reactor = view.reactor();
            CompletableFuture<Picture> taken = reactor.snapshot()
                    .thenApply(snapshot -> new Picture(snapshot, Instant.now(), reactor.now(), null));
            latest = taken;
            taken.thenAccept(picture -> reactor.after(Duration.ofNanos(kept(picture)), () -> forget(taken)));
        }
        return latest;
    }

    private boolean isOld(CompletableFuture<Picture> done) {
        return done.isCompletedExceptionally()
                || view.reactor().now() - done.join().nanos() >= kept(done.join());
    }

    private static long kept(Picture picture) {
        return Math.max(KEPT.toNanos(), SHARE * picture.reactor().nanos());
    }

    /// With many channels it is large.
    private void forget(CompletableFuture<Picture> old) {
        if (latest == old) {
            latest = null;
        }
    }
}
