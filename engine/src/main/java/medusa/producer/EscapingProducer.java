package medusa.producer;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Dot-stuffing for text that ends with a line of one dot (RFC 5321 §4.5.2, RFC 3977 §3.1.1): a line that begins with a dot
/// gets a second one. A line begins after CRLF and at the start of the text, as the RFCs say, not after a bare CR or LF.
///
/// The closing line `.` is left to the caller, and so is the CRLF that must come before it.
public final class EscapingProducer extends WrappingProducer {

    private static final int SCRATCH = 4096;

    private enum At {
        LINE_START,
        INSIDE,
        AFTER_CR
    }

    private ByteBuffer scratch = Buffers.EMPTY;
    private At at = At.LINE_START;
    private boolean ended;

    public EscapingProducer(Producer inner) {
        super("escaped", inner);
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        boolean stalled = false;
        while (true) {
            escape(into);
            if (ended && !scratch.hasRemaining()) {
                return Next.END;
            }
            if (!into.hasRemaining()) {
                return Next.MORE;
            }
            if (stalled) {
                return Next.STALLED;
            }
            stalled = refill() == Next.STALLED;
        }
    }

    @Override
    public long remaining() {
        return ended && !scratch.hasRemaining() ? 0 : -1;
    }

    @Override
    void closing() {
        scratch = Buffers.EMPTY;
    }

    private Next refill() throws IOException {
        if (scratch == Buffers.EMPTY) {
            scratch = ByteBuffer.allocate(SCRATCH);
        }
        scratch.clear();
        Next next;
        try {
            next = pull(scratch);
        } finally {
            scratch.flip();
        }
        ended = next == Next.END;
        return next;
    }

    private void escape(ByteBuffer into) {
        while (scratch.hasRemaining() && into.hasRemaining()) {
            byte next = scratch.get(scratch.position());
            into.put(next);
            if (next == '.' && at == At.LINE_START) {
                at = At.INSIDE; // the same dot comes round once more, now inside its line
                continue;
            }
            scratch.position(scratch.position() + 1);
            at = next == '\r' ? At.AFTER_CR : next == '\n' && at == At.AFTER_CR ? At.LINE_START : At.INSIDE;
        }
    }
}
