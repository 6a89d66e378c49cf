package medusa.producer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/// What the producers around another one have in common: they pass on the wake-up, close the inner one once, and show its
/// name inside theirs. Their bytes come from [#more] unless they say otherwise, since most change them on the way.
///
/// A wrapper returns [Next#STALLED] only in a call in which its inner producer said so. One that remembered a stall over a
/// call would miss the wake-up that came between.
abstract sealed class WrappingProducer implements Producer
        permits GatheringProducer, HookedProducer, ChunkedProducer, CompressingProducer, EscapingProducer {

    final Producer inner;
    private final String verb;
    private boolean closed;

    WrappingProducer(String verb, Producer inner) {
        this.verb = verb;
        this.inner = Objects.requireNonNull(inner);
    }

    /// Asks the inner producer, which finds at least [#MIN_ROOM], and holds it to its promise: a wrapper that collects
    /// bytes would otherwise spin where the channel cannot see it.
    final Next pull(ByteBuffer into) throws IOException {
        int start = into.position();
        Next next = inner.more(into);
        if (next == Next.MORE && into.position() == start) {
            throw new IllegalStateException(inner.name() + " has more but put nothing");
        }
        return next;
    }

    /// Runs once, before the inner producer is closed.
    void closing() {}

    /// Runs once, after the inner producer was closed, whatever that did.
    void closed() {}

    @Override
    public final void wakeWith(Runnable wake) {
        inner.wakeWith(wake);
    }

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        closed = true;
        closing();
        try {
            inner.close();
        } finally {
            closed();
        }
    }

    @Override
    public final String name() {
        return verb + '(' + inner.name() + ')';
    }
}
