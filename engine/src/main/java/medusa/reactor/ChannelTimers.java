package medusa.reactor;

import medusa.metrics.Counter;
import medusa.reactor.Timers.Timer;

/// The timers of one channel, so that all of them end with it, and its idle limit. Idleness is looked at when the limit's
/// timer fires and not noted at each byte: a busy channel moves no timer.
final class ChannelTimers {
    private final Link owner;
    private final Timers timers;
    private Timer first;
    private Timer idle;
    private long idleNanos;
    private long lastMoved;

    ChannelTimers(Link owner, Timers timers, long idleNanos) {
        this.owner = owner;
        this.timers = timers;
        this.idleNanos = idleNanos;
        moved();
        watchIdle();
    }

    Timer after(long nanos, Runnable task) {
        Timer timer = make(task);
        schedule(timer, nanos);
        return timer;
    }

    /// A timer that waits for [#schedule].
    Timer make(Runnable task) {
        return timers.make(owner, task);
    }

    /// @param timer one that is not pending
    void schedule(Timer timer, long nanos) {
        if (owner.state() != Channel.State.CLOSED) {
            timers.schedule(timer, nanos);
            own(timer);
        }
    }

    /// A byte has moved.
    void moved() {
        lastMoved = owner.reactor().now();
    }

    long idleFor() {
        return owner.reactor().now() - lastMoved;
    }

    /// @param nanos 0 for no limit
    void idleLimit(long nanos) {
        idleNanos = nanos;
        if (idle != null) {
            idle.cancel();
        }
        watchIdle();
    }

    private void watchIdle() {
        if (idleNanos > 0) {
            if (idle == null) {
                idle = make(this::checkIdle);
            }
            schedule(idle, idleNanos - idleFor());
        }
    }

    private void checkIdle() {
        if (idleFor() >= idleNanos && !owner.movesAfterAll()) {
            moved(); // a protocol that decides to go on has as long again
            owner.reactor().counters().increment(Counter.TIMED_OUT);
            owner.reactor().guard(owner, Link::idled);
        }
        if (!idle.pending()) {
            watchIdle();
        }
    }

    private void own(Timer timer) {
        timer.nextOfOwner = first;
        first = timer;
    }

    void forget(Timer gone) {
        if (first == gone) {
            first = gone.nextOfOwner;
        } else {
            for (Timer t = first; t != null; t = t.nextOfOwner) {
                if (t.nextOfOwner == gone) {
                    t.nextOfOwner = gone.nextOfOwner;
                }
            }
        }
        gone.nextOfOwner = null;
    }

    void cancelAll() {
        while (first != null) {
            first.cancel();
        }
    }
}
