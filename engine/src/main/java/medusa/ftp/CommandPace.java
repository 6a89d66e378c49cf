package medusa.ftp;

import java.util.concurrent.TimeUnit;

/// How fast the commands of one client may come: as fast as they like for some seconds' worth, and then so many a second.
final class CommandPace {
    private static final int BURST_SECONDS = 5;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /// When as many could come at once as ever.
    private long full = Long.MIN_VALUE;

    /// A command has come.
    ///
    /// @param now    of the reactor's clock
    /// @param second commands a second; 0 for any number
    /// @return nanoseconds until the next one may come; 0 for at once
    long take(long now, int second) {
        if (second == 0) {
            return 0;
        }
        long each = SECOND / second;
        if (full == Long.MIN_VALUE || full - now < 0) {
            full = now;
        }
        full += each;
        return Math.max(0, full - now - (BURST_SECONDS * SECOND - each));
    }
}
