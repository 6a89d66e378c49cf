package medusa.producer;

import java.nio.ByteBuffer;

/// The few moves between buffers that the producers share.
final class Buffers {

    static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

    private Buffers() {}

    /// Moves as many bytes as there are and fit; both positions advance.
    static void move(ByteBuffer from, ByteBuffer into) {
        int count = Math.min(from.remaining(), into.remaining());
        into.put(into.position(), from, from.position(), count);
        from.position(from.position() + count);
        into.position(into.position() + count);
    }
}
