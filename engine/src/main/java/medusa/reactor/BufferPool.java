package medusa.reactor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Direct buffers in powers of two, lent for as long as there are bytes to hold, so that a connection that is quiet costs
/// none. What comes back is kept for the next borrower up to a ceiling; the rest is left to the garbage collector.
///
/// Reactor thread only. A buffer must be given back once and not be used afterwards: the next borrower may be another
/// peer's channel. (With assertions on, giving one back twice is caught.)
public final class BufferPool {
    private static final int SMALLEST = 512;
    private static final int LARGEST = 1 << 20;

    /// The pool's figures at one moment.
    ///
    /// @param lent    bytes in use by channels
    /// @param free    bytes kept for reuse
    /// @param ceiling the most bytes that are kept for reuse
    /// @param misses  how often a buffer had to be made
    public record Figures(long lent, long free, long ceiling, long misses) {}

    /// One stack for each size: the buffer used last is the one whose memory is still in the processor's cache.
    private final List<ArrayDeque<ByteBuffer>> shelves = new ArrayList<>();
    private final long ceiling;
    private long lent;
    private long free;
    private long misses;

    BufferPool(long ceiling) {
        this.ceiling = ceiling;
        for (int size = SMALLEST; size <= LARGEST; size *= 2) {
            shelves.add(new ArrayDeque<>(2));
        }
    }

    /// Lends an empty buffer with room for `size` bytes or more.
    ByteBuffer borrow(int size) {
        ByteBuffer buffer = size <= LARGEST ? shelf(size).pollLast() : null;
        if (buffer == null) {
            misses++;
            buffer = ByteBuffer.allocateDirect(size <= LARGEST ? roundUp(size) : size);
        } else {
            free -= buffer.capacity();
        }
        lent += buffer.capacity();
        return buffer.clear().order(ByteOrder.BIG_ENDIAN);
    }

    void giveBack(ByteBuffer buffer) {
        int size = buffer.capacity();
        lent -= size;
        if (size <= LARGEST) {
            makeRoom(size);
        }
        if (size <= LARGEST && free + size <= ceiling) {
            assert shelf(size).stream().noneMatch(other -> other == buffer) : "a buffer given back twice";
            free += size;
            shelf(size).addLast(buffer);
        }
    }

    /// Lets go of buffers of the size that holds most, so that a rush for one size does not keep the others out for good.
    private void makeRoom(int size) {
        ArrayDeque<ByteBuffer> own = shelf(size);
        while (free + size > ceiling) {
            ArrayDeque<ByteBuffer> fullest = own;
            for (ArrayDeque<ByteBuffer> shelf : shelves) {
                fullest = bytes(shelf) > bytes(fullest) ? shelf : fullest;
            }
            if (fullest == own) {
                return;
            }
            free -= fullest.pollFirst().capacity();
        }
    }

    private static long bytes(ArrayDeque<ByteBuffer> shelf) {
        return shelf.isEmpty() ? 0 : (long) shelf.size() * shelf.getFirst().capacity();
    }

    Figures figures() {
        return new Figures(lent, free, ceiling, misses);
    }

    private ArrayDeque<ByteBuffer> shelf(int size) {
        return shelves.get(Integer.numberOfTrailingZeros(roundUp(size) / SMALLEST));
    }

    /// The size of the buffer that is lent for so many bytes.
    static int roundUp(int size) {
        return size <= SMALLEST ? SMALLEST : Integer.highestOneBit(size - 1) << 1;
    }
}
