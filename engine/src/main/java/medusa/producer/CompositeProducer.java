package medusa.producer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;

/// Producers one after another, each closed as it ends. Parts that have to be copied share a buffer; before a part that can go
/// without a copy, [#more] returns what it has, so that the channel sees the chance.
public final class CompositeProducer implements Producer {

    /// Names shown in full: a composite may have thousands of parts, and a console has one line for it.
    private static final int NAMES = 4;

    private final ArrayDeque<Producer> parts = new ArrayDeque<>();
    private Runnable wake;
    private boolean closed;

    public CompositeProducer(Producer... parts) {
        Collections.addAll(this.parts, parts);
    }

    public CompositeProducer(List<? extends Producer> parts) {
        this.parts.addAll(parts);
    }

    /// Appends a part, on the reactor thread, as long as another one is still unfinished.
    ///
    /// @return false if this composite had ended; the part was closed then
    public boolean add(Producer part) {
        if (closed || parts.isEmpty()) {
            part.close();
            return false;
        }
        parts.add(part);
        if (wake != null) {
            part.wakeWith(wake);
        }
        return true;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        int start = into.position();
        while (!parts.isEmpty()) {
            Next next = parts.element().more(into);
            if (next != Next.END) {
                return next;
            }
            endPart();
            boolean enough = into.remaining() < MIN_ROOM || transferable() || ready() != null;
            if (into.position() > start && enough && !parts.isEmpty()) {
                return Next.MORE;
            }
        }
        return Next.END;
    }

    /// Only the last part's buffer holds all the bytes left; those before it are copied.
    @Override
    public ByteBuffer ready() {
        endParts();
        return switch (parts.size()) {
            case 0 -> Buffers.EMPTY;
            case 1 -> parts.element().ready();
            default -> null;
        };
    }

    /// True when it is the current part's turn to go by [#transferTo]; later parts may be of any kind, as long as their length
    /// is known.
    @Override
    public boolean transferable() {
        endParts();
        return !parts.isEmpty() && parts.element().transferable() && remaining() >= 0;
    }

    @Override
    public long transferTo(WritableByteChannel socket, long max) throws IOException {
        endParts();
        long sent = parts.isEmpty() ? 0 : parts.element().transferTo(socket, max);
        endParts();
        return sent;
    }

    @Override
    public long remaining() {
        long sum = 0;
        for (Producer part : parts) {
            long remaining = part.remaining();
            if (remaining < 0) {
                return -1;
            }
            sum += remaining;
        }
        return sum;
    }

    @Override
    public void wakeWith(Runnable wake) {
        this.wake = wake;
        parts.forEach(part -> part.wakeWith(wake));
    }

    @Override
    public void close() {
        closed = true;
        // A part that breaks its word and throws must not keep the others open.
        try {
            while (!parts.isEmpty()) {
                endPart();
            }
        } finally {
            if (!parts.isEmpty()) {
                close();
            }
        }
    }

    @Override
    public String name() {
        StringJoiner names = new StringJoiner(", ", "composite(", ")");
        parts.stream().limit(NAMES).map(Producer::name).forEach(names::add);
        return parts.size() > NAMES ? names.add("+" + (parts.size() - NAMES)).toString() : names.toString();
    }

    /// Ends the parts in front that have nothing left, so that a file that was sent to its end is closed at once.
    private void endParts() {
        while (!parts.isEmpty() && parts.element().remaining() == 0) {
            endPart();
        }
    }

    private void endPart() {
        parts.remove().close();
    }
}
