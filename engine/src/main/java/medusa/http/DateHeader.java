package medusa.http;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/// The value of the Date header (RFC 9110 §6.6.1), made once a second. For one thread.
final class DateHeader {
    private final InstantSource clock;
    private long second = Long.MIN_VALUE;
    private byte[] bytes;

    DateHeader(InstantSource clock) {
        this.clock = clock;
    }

    /// 29 bytes, not to be changed.
    byte[] bytes() {
        long now = Math.floorDiv(clock.millis(), 1000);
        if (now != second) {
            second = now;
            bytes = HttpDate.format(now);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return new String(bytes(), StandardCharsets.ISO_8859_1);
    }
}
