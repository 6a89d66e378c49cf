package medusa.producer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;

/// Several buffers one after another, packed together where they are small, each let go of as soon as it is through. If the
/// last one is direct, it goes to the socket without a copy.
///
/// As with [BytesProducer] the contents are not copied and the caller's own positions stay.
public final class BufferListProducer implements Producer {

    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private ByteBuffer current = Buffers.EMPTY;
    private long waitingBytes;

    public BufferListProducer(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            waiting.add(buffer.duplicate());
            waitingBytes += buffer.remaining();
        }
    }

    @Override
    public Next more(ByteBuffer into) {
        int start = into.position();
        while (advance()) {
            boolean better = ready() != null && current.remaining() > into.remaining();
            if (better && into.position() > start || !into.hasRemaining()) {
                return Next.MORE; // a large direct buffer is left for ready()
            }
            Buffers.move(current, into);
        }
        return Next.END;
    }

    /// Only the last buffer holds all the bytes left; direct ones before it are copied.
    @Override
    public ByteBuffer ready() {
        advance();
        return current.isDirect() && waitingBytes == 0 ? current : null;
    }

    @Override
    public long remaining() {
        return current.remaining() + waitingBytes;
    }

    @Override
    public void close() {
        waiting.clear();
        waitingBytes = 0;
        current = Buffers.EMPTY;
    }

    @Override
    public String name() {
        return "buffers";
    }

    /// Makes the next buffer that has bytes the current one; false when there is none.
    private boolean advance() {
        while (!current.hasRemaining() && !waiting.isEmpty()) {
            current = waiting.remove();
            waitingBytes -= current.remaining();
        }
        if (!current.hasRemaining()) {
            current = Buffers.EMPTY;
            return false;
        }
        return true;
    }
}
