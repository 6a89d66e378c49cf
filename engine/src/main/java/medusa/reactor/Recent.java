package medusa.reactor;

import java.time.Duration;

/// The largest value of the last minute, to within [#STEP]. One thread adds, any asks.
final class Recent {
    private static final long STEP = Duration.ofSeconds(5).toNanos();
    private static final int STEPS = 13; // a minute, and the step that is under way

    /// What is known of a step; immutable, so that who asks sees the two together.
    private record Largest(long step, long value) {}

    /// Written by one thread; what another sees is at worst a step too old.
    private final Largest[] steps = new Largest[STEPS];
    private volatile Largest[] told = new Largest[0];

    /// @param now in nanoseconds, from wherever
    void add(long now, long value) {
        long step = Math.floorDiv(now, STEP);
        int at = Math.floorMod(step, STEPS);
        Largest before = steps[at];
        if (before == null || before.step != step || value > before.value) {
            steps[at] = new Largest(step, value);
            told = steps.clone(); // seldom: most values are no larger
        }
    }

    /// 0 if there was none.
    long largest(long now) {
        long step = Math.floorDiv(now, STEP);
        long largest = 0;
        for (Largest each : told) {
            if (each != null && step - each.step < STEPS && each.value > largest) {
                largest = each.value;
            }
        }
        return largest;
    }
}
