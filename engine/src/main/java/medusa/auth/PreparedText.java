package medusa.auth;

import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.Arrays;

/// Names and passwords as they are compared (SASLprep, RFC 4013), so that one that was typed on another keyboard is the same.
///
/// Done of it: spaces of every kind become plain ones, what shows nothing (RFC 3454, table B.1) is left out, NFKC; control
/// and format characters, private ones, halves of characters and unassigned ones are refused. What is unassigned is decided
/// by this Java's Unicode and not by 3.2. Not done: the rules of text in two directions.
final class PreparedText {
    private PreparedText() {}

    /// A copy of `text`, to be wiped by the caller if it is a secret.
    ///
    /// @throws IllegalArgumentException if it holds what may not be in it; the message does not show it
    static char[] of(char[] text) {
        boolean plain = true;
        for (char c : text) {
            plain &= c >= ' ' && c < 0x7f;
        }
        return plain ? text.clone() : normal(text); // so that most passwords never lie in a string
    }

    private static char[] normal(char[] text) {
        StringBuilder mapped = new StringBuilder(text.length);
        CharBuffer.wrap(text).codePoints().filter(c -> !isNothing(c)).forEach(
                c -> mapped.appendCodePoint(Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c));
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        for (int i = 0; i < mapped.length(); i++) {
            mapped.setCharAt(i, ' ');
        }
        if (normal.codePoints().anyMatch(PreparedText::isRefused)) {
            throw new IllegalArgumentException("a control character, or one that Unicode does not know");
        }
        return normal.toCharArray();
    }

    private static boolean isNothing(int c) {
        return c == 0xad || c == 0x34f || c == 0x1806 || c >= 0x180b && c <= 0x180d || c >= 0x200b && c <= 0x200d
                || c == 0x2060 || c >= 0xfe00 && c <= 0xfe0f || c == 0xfeff;
    }

    private static boolean isRefused(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> c >= 0xfff9 && c <= 0xfffd;
        };
    }

    static void wipe(char[] secret) {
        Arrays.fill(secret, '\0');
    }
}
