package medusa.metrics;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An amount of bytes, written `"64 KiB"`, `"64k"` or `65536`.
///
/// @param bytes zero or more
public record ByteSize(long bytes) {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,18})\\s*(?:([kmgtKMGT])(?:i?[bB])?|[bB])?");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    /// @throws IllegalArgumentException if `bytes` is negative
    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException(expected(Long.toString(bytes)));
        }
    }

    /// Reads a size. `k`, `KB` and `KiB` all mean 1024 bytes, as they do in most servers; likewise M, G and T.
    ///
    /// @throws IllegalArgumentException with a message that says what a size looks like
    public static ByteSize parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(expected(Printable.quoted(text)));
        }
        String unit = matcher.group(2);
        int shift = unit == null ? 0 : 10 * ("kmgt".indexOf(unit.toLowerCase(Locale.ROOT)) + 1);
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException(expected(Printable.quoted(text)));
        }
        return new ByteSize(number << shift);
    }

    /// The size for code that counts in `int`; what is larger counts as the largest `int`.
    public int toInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /// In the largest unit that divides it: `64 KiB`.
    @Override
    public String toString() {
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        return number + " " + UNITS.get(unit);
    }

    private static String expected(String found) {
        return "expected a size such as \"64 KiB\", found " + found;
    }
}
