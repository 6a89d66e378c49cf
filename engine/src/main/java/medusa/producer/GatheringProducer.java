package medusa.producer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Fills each buffer from an inner producer that gives its bytes in small pieces, so that few large writes go out. It waits
/// for nothing: when the inner producer stalls, what there is goes out.
///
/// A buffer that the inner producer has [#ready] is copied with the rest; a file goes by [#transferTo] all the same, when its
/// turn comes and the bytes before it are out.
public final class GatheringProducer extends WrappingProducer {

    public GatheringProducer(Producer inner) {
        super("gathered", inner);
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        Next next;
        do {
            next = pull(into);
        } while (next == Next.MORE && into.remaining() >= MIN_ROOM);
        return next;
    }

    @Override
    public boolean transferable() {
        return inner.transferable();
    }

    @Override
    public long transferTo(WritableByteChannel socket, long max) throws IOException {
        return inner.transferTo(socket, max);
    }

    @Override
    public long remaining() {
        return inner.remaining();
    }
}
