package medusa.ftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

import medusa.producer.Producer;

/// The bytes of another producer at a given pace. Where there is none it might as well not be there; a file goes to the socket
/// without a copy in any case.
final class PacedProducer implements Producer {
    private final Producer inner;
    private final Pace pace;
    /// What has come of the inner producer and may not go yet: it needs more room than the pace has for it. Null where that never was.
    private ByteBuffer held;
    private boolean ended;

    /// @param inner closed with this one
    /// @param pace  closed with this one
    PacedProducer(Producer inner, Pace pace) {
        this.inner = inner;
        this.pace = pace;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        if (isOver()) {
            return Next.END;
        }
        long allowed = pace.allowed();
        if (allowed == 0) {
            return Next.STALLED; // within this call it was found that nothing may go, and so the wake-up follows
        }
        if (!isHolding() && allowed >= MIN_ROOM) {
            return pull(into, (int) Math.min(allowed, into.remaining()));
        }
        Next next = Next.MORE;
        if (!isHolding()) {
            next = fill();
        }
        int count = (int) Math.min(Math.min(allowed, into.remaining()), held.remaining());
        into.put(into.position(), held, held.position(), count).position(into.position() + count);
        held.position(held.position() + count);
        pace.spent(count);
        return isHolding() ? Next.MORE : next;
    }

    private Next pull(ByteBuffer into, int most) throws IOException {
        int start = into.position();
        int limit = into.limit();
        try {
            Next next = inner.more(into.limit(start + most));
            ended = next == Next.END;
            return next;
        } finally {
            into.limit(limit);
            pace.spent(into.position() - start);
        }
    }

    private Next fill() throws IOException {
        if (held == null) {
            held = ByteBuffer.allocate(MIN_ROOM);
        }
        held.clear();
        try {
            Next next = inner.more(held);
            ended = next == Next.END;
            return next;
        } finally {
            held.flip();
        }
    }

    private boolean isHolding() { return held != null && held.hasRemaining(); }

    private boolean isOver() { return !isHolding() && (ended || inner.remaining() == 0); }

    @Override
    public ByteBuffer ready() {
        return !isHolding() && pace.isUnbounded() ? inner.ready() : null;
    }

    @Override
    public boolean transferable() {
        return !isHolding() && inner.transferable() && pace.allowed() > 0;
    }

    @Override
    public long transferTo(WritableByteChannel socket, long max) throws IOException {
        long sent = inner.transferTo(socket, Math.min(max, pace.allowed()));
        pace.spent(sent);
        return sent;
    }

    @Override
    public long remaining() {
        long rest = inner.remaining();
        return !isHolding() ? rest : rest < 0 ? -1 : rest + held.remaining();
    }

    @Override
    public void wakeWith(Runnable wake) {
        pace.wakeWith(wake);
        inner.wakeWith(wake);
    }

    @Override
    public void close() {
        pace.close();
        inner.close();
    }

    @Override
    public String name() {
        return inner.name();
    }
}
