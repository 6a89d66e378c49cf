package medusa.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import medusa.producer.Producer;
import medusa.reactor.Reactor;

/// The bytes of another producer, so many a second: a piece every tenth of a second, and in between it stalls until a timer of the
/// reactor wakes it. No thread waits. Push it instead of the producer that it is given:
///
/// `push(new ThrottledProducer(reactor(), new FileProducer(file, 0, size), 100_000))`
public final class ThrottledProducer implements Producer {
    private static final int PIECES = 10;

    private final Reactor reactor;
    private final Producer inner;
    private final int piece;
    /// May go before the next piece is due.
    private int left;
    private boolean waiting;
    private boolean closed;
    private Runnable wake = () -> {};

    /// @param rate bytes a second; one piece has at least as many as a producer asks for
    public ThrottledProducer(Reactor reactor, Producer inner, int rate) {
        this.reactor = reactor;
        this.inner = inner;
        piece = Math.max(rate / PIECES, MIN_ROOM);
        left = piece;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        if (left < MIN_ROOM) { // less than what the inner producer may ask for waits for the next piece
            return pause();
        }
        int limit = into.limit();
        int start = into.position();
        into.limit(Math.min(limit, start + left));
        Next next = inner.more(into);
        into.limit(limit);
        left -= into.position() - start;
        return next;
    }

    /// The wake-up follows this very stall, as the contract of producers asks for.
    private Next pause() {
        if (!waiting) {
            waiting = true;
            reactor.after(Duration.ofSeconds(1).dividedBy(PIECES), this::goOn);
        }
        return Next.STALLED;
    }

    private void goOn() {
        waiting = false;
        left += piece;
        if (!closed) {
            wake.run();
        }
    }

    @Override
    public void wakeWith(Runnable then) {
        wake = then;
        inner.wakeWith(then);
    }

    @Override
    public long remaining() {
        return inner.remaining();
    }

    @Override
    public void close() {
        closed = true;
        inner.close();
    }
}
