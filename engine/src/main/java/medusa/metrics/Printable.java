package medusa.metrics;

import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/// Text from outside, made safe for one line of a terminal or a log: whoever chose it can neither start a line of his
/// own nor send escape sequences or change the direction of the text.
public final class Printable {
    /// Marks an entry of the log whose text has several lines on purpose, such as a stack: whoever wrote it has made safe what
    /// came from outside. The lines of every other entry are joined.
    public static final Marker LINES = MarkerFactory.getMarker("medusa-lines");
    private static final int LONGEST_QUOTE = 60;

    private Printable() {}

    /// `text` with every control character shown as an escape (`\n`, `\x1b`, `\u202e`).
    public static String line(String text) {
        int i = 0;
        while (i < text.length() && !unsafe(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, i);
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (unsafe(c)) {
                appendEscape(safe, c);
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    /// `text` between quotes, on one line and not too long, for "found …" in messages.
    public static String quoted(String text) {
        return '"' + shortened(text) + '"';
    }

    /// `text` on one line and not too long.
    public static String shortened(String text) {
        return line(text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…");
    }

    private static boolean unsafe(char c) {
        if (c < 0x7f) {
            return c < 0x20;
        }
        // Rest of the controls, line and paragraph separators, and what reorders text (bidirectional overrides).
        return c < 0xa0 || c == 0x61c || c >= 0x200e && c <= 0x200f || c >= 0x2028 && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069 || c == 0xfeff;
    }

    private static void appendEscape(StringBuilder safe, char c) {
        switch (c) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> safe.append(c < 0x100 ? "\\x" : "\\u").append(hex(c, c < 0x100 ? 2 : 4));
        }
    }

    private static String hex(int value, int digits) {
        String text = Integer.toHexString(value);
        return "0".repeat(digits - text.length()) + text;
    }
}
