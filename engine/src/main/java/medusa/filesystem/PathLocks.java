package medusa.filesystem;

import java.util.concurrent.locks.ReentrantLock;

/// Lets what is done to one path be done one after the other. Some paths share a lock, so nothing is to be done to a second path
/// within. Any thread.
public final class PathLocks {
    private static final int LOCKS = 64;

    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    /// Something that is done to a path. May block.
    ///
    /// @param <T> what it gives
    /// @param <E> how it fails
    public interface Step<T, E extends Exception> {
        /// Does it.
        T run() throws E;
    }

    PathLocks() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    <T, E extends Exception> T alone(VirtualPath path, Step<T, E> step) throws E {
        ReentrantLock lock = locks[Math.floorMod(path.hashCode(), LOCKS)];
        lock.lock();
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }
}
