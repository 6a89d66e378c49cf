package medusa.server;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.metrics.Printable;

/// Durations as the configuration writes them: a whole number and a unit, `"250ms"`, `"30s"`, `"5m"`, `"2h"`, `"1d"`.
final class Durations {
    /// Longer than any sensible limit, and short enough to be added to any clock.
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Durations() {}

    /// Reads a duration. A bare number is refused, because nobody remembers which unit it would be.
    ///
    /// @throws IllegalArgumentException with a message that says what a duration looks like
    static Duration parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected a duration such as \"30s\", found " + Printable.quoted(text));
        }
        long number = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected at most \"3650d\", found " + Printable.quoted(text));
        }
        return duration;
    }
}
