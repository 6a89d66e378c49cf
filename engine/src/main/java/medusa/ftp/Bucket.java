package medusa.ftp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

import medusa.reactor.Reactor;
import medusa.reactor.Timers.Timer;

/// So many bytes a second, for one transfer or for several that take turns with equal portions. Each portion is paid for when it
/// begins, with the time that it takes at this rate. Reactor thread only.
final class Bucket {
    /// A portion, where one transfer has all: a steady flow, and eight timers a second.
    private static final long PORTION = Duration.ofMillis(125).toNanos();
    /// What is worth a timer, where many have to share.
    private static final long LEAST = 1460;
    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    private final Reactor reactor;
    private final LongSupplier rate;
    private final Deque<Pace> waiting = new ArrayDeque<>();
    /// From when on the next portion may go.
    private long free;
    private Timer timer;
    /// Transfers that may ask for more.
    private int held;

    /// @param rate asked for again and again; 0 or less for any
    Bucket(Reactor reactor, LongSupplier rate) {
        this.reactor = reactor;
        this.rate = rate;
        free = reactor.now();
    }

    boolean isUnbounded() { return rate.getAsLong() <= 0; }

    /// How many bytes are to be paid for at once.
    long portion() {
        long perSecond = rate.getAsLong();
        if (perSecond <= 0) {
            return Long.MAX_VALUE;
        }
        long whole = Math.max(1, (long) (perSecond / SECOND * PORTION));
        return Math.max(whole / Math.max(1, held), Math.min(whole, LEAST));
    }

    /// Pays for `pace`, now or in its turn.
    ///
    /// @return whether it has been paid; otherwise [Pace#paid] tells
    boolean pay(Pace pace, long bytes) {
        if (waiting.isEmpty() && take(bytes)) {
            return true;
        }
        waiting.addLast(pace);
        schedule();
        return false;
    }

    private boolean take(long bytes) {
        if (isUnbounded()) {
            return true;
        }
        long now = reactor.now();
        if (free - now > 0) {
            return false;
        }
        free = Math.max(free, now - PORTION) + cost(bytes); // a timer that comes late costs nobody anything
        return true;
    }

    private long cost(long bytes) {
        return Math.round(bytes * SECOND / rate.getAsLong());
    }

    /// Gives back what was paid for and is not used.
    void refund(long bytes) {
        if (!isUnbounded()) {
            free -= cost(bytes);
            schedule();
        }
    }

    /// It does not wait any more.
    void leave(Pace pace) {
        waiting.remove(pace);
        schedule();
    }

    void taken() {
        held++;
    }

    void given() {
        held--;
    }

    /// Whether nobody has it, and could tell it from a new one.
    boolean isFresh() { return held == 0 && free - reactor.now() <= -PORTION; }

    private void schedule() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (!waiting.isEmpty()) {
            timer = reactor.after(Duration.ofNanos(Math.max(0, free - reactor.now())), this::serve);
        }
    }

    private void serve() {
        timer = null;
        while (!waiting.isEmpty() && take(waiting.getFirst().due())) {
            waiting.removeFirst().paid();
        }
        schedule();
    }
}
