package medusa.gui.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers as people read them. The exact value belongs into a tooltip.
public final class Format {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private Format() {}

    /// `312 B`, `2.1 GB`; a KB is 1,024 bytes.
    public static String bytes(double bytes) {
        double value = Math.max(0, bytes);
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) { // never four digits
            value /= 1024;
            unit++;
        }
        return (unit == 0 || value >= 9.95 ? "%.0f %s" : "%.1f %s").formatted(value, UNITS[unit]);
    }

    /// `2.1 MB/s`
    public static String rate(double bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    /// How often something happens: `1,204`, `3.5`, `0`
    public static String perSecond(double times) {
        return times > 0 && times < 9.95 ? "%.1f".formatted(times) : number(Math.round(times));
    }

    /// `1,204`
    public static String number(long number) {
        return String.format(Locale.getDefault(), "%,d", number);
    }

    /// `1,204,333 bytes`
    public static String exactBytes(long bytes) {
        return number(bytes) + (bytes == 1 ? " byte" : " bytes");
    }

    /// `0.4 s`, `12 s`, `4 min 10 s`, `3 h 2 min`, `5 d 3 h`
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 10) { // only now: what is longer may be more than milliseconds can count
            return "%.1f s".formatted(duration.isNegative() ? 0 : duration.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        return seconds < 86_400
                ? two(seconds / 3600, "h", seconds / 60 % 60, "min")
                : two(seconds / 86_400, "d", seconds / 3600 % 24, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smallUnit;
    }

    /// `18:04:10`, in this machine's time zone.
    public static String clock(Instant instant) {
        return CLOCK.format(instant.atZone(ZoneId.systemDefault()));
    }

    /// `2026-11-23 18:04:10.333`, likewise.
    public static String exact(Instant instant) {
        return EXACT.format(instant.atZone(ZoneId.systemDefault()));
    }
}
