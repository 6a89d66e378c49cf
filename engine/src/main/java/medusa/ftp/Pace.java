package medusa.ftp;

import java.time.Duration;
import java.util.List;

import medusa.reactor.Reactor;

/// How fast one transfer goes: a portion of bytes after the other, each of which all its buckets have to be paid for, in order. Reactor
/// thread only.
final class Pace {
    private final Reactor reactor;
    private final long memory;
    private final List<Bucket> buckets;
    private Runnable wake = () -> {};
    /// May go now.
    private long allowed;
    /// Being paid for.
    private long due;
    /// The bucket that is to be paid next.
    private int stage;
    private boolean waiting;
    private long waitedUntil;
    private boolean closed;

    /// @param memory  for how long behind a wait the peer is not blamed
    /// @param buckets its own first, and then those that it shares
    Pace(Reactor reactor, Duration memory, List<Bucket> buckets) {
        this.reactor = reactor;
        this.memory = memory.toNanos();
        this.buckets = buckets;
        waitedUntil = reactor.now() - Long.MAX_VALUE / 2; // never
        buckets.forEach(Bucket::taken);
    }

    /// What is run when bytes may go again after [#allowed] has said that none may.
    void wakeWith(Runnable then) {
        wake = then;
    }

    /// How many bytes may go now. If it is none, the wake-up follows.
    long allowed() {
        if (waiting || closed) {
            return 0;
        }
        if (allowed == 0) {
            if (isUnbounded()) {
                return Long.MAX_VALUE;
            }
            due = Long.MAX_VALUE;
            buckets.forEach(bucket -> due = Math.min(due, bucket.portion()));
            stage = 0;
            waiting = !pay();
        }
        return allowed;
    }

    boolean isUnbounded() { return allowed == 0 && !waiting && buckets.stream().allMatch(Bucket::isUnbounded); }

    /// So many of the bytes that were allowed have gone.
    void spent(long bytes) {
        allowed = Math.max(0, allowed - bytes);
    }

    long due() {
        return due;
    }

    /// The bucket that it has waited for is paid.
    void paid() {
        stage++;
        if (pay()) {
            waiting = false;
            waitedUntil = reactor.now();
            wake.run();
        }
    }

    /// @return whether all are paid
    private boolean pay() {
        for (; stage < buckets.size(); stage++) {
            if (!buckets.get(stage).pay(this, due)) {
                return false;
            }
        }
        allowed = due;
        return true;
    }

    boolean isWaiting() { return waiting; }

    /// Whether it is this, and not the peer, that has kept bytes from moving for some of the time that has just passed.
    boolean hasHeldBack() {
        return waiting || reactor.now() - waitedUntil < memory && !isUnbounded();
    }

    /// Lets others have what it does not need any more. Idempotent.
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (waiting) {
            buckets.get(stage).leave(this);
            buckets.subList(0, stage).forEach(bucket -> bucket.refund(due));
        } else if (allowed > 0) {
            buckets.forEach(bucket -> bucket.refund(allowed));
        }
        waiting = false;
        buckets.forEach(Bucket::given);
    }
}
