package medusa.auth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import medusa.reactor.Reactor;

/// Looks on another thread whether the users have changed: every few seconds while somebody asks, and not at all otherwise.
/// Reactor thread only.
final class UserChanges {
    private static final long EVERY = Duration.ofSeconds(2).toNanos();
    /// What is known is believed for so long.
    private static final long OLD = Duration.ofSeconds(5).toNanos();

    private final Reactor reactor;
    private final Executor threads;
    private final Runnable changed;
    private List<Authorizer> authorizers = List.of();
    /// When the last look began of those that have ended.
    private long looked;
    private boolean looking;
    private List<Runnable> waiting = new ArrayList<>();

    /// @param changed called when they have
    UserChanges(Reactor reactor, Executor threads, Runnable changed) {
        this.reactor = reactor;
        this.threads = threads;
        this.changed = changed;
        looked = reactor.now();
    }

    /// These are as they are said to be now.
    void follow(List<Authorizer> authorizers) {
        this.authorizers = authorizers;
        looked = reactor.now();
    }

    boolean isOld() { return !authorizers.isEmpty() && reactor.now() - looked > OLD; }

    /// Looks if the last look is a while ago.
    void look() {
        if (!looking && !authorizers.isEmpty() && reactor.now() - looked >= EVERY) {
            begin();
        }
    }

    /// Looks now.
    ///
    /// @param then called when that is done
    void look(Runnable then) {
        waiting.add(then);
        if (!looking) {
            begin();
        }
    }

    private void begin() {
        looking = true;
        long now = reactor.now();
        List<Authorizer> asked = authorizers;
        try {
            threads.execute(() -> {
                boolean found = find(asked);
                reactor.execute(() -> ended(now, found));
            });
        } catch (OutOfMemoryError e) { // no thread can be had
            reactor.errors().report("looking for changed users", e);
            reactor.execute(() -> ended(now, true));
        }
    }

    private boolean find(List<Authorizer> asked) {
        boolean found = false;
        for (Authorizer each : asked) {
            try {
                found |= each.refresh();
            } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
                reactor.errors().report("looking for changed users", e);
                found = true;
            }
        }
        return found;
    }

    private void ended(long began, boolean found) {
        looking = false;
        if (began - looked > 0) {
            looked = began; // else others are followed by now, who are newer than that
        }
        if (found) {
            changed.run();
        }
        List<Runnable> ready = waiting;
        waiting = new ArrayList<>();
        ready.forEach(reactor::execute);
    }
}
