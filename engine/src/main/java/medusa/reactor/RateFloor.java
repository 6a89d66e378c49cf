package medusa.reactor;

import java.time.Duration;

import medusa.metrics.Counter;
import medusa.reactor.Timers.Timer;

/// Holds a peer to the least rate in one direction, as a balance of time: it begins with the grace, each second in which the
/// peer is waited for costs one, and as many bytes as the least rate asks for in a second earn one, up to the grace. Who
/// keeps the rate stays for ever, also after standing still for a while; who has a part p of it is out after grace / (1 - p).
///
/// The bytes are those that inlet and outlet count anyhow. They are looked at when the balance may be used up, so that a
/// fast peer costs one timer in each grace, and one that was never waited for nothing at all.
final class RateFloor {

    /// One direction of a link.
    interface Flow {
        /// Moved so far.
        long bytes();

        /// Looks once more whether it is the peer who is waited for, and has all bytes counted that could move by now.
        boolean waitsForPeer();
    }

    /// When it is about to run out; keeps ever shorter looks from adding up.
    private static final long LEAST_WAIT = Duration.ofSeconds(1).toNanos();
    private static final double SECOND = 1e9;

    private final Link link;
    private final Flow flow;
    private final Timer timer;
    private final long rate;
    private final long grace;
    /// In nanoseconds, as it was at the time `since` with `counted` bytes moved.
    private long balance;
    private long since;
    private long counted;
    private boolean waiting;

    RateFloor(Link link, Flow flow) {
        this.link = link;
        this.flow = flow;
        rate = link.limits().rate();
        grace = link.limits().grace().toNanos();
        timer = link.timers().make(this::judge);
        refill();
    }

    /// The whole grace again: another piece of work begins.
    void refill() {
        balance = grace;
        since = link.reactor().now();
        counted = flow.bytes();
    }

    /// The peer is waited for from now on, or no more.
    void waiting(boolean now) {
        if (now != waiting) {
            look();
            waiting = now;
            if (now && !timer.pending()) {
                schedule();
            }
        }
    }

    private void look() {
        long now = link.reactor().now();
        long moved = flow.bytes() - counted;
        long spent = waiting ? now - since : 0;
        balance = (long) Math.min(grace, balance - spent + moved * SECOND / rate);
        since = now;
        counted += moved;
    }

    private void schedule() {
        link.timers().schedule(timer, Math.max(balance, LEAST_WAIT));
    }

    private void judge() {
        if (!waiting || !flow.waitsForPeer()) {
            return; // the next wait schedules it again
        }
        look();
        if (balance > 0) {
            schedule();
        } else {
            link.reactor().counters().increment(Counter.TOO_SLOW);
            link.reactor().guard(link, Link::tooSlow);
        }
    }
}
