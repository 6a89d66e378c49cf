package medusa.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// Changes of a running server in two steps: what may take long (reading files, loading and making extensions) on a thread of
/// its own, and then the change itself on the reactor thread, between two requests. One after the other, in the order in
/// which they were asked for, so that the first step of each sees what the second one of the last has left.
final class Changes {
    private final Executor reactor;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /// The first step.
    @FunctionalInterface
    interface Preparation {
        /// Not on the reactor thread.
        Step prepare() throws Exception;
    }

    /// The second step.
    @FunctionalInterface
    interface Step {
        /// On the reactor thread.
        void take() throws Exception;
    }

    /// @param reactor runs what it is given on the reactor thread
    Changes(Executor reactor) {
        this.reactor = reactor;
    }

    /// Any thread; does not wait. What either step throws ends this change, and is what the answer fails with.
    synchronized CompletableFuture<Void> make(Preparation change) {
        last = last.handleAsync((_, _) -> prepare(change), Changes::onItsOwnThread)
                .thenAcceptAsync(Changes::take, reactor);
        return last;
    }

    /// Changes are rare, and other people's code may keep the thread for as long as it likes.
    private static void onItsOwnThread(Runnable task) {
        Thread.ofPlatform().daemon().name("medusa-extensions").start(task);
    }

    private static Step prepare(Preparation change) {
        try {
            return change.prepare();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static void take(Step step) {
        try {
            step.take();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
