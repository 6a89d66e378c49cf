package medusa.monitor.terminal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Numbers as people read them.
final class Units {
    private static final List<String> BYTES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

    private Units() {}

    /// With two digits or three that count: `999 B`, `1.2 KiB`, `34 MiB`.
    static String bytes(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= 999.5 && unit < BYTES.size() - 1) {
            number /= 1024;
            unit++;
        }
        String digits = unit == 0 || number >= 9.95 ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, digits, number) + " " + BYTES.get(unit);
    }

    /// With the thousands apart: `1,204`.
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// The two largest units: `3 d 4 h`, `12 s`, `340 ms`.
    static String duration(Duration time) {
        long seconds = time.toSeconds();
        if (time.isNegative()) {
            return "0 s"; // the server's clock is not ours
        }
        if (seconds == 0) {
            return time.toMillis() + " ms";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds, 60, "min", "s");
        }
        return seconds < 86_400 ? two(seconds / 60, 60, "h", "min") : two(seconds / 3600, 24, "d", "h");
    }

    private static String two(long small, int many, String large, String rest) {
        return small / many + " " + large + (small % many == 0 ? "" : " " + small % many + " " + rest);
    }

    /// `3.1 ms`, `1.25 s`
    static String millis(double millis) {
        return millis < 1000
                ? String.format(Locale.ROOT, millis < 9.95 ? "%.1f ms" : "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.2f s", millis / 1000);
    }
}
