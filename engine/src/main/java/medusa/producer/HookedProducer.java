package medusa.producer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/// Tells at the end how many bytes came out of an inner producer, in whichever way they left: for access logs, for
/// statistics, for what is to happen after a transfer.
public final class HookedProducer extends WrappingProducer {

    /// Hears of a producer's end.
    @FunctionalInterface
    public interface Hook {

        /// Called once, on the reactor thread, when the producer has been closed; must not block and should not throw.
        ///
        /// @param bytes the number of bytes produced; those in the channel's own buffer count too
        /// @param complete false if the producer failed or was closed before its end
        void ended(long bytes, boolean complete);
    }

    private final Hook hook;
    private long bytes;
    private boolean ended;
    private boolean failed;
    private ByteBuffer lent = Buffers.EMPTY;
    private int lentFrom;

    public HookedProducer(Producer inner, Hook hook) {
        super("hooked", inner);
        this.hook = Objects.requireNonNull(hook);
    }

    /// How many bytes have come out of it so far.
    public long bytes() {
        return bytes + lent.position() - lentFrom;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        settle();
        int start = into.position();
        failed = true;
        Next next = inner.more(into);
        failed = false;
        bytes += into.position() - start;
        ended = next == Next.END;
        return next;
    }

    @Override
    public ByteBuffer ready() {
        settle();
        ByteBuffer buffer = inner.ready();
        if (buffer != null) {
            lent = buffer;
            lentFrom = buffer.position();
            ended = !buffer.hasRemaining();
        }
        return buffer;
    }

    @Override
    public boolean transferable() {
        return inner.transferable();
    }

    @Override
    public long transferTo(WritableByteChannel socket, long max) throws IOException {
        settle();
        failed = true;
        long sent = inner.transferTo(socket, max);
        failed = false;
        bytes += sent;
        return sent;
    }

    @Override
    public long remaining() {
        return inner.remaining();
    }

    @Override
    void closing() {
        settle();
        // A channel that sent a ready buffer or a file to its last byte need not ask once more to learn that it was.
        ended |= inner.remaining() == 0;
        lent = Buffers.EMPTY;
    }

    @Override
    void closed() {
        hook.ended(bytes, ended && !failed);
    }

    /// Counts what has left through the buffer lent last.
    private void settle() {
        bytes += lent.position() - lentFrom;
        lentFrom = lent.position();
    }
}
