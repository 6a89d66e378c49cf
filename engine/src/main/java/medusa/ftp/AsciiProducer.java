package medusa.ftp;

import java.io.IOException;
import java.nio.ByteBuffer;

import medusa.producer.Producer;

/// The text of another producer with the line ends of the network: LF becomes CRLF (RFC 959 §3.1.1.1), but where a CR stands
/// before it already, so that a file with such line ends comes out as it is.
final class AsciiProducer implements Producer {
    private static final int SCRATCH = 8 << 10;

    private final Producer inner;
    /// What has come of the inner producer and is not converted yet. Null before the first call.
    private ByteBuffer scratch;
    /// The last byte that went out is a CR.
    private boolean afterCr;
    private boolean ended;

    /// @param inner closed with this one
    AsciiProducer(Producer inner) {
        this.inner = inner;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        if (scratch == null) {
            scratch = ByteBuffer.allocate(SCRATCH).flip();
        }
        boolean stalled = false;
        while (true) {
            convert(into);
            if (scratch.hasRemaining()) {
                return Next.MORE;
            }
            if (ended) {
                return Next.END;
            }
            if (stalled) {
                return Next.STALLED;
            }
            if (into.remaining() < 2) {
                return Next.MORE;
            }
            stalled = refill() == Next.STALLED;
        }
    }

    private void convert(ByteBuffer into) {
        while (scratch.hasRemaining()) {
            byte next = scratch.get(scratch.position());
            boolean lineEnd = next == '\n' && !afterCr;
            if (into.remaining() < (lineEnd ? 2 : 1)) {
                return;
            }
            scratch.get();
            if (lineEnd) {
                into.put((byte) '\r');
            }
            into.put(next);
            afterCr = next == '\r';
        }
    }

    private Next refill() throws IOException {
        scratch.clear();
        try {
            Next next = inner.more(scratch);
            if (next == Next.MORE && scratch.position() == 0) {
                throw new IllegalStateException(inner.name() + " has more but put nothing");
            }
            ended = next == Next.END;
            return next;
        } finally {
            scratch.flip();
        }
    }

    @Override
    public long remaining() {
        boolean empty = scratch == null || !scratch.hasRemaining();
        return empty && (ended || inner.remaining() == 0) ? 0 : -1;
    }

    @Override
    public void wakeWith(Runnable wake) {
        inner.wakeWith(wake);
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public String name() {
        return "ascii(" + inner.name() + ')';
    }
}
