package medusa.http.extension;

import java.time.Duration;

import medusa.metrics.SizeText;

/// Lengths of time for people.
final class TimeText {
    private static final String[] NAMES = {"day", "hour", "minute", "second"};
    private static final long[] SECONDS = {86_400, 3600, 60, 1};

    private TimeText() {}

    /// The largest unit that there is, and the one below it: `3 days, 4 hours`, `1 minute`, `0 seconds`.
    static String spoken(Duration time) {
        long left = time.toSeconds();
        int unit = 0;
        while (unit < SECONDS.length - 1 && left < SECONDS[unit]) {
            unit++;
        }
        String text = counted(left / SECONDS[unit], NAMES[unit]);
        long rest = unit + 1 < SECONDS.length ? left % SECONDS[unit] / SECONDS[unit + 1] : 0;
        return rest == 0 ? text : text + ", " + counted(rest, NAMES[unit + 1]);
    }

    private static String counted(long number, String name) {
        return SizeText.grouped(number) + " " + name + (number == 1 ? "" : "s");
    }

    /// In one unit, rounded down: `850 µs`, `12 ms`, `7 s`, `3 min`, `4 h`, `5 d`.
    static String brief(long nanos) {
        long micros = nanos / 1000;
        long seconds = micros / 1_000_000;
        if (micros < 1000) {
            return micros + " µs";
        }
        if (seconds == 0) {
            return micros / 1000 + " ms";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200
                ? seconds / 60 + " min"
                : seconds < 172_800 ? seconds / 3600 + " h" : SizeText.grouped(seconds / 86_400) + " d";
    }
}
