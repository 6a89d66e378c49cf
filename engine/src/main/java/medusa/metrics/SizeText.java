package medusa.metrics;

/// Sizes for people. Any thread.
public final class SizeText {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private SizeText() {}

    /// `1,234,567 bytes`
    public static String exact(long bytes) {
        return grouped(bytes) + (bytes == 1 ? " byte" : " bytes");
    }

    /// With two or three digits that count: `999 B`, `1.2 KiB`, `34 MiB`.
    public static String rounded(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (unit < UNITS.length - 1 && amount >= (unit == 0 ? 1024 : 1023.5)) {
            amount /= 1024;
            unit++;
        }
        if (unit == 0 || amount >= 9.95) {
            return Math.round(amount) + " " + UNITS[unit];
        }
        long tenths = Math.round(amount * 10);
        return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
    }

    /// `1,234,567`
    public static String grouped(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        int first = number < 0 ? 1 : 0;
        for (int i = digits.length() - 3; i > first; i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }
}
