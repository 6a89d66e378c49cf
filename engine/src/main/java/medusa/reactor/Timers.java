package medusa.reactor;

import java.util.Arrays;
import java.util.function.LongSupplier;

/// What is due when. A binary heap in which every timer knows its slot, so that cancelling costs as little as scheduling
/// and a cancelled timer is gone at once. Time is the reactor's clock in nanoseconds, so tests turn it by hand.
///
/// Reactor thread only.
public final class Timers {
    /// A time limit that ends a connection takes some tens of microseconds.
    static final int MOST_AT_ONCE = 32;

    /// One thing to do later.
    public static final class Timer {
        private static final int IDLE = -1;

        private final Timers timers;
        private final Link owner;
        private final Runnable task;
        private long due;
        private int slot = IDLE;
        /// The owner's next timer: a channel cancels all of its own when it closes.
        Timer nextOfOwner;

        private Timer(Timers timers, Link owner, Runnable task) {
            this.timers = timers;
            this.owner = owner;
            this.task = task;
        }

        /// Makes sure that it does not run any more; without effect if it has run. Reactor thread only.
        public void cancel() {
            if (slot != IDLE) {
                timers.remove(this);
                if (owner != null) {
                    owner.timers().forget(this);
                }
            }
        }

        /// Whether it is still to run.
        public boolean pending() {
            return slot != IDLE;
        }
    }

    private final LongSupplier clock;
    private Timer[] heap = new Timer[64];
    private int size;

    Timers(LongSupplier clock) {
        this.clock = clock;
    }

    /// A timer that waits to be scheduled.
    ///
    /// @param owner the channel that a failing task ends, and whose end cancels the timer; null for none
    Timer make(Link owner, Runnable task) {
        return new Timer(this, owner, task);
    }

    Timer schedule(long nanos, Link owner, Runnable task) {
        Timer timer = make(owner, task);
        schedule(timer, nanos);
        return timer;
    }

    /// Runs `timer` once, `nanos` from now, and not when it was to run before.
    void schedule(Timer timer, long nanos) {
        if (timer.slot != Timer.IDLE) {
            remove(timer);
        }
        timer.due = clock.getAsLong() + Math.max(0, nanos);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        place(timer, size++);
        up(timer.slot);
    }

    /// The time until the next timer is due, 0 if one is overdue, or `most` if none is due before.
    long nanosToNext(long most) {
        return size == 0 ? most : Math.clamp(heap[0].due - clock.getAsLong(), 0, most);
    }

    /// Runs what is due, each under the reactor's guard: so many at most, since those who came at once run out at once, and
    /// thousands of farewells in one turn would let everybody else wait. Timers that the tasks schedule wait for the next
    /// turn, however short they are, so that no turn is endless.
    void fire(Reactor reactor) {
        if (size == 0) {
            return;
        }
        long now = clock.getAsLong();
        for (int left = Math.min(size, MOST_AT_ONCE); left > 0 && size > 0 && heap[0].due - now <= 0; left--) {
            Timer timer = heap[0];
            remove(timer);
            if (timer.owner == null) {
                reactor.guard(null, link -> timer.task.run());
            } else {
                timer.owner.timers().forget(timer);
                if (timer.owner.state() != Channel.State.CLOSED) {
                    reactor.guard(timer.owner, link -> timer.task.run());
                }
            }
        }
    }

    /// The number of timers that are still to run.
    int size() {
        return size;
    }

    private void remove(Timer timer) {
        int slot = timer.slot;
        Timer last = heap[--size];
        heap[size] = null;
        timer.slot = Timer.IDLE;
        if (last != timer) {
            place(last, slot);
            down(slot);
            up(slot);
        }
    }

    private void up(int slot) {
        Timer timer = heap[slot];
        while (slot > 0) {
            int parent = (slot - 1) / 2;
            if (heap[parent].due - timer.due <= 0) {
                break;
            }
            place(heap[parent], slot);
            slot = parent;
        }
        place(timer, slot);
    }

    private void down(int slot) {
        Timer timer = heap[slot];
        for (int child = 2 * slot + 1; child < size; child = 2 * slot + 1) {
            if (child + 1 < size && heap[child + 1].due - heap[child].due < 0) {
                child++;
            }
            if (timer.due - heap[child].due <= 0) {
                break;
            }
            place(heap[child], slot);
            slot = child;
        }
        place(timer, slot);
    }

    private void place(Timer timer, int slot) {
        heap[slot] = timer;
        timer.slot = slot;
    }
}
