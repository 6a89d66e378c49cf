package medusa.gui.connections;

import java.time.Instant;

/// The rates of one connection in the last minutes, a value a second. Before somebody watched nothing is known; since then, what
/// was not told was nothing.
final class RateHistory {
    /// How many seconds are kept.
    static final int SECONDS = 180;

    private final Instant since;
    private final float[] in = new float[SECONDS];
    private final float[] out = new float[SECONDS];
    private long newest = Long.MIN_VALUE;

    /// @param since when watching began, by the server's clock
    RateHistory(Instant since) {
        this.since = since;
    }

    /// When watching began.
    Instant since() {
        return since;
    }

    /// @param at by the server's clock; not before the last one
    void add(Instant at, double inRate, double outRate) {
        long second = at.getEpochSecond();
        if (newest == Long.MIN_VALUE || second - newest >= SECONDS) {
            newest = second - SECONDS;
        }
        for (long each = newest + 1; each <= second; each++) {
            in[slot(each)] = 0;
            out[slot(each)] = 0;
        }
        newest = Math.max(newest, second);
        in[slot(second)] = Math.max(in[slot(second)], (float) inRate);
        out[slot(second)] = Math.max(out[slot(second)], (float) outRate);
    }

    /// The input of each second up to `now`, the oldest first; NaN for unknown.
    float[] in(Instant now) {
        return upTo(now, in);
    }

    /// Likewise of the output.
    float[] out(Instant now) {
        return upTo(now, out);
    }

    private float[] upTo(Instant now, float[] kept) {
        float[] values = new float[SECONDS];
        long first = now.getEpochSecond() - SECONDS + 1;
        for (int i = 0; i < SECONDS; i++) {
            long second = first + i;
            if (second < since.getEpochSecond()) {
                values[i] = Float.NaN;
            } else {
                values[i] = second <= newest && second > newest - SECONDS ? kept[slot(second)] : 0;
            }
        }
        return values;
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
