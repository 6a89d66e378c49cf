package medusa.reactor;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.metrics.Printable;

/// Looks at the reactor from a thread of its own and, when a turn takes too long, logs what the reactor is at, once for
/// that turn. (The turn itself is counted by the reactor when it ends.) While the reactor sleeps, so does the watchdog.
final class Watchdog {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final int FRAMES = 12;
    /// How far the looks at a sleeping reactor are apart, in limits.
    private static final int SLOWEST = 16;

    private final Turns turns;
    private final Thread reactor;
    private final long limit;
    private long reported = -1;

    Watchdog(Turns turns, Thread reactor, Duration limit) {
        this.turns = turns;
        this.reactor = reactor;
        this.limit = limit.toNanos();
    }

    /// Watches until the thread is interrupted.
    void run() {
        long pause = limit;
        long seen = -1;
        try {
            while (true) {
                Thread.sleep(Duration.ofNanos(pause));
                long turn = turns.count();
                pause = turn == seen && !turns.busy() ? Math.min(pause * 2, limit * SLOWEST) : limit;
                seen = turn;
                look(System.nanoTime());
            }
        } catch (InterruptedException e) {
            // the reactor has ended
        }
    }

    /// Reports the turn that is under way if it has been for too long.
    ///
    /// @return whether it did
    boolean look(long now) {
        long turn = turns.count();
        long since = turns.since();
        if (!turns.busy() || now - since < limit || turn == reported) {
            return false;
        }
        StackTraceElement[] stack = reactor.getStackTrace();
        if (turn != turns.count()) {
            return false; // it ended while we looked
        }
        reported = turn;
        log.warn(Printable.LINES, "the reactor has been busy for {} ms; everybody waits for:{}",
                (now - since) / 1_000_000,
                Stream.of(stack).limit(FRAMES).map(frame -> "\n    at " + frame).collect(Collectors.joining()));
        return true;
    }
}
