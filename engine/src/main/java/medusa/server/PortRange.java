package medusa.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.metrics.Printable;

/// Ports from which one is taken.
///
/// @param first 0 for any that the system has
/// @param last  not below the first
public record PortRange(int first, int last) {
    /// Whatever the system has.
    public static final PortRange ANY = new PortRange(0, 0);
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,5})\\s*-\\s*(\\d{1,5})");
    /// Those below are root's, who is given up.
    private static final int FIRST = 1024;
    private static final int LAST = 65535;

    /// Reads a range such as `50000-50100`; nothing stands for any.
    ///
    /// @throws IllegalArgumentException with a message that says what would be right
    public static PortRange parse(String text) {
        if (text.isEmpty()) {
            return ANY;
        }
        Matcher matcher = SHAPE.matcher(text.strip());
        if (matcher.matches()) {
            int first = Integer.parseInt(matcher.group(1));
            int last = Integer.parseInt(matcher.group(2));
            if (first >= FIRST && first <= last && last <= LAST) {
                return new PortRange(first, last);
            }
        }
        throw new IllegalArgumentException("expected ports between " + FIRST + " and " + LAST
                + " such as \"50000-50100\", or \"\" for any, found " + Printable.quoted(text));
    }

    /// Whether the system chooses.
    public boolean isAny() { return first == 0; }

    /// How many there are.
    public int size() {
        return last - first + 1;
    }
}
