package medusa.ftp;

import java.util.concurrent.atomic.AtomicInteger;

/// How many entries all listings together hold in memory to sort them: a client who does not read would keep his for hours. Any thread.
final class SortingRoom {
    private final int most;
    private final AtomicInteger taken = new AtomicInteger();

    /// @param most entries, at some 500 bytes each
    SortingRoom(int most) {
        this.most = most;
    }

    /// What one listing holds.
    final class Share implements AutoCloseable {
        private int mine;
        private boolean closed;

        /// @return whether there is room for one more
        synchronized boolean take() {
            if (closed) {
                return false;
            }
            if (taken.incrementAndGet() > most) {
                taken.decrementAndGet();
                return false;
            }
            mine++;
            return true;
        }

        /// Nothing of it is held any more.
        synchronized void clear() {
            taken.addAndGet(-mine);
            mine = 0;
        }

        /// For good. Idempotent.
        @Override
        public synchronized void close() {
            closed = true;
            clear();
        }
    }

    Share share() {
        return new Share();
    }

    /// How many are held.
    int taken() {
        return taken.get();
    }
}
