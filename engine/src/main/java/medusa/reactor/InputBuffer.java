package medusa.reactor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The input that one channel has read and its protocol has not taken. There mostly is none: bytes are read into a buffer
/// that all channels share, and only what is left over moves into a buffer of the pool, until it is taken.
final class InputBuffer {
    private BufferPool pool;
    /// From its position to its limit; null when there is nothing.
    private ByteBuffer kept;

    InputBuffer(BufferPool pool) {
        this.pool = pool;
    }

    int bytes() {
        return kept == null ? 0 : kept.remaining();
    }

    /// What is kept, to be taken from.
    ByteBuffer kept() {
        return kept;
    }

    /// A buffer to read into: `shared` when nothing is kept, else the kept bytes with room behind them. The caller flips it
    /// and, once the protocol has had it, calls [#keepRest].
    ///
    /// @param size how many bytes to read
    /// @param most how many to hold in all; no more are read at once either, since all of it may have to be kept
    ByteBuffer toReadInto(ByteBuffer shared, int size, int most) {
        if (kept == null) {
            return shared.clear().limit(Math.min(Math.min(size, most), shared.capacity())).order(ByteOrder.BIG_ENDIAN);
        }
        int wanted = Math.min(most, kept.remaining() + size);
        if (kept.capacity() < wanted) {
            ByteBuffer larger = pool.borrow(wanted).put(kept);
            pool.giveBack(kept);
            kept = larger;
        } else {
            kept.compact();
        }
        kept.limit(Math.min(kept.capacity(), most));
        return kept;
    }

    /// Keeps what is left in `in`, which [#toReadInto] or [#kept] gave.
    void keepRest(ByteBuffer in) {
        if (!in.hasRemaining()) {
            drop();
        } else if (in != kept) {
            kept = pool.borrow(in.remaining()).put(in).flip();
        } else if (in.capacity() / 4 >= BufferPool.roundUp(in.remaining())) { // a quiet peer must not hold on to much
            kept = pool.borrow(in.remaining()).put(in).flip();
            pool.giveBack(in);
        }
    }

    /// Takes from what is kept as much as there is room for.
    ///
    /// @return how many bytes that were
    int take(ByteBuffer into) {
        if (kept == null) {
            return 0;
        }
        int n = Math.min(kept.remaining(), into.remaining());
        into.put(into.position(), kept, kept.position(), n).position(into.position() + n);
        keepRest(kept.position(kept.position() + n));
        return n;
    }

    /// Keeps what there is, and what comes, in buffers of another pool.
    void moveTo(BufferPool other) {
        ByteBuffer moved = kept == null ? null : other.borrow(kept.remaining()).put(kept).flip();
        drop();
        pool = other;
        kept = moved;
    }

    void drop() {
        if (kept != null) {
            pool.giveBack(kept);
            kept = null;
        }
    }
}
