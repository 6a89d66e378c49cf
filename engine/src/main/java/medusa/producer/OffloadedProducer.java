package medusa.producer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/// The bytes of another producer, which is asked for them on other threads: for those whose work is too much for the reactor,
/// such as a [CompressingProducer] over a large file.
///
/// One block is made at a time, and the next one only when the channel has taken it. So a peer who reads slowly holds one
/// block and no thread, and many such producers take turns on few threads.
///
/// The inner producer's [Producer#more] runs on the workers, never on two at once; it is closed on the reactor thread like any
/// other, when the call under way has come back.
public final class OffloadedProducer implements Producer {

    /// Whose turn it is; that side alone touches the inner producer and the block.
    private enum State {
        IDLE,
        WORKING,
        FILLED,
        CLOSED
    }

    private final Producer inner;
    private final Executor workers;
    private final Executor home;
    private final int size;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private ByteBuffer block = Buffers.EMPTY;
    private Next next;
    private Throwable failure;
    /// Whether the inner producer, which had stalled, can be asked again.
    private volatile boolean awake;
    private volatile Runnable wake = () -> {};

    /// @param workers where the inner producer works; one that rejects ends the channel
    /// @param home    runs on the reactor thread; any thread may use it
    /// @param size    of a block, at least [#MIN_ROOM]
    public OffloadedProducer(Producer inner, Executor workers, Executor home, int size) {
        if (size < MIN_ROOM) {
            throw new IllegalArgumentException("a block of " + size + " bytes");
        }
        this.inner = inner;
        this.workers = workers;
        this.home = home;
        this.size = size;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        while (state.get() != State.WORKING) {
            Next found = state.get() == State.FILLED ? take(into) : null;
            if (found != null) {
                return found;
            }
            begin();
        }
        return Next.STALLED; // what comes from now on is followed by a wake-up
    }

    /// @return null if the next block is to be made
    private Next take(ByteBuffer into) throws IOException {
        if (failure instanceof IOException) {
            throw new IOException(inner.name() + " failed", failure);
        } else if (failure != null) {
            throw new IllegalStateException(inner.name() + " failed", failure);
        }
        Buffers.move(block, into);
        if (block.hasRemaining()) {
            return Next.MORE;
        }
        return next == Next.END || next == Next.STALLED && !awake ? next : null;
    }

    private void begin() throws IOException {
        state.set(State.WORKING);
        try {
            workers.execute(this::work);
        } catch (RejectedExecutionException e) {
            state.set(State.IDLE);
            throw new IOException("no worker takes " + inner.name(), e);
        }
    }

    /// On a worker.
    private void work() {
        if (state.get() != State.CLOSED) {
            try {
                fill();
            } catch (Throwable e) { // whatever it is, it is told on the reactor thread, which ends the channel
                failure = e;
            }
        }
        if (state.compareAndSet(State.WORKING, State.FILLED)) {
            wake.run();
        } else {
            home.execute(inner::close); // the channel has closed meanwhile, and left that to this side
        }
    }

    private void fill() throws IOException {
        if (block.capacity() == 0) {
            block = ByteBuffer.allocate(size);
        }
        awake = false;
        next = inner.more(block.clear());
        block.flip();
        if (next == Next.MORE && !block.hasRemaining()) {
            throw new IllegalStateException("it has more but put nothing");
        }
    }

    @Override
    public long remaining() {
        return state.get() == State.FILLED && failure == null && next == Next.END ? block.remaining() : -1;
    }

    @Override
    public void wakeWith(Runnable newWake) {
        wake = newWake;
        inner.wakeWith(() -> {
            awake = true;
            newWake.run();
        });
    }

    @Override
    public void close() {
        State before = state.getAndSet(State.CLOSED);
        if (before == State.IDLE || before == State.FILLED) {
            inner.close();
        }
    }

    @Override
    public String name() {
        return "offloaded(" + inner.name() + ')';
    }
}
