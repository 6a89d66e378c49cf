package medusa.reactor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import medusa.producer.Producer;

/// Produces `3 2 1 `, one number a call; the test may stall it and see how often it was asked.
final class Countdown implements Producer {
    int left;
    int calls;
    int closed;
    boolean stall;
    Runnable wake;

    Countdown(int from) {
        left = from;
    }

    @Override
    public Next more(ByteBuffer into) {
        calls++;
        if (stall) {
            return Next.STALLED;
        }
        into.put((left-- + " ").getBytes(StandardCharsets.ISO_8859_1));
        return left == 0 ? Next.END : Next.MORE;
    }

    @Override
    public void wakeWith(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void close() {
        closed++;
    }
}
