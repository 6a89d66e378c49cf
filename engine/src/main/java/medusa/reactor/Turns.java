package medusa.reactor;

import java.util.function.LongSupplier;

/// Measures the reactor's turns, each from its first piece of work to its end; the wait before does not count. The reactor
/// writes, the watchdog reads.
final class Turns {
    private final LongSupplier clock;
    private volatile boolean busy;
    private volatile long since;
    private volatile long count;
    private volatile long longest;
    private final Recent recent = new Recent();
    private long now;

    Turns(LongSupplier clock) {
        this.clock = clock;
        now = clock.getAsLong();
    }

    /// Work begins, unless it has already in this turn.
    void begin() {
        if (!busy) {
            now = clock.getAsLong();
            since = System.nanoTime();
            busy = true;
        }
    }

    /// @return how long the turn took, in nanoseconds
    long end() {
        long end = System.nanoTime();
        long took = end - since;
        recent.add(end, took);
        busy = false;
        count = count + 1; // one thread writes it
        if (took > longest) {
            longest = took;
        }
        return took;
    }

    /// The time of this turn by the reactor's clock.
    long now() {
        return now;
    }

    long longest() {
        return longest;
    }

    /// The longest of the last minute.
    long recent() {
        return recent.largest(System.nanoTime());
    }

    long count() {
        return count;
    }

    boolean busy() {
        return busy;
    }

    /// When the turn under way began, by [System#nanoTime].
    long since() {
        return since;
    }
}
