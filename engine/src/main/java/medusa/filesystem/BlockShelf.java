package medusa.filesystem;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// Blocks of memory in which bytes wait for a disk, kept for the next upload. How many are out is bounded by the uploads: each has
/// four at most. Any thread.
public final class BlockShelf {
    private static final int SIZE = 256 << 10;

    private final int most;
    private final Deque<ByteBuffer> free = new ArrayDeque<>();

    /// @param most blocks that are kept for later
    public BlockShelf(int most) {
        this.most = most;
    }

    /// An empty one.
    synchronized ByteBuffer take() {
        ByteBuffer block = free.pollLast();
        return block == null ? ByteBuffer.allocateDirect(SIZE) : block.clear();
    }

    synchronized void giveBack(ByteBuffer block) {
        if (free.size() < most) {
            free.addLast(block);
        }
    }
}
