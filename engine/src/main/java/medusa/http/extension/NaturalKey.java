package medusa.http.extension;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/// Names as people read them, and keys that put them into the order that people expect: numbers by their value (`file2`
/// before `file10`), upper and lower case alike, accents beside their letters. A key is made once for each name, so
/// that sorting compares plain strings.
final class NaturalKey {
    private NaturalKey() {}

    /// A name's bytes read as UTF-8; what is none becomes U+FFFD.
    static String text(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
        return name;
    }

    /// Sorts as `text` should. Names that differ can have the same key.
    static String of(String text) {
        String plain = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFD);
        StringBuilder key = new StringBuilder(plain.length() + 8);
        int i = 0;
        while (i < plain.length()) {
            char c = plain.charAt(i);
            if (isDigit(c)) {
                i = number(plain, i, key);
            } else {
                if (c < '\u0300' || c > '\u036f') { // what NFD made of accents
                    key.append(Character.toLowerCase(Character.toUpperCase(c)));
                }
                i++;
            }
        }
        return key.toString();
    }

    /// Appends a number so that a shorter one comes first: after the `0` that all share comes how many digits there are.
    ///
    /// @return where it ends
    private static int number(String text, int start, StringBuilder key) {
        int first = start;
        while (first < text.length() && text.charAt(first) == '0') {
            first++;
        }
        int end = first;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        key.append('0').append((char) (end - first)).append(text, first, end);
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
