package medusa.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import medusa.metrics.Counter;
import medusa.producer.Producer;

/// The way out of one link: what is queued, how much of it a turn may send, and whether the peer is too far behind.
final class Outlet implements RateFloor.Flow {
    /// With so many producers waiting, input is held as it is above high water: each may hold a file.
    private static final int MOST_PRODUCERS = 64;

    private final Link link;
    private final OutputQueue queue;
    private final BufferSize size;

    /// The socket took less than it was offered.
    private boolean blocked;
    /// The output is above high water, or has been and is not yet below half of it.
    private boolean full;
    private boolean pushed;
    /// What may still be sent in the turn `budgetOf`.
    private long budget;
    private long budgetOf = -1;
    private long bytes;
    /// Made when the peer is waited for the first time.
    private RateFloor floor;

    Outlet(Link link, BufferPool pool, BufferPolicy.Bounds bounds) {
        this.link = link;
        queue = new OutputQueue(pool);
        size = new BufferSize(bounds);
    }

    void add(ByteBuffer data) {
        queue.add(data, size.bytes());
        pushed = true;
    }

    void add(Producer producer) {
        queue.add(producer);
        pushed = true;
    }

    /// A stalled producer has bytes again.
    void resume() {
        queue.resume();
    }

    /// The socket takes bytes again.
    void writable() {
        blocked = false;
    }

    boolean isEmpty() { return queue.isEmpty() && !link.wire().hasOutput(); }

    boolean isDrained() { return queue.isEmpty(); }

    boolean isBlocked() { return blocked; }

    boolean isFull() { return full || queue.isLong(link.limits().highWater(), MOST_PRODUCERS); }

    boolean outgrows() {
        return queue.outgrows(link.limits().queue());
    }

    /// @return whether everything that was pushed since the last time has left
    boolean tellDrained() {
        if (pushed && queue.isEmpty()) {
            pushed = false;
            return true;
        }
        return false;
    }

    /// Sends what can be sent.
    void flush() {
        if (!blocked && !isEmpty() && !link.isHeard()) {
            send();
        }
        int highWater = link.limits().highWater();
        full = full
                ? queue.isLong(highWater / 2 + 1, MOST_PRODUCERS / 2 + 1)
                : queue.isLong(highWater, MOST_PRODUCERS);
    }

    private void send() {
        Reactor reactor = link.reactor();
        if (budgetOf != reactor.turns()) {
            budgetOf = reactor.turns();
            budget = link.limits().budget();
        }
        if (budget <= 0) {
            link.again();
            return;
        }
        long[] sent = {0};
        try {
            switch (link.wire().flush(queue, size, budget, reactor.bench().gather, sent)) {
                case BLOCKED -> blocked = true;
                case SPENT -> link.again(); // without a look at the selector, which waits for much room
                default -> {
                }
            }
        } catch (IOException e) {
            link.broken(e);
        }
        if (sent[0] > 0) {
            budget -= sent[0];
            bytes += sent[0];
            reactor.counters().add(Counter.BYTES_OUT, sent[0]);
            link.timers().moved();
        }
    }

    /// Tries the socket once more: the selector reports room only when a third of the system's buffer is free, and a slow
    /// peer may need minutes for that.
    @Override
    public boolean waitsForPeer() {
        if (blocked) {
            blocked = false;
            flush();
        }
        return blocked;
    }

    /// Says to the peer that no more will come, once nothing is left.
    ///
    /// @return false if that waits for the socket, as output does, or for a task of the wire's
    boolean end() throws IOException {
        boolean said = link.wire().shutdownOutput();
        blocked = link.wire().unsent() > 0;
        return said;
    }

    /// Counts the time in which the peer keeps output waiting. A producer that has nothing to send does not.
    void watch() {
        if (floor == null) {
            if (!blocked || link.limits().rate() == 0) {
                return;
            }
            floor = new RateFloor(link, this);
        }
        floor.waiting(blocked);
    }

    /// Gives up what has not left, each piece by itself: one that fails keeps none of the others.
    void discard() {
        while (!queue.isEmpty()) {
            link.reactor().guard(null, c -> queue.discardFirst());
        }
    }

    void bound(BufferPolicy.Bounds bounds) {
        size.bound(bounds);
    }

    // ---- for people ----

    /// Those that the socket took: what waits encrypted has not moved, and a slow peer may be minutes away from the end of it.
    @Override
    public long bytes() {
        return Math.max(0, bytes - link.wire().unsent());
    }

    int buffer() {
        return size.bytes();
    }

    int queued() {
        return queue.bytes();
    }

    List<String> producers() {
        return queue.producers();
    }
}
