package medusa.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// The header lines of a request, or the trailer lines behind a body, in the order in which they came (RFC 9110 §5).
/// Names are compared without regard to case. Values have no white space at their ends; each of their characters is one
/// byte (ISO 8859-1). Immutable.
///
/// The bytes stay as they came; a string is made for what is asked.
public final class Headers {
    /// No lines at all.
    public static final Headers EMPTY = new Headers(new byte[0], new int[0], 0, 0);

    /// How many marks a line has: where its name starts and ends, where its value starts and ends.
    static final int MARKS = 4;

    private final byte[] bytes;
    private final int[] marks;
    private final int count;
    /// One bit for each name that is here, see [#bit]: most questions are about names that are not.
    private final long present;

    Headers(byte[] bytes, int[] marks, int count, long present) {
        this.bytes = bytes;
        this.marks = marks;
        this.count = count;
        this.present = present;
    }

    /// A bit that a name shares with few others, whatever its case.
    static long bit(int length, int first, int last) {
        return 1L << (length * 7 + (first | 0x20) * 5 + (last | 0x20));
    }

    /// How many lines there are.
    public int size() {
        return count;
    }

    /// The name on a line, as it was sent.
    ///
    /// @param line from 0 to [#size] - 1
    public String name(int line) {
        return text(line, 0);
    }

    /// The value on a line.
    ///
    /// @param line from 0 to [#size] - 1
    public String value(int line) {
        return text(line, 2);
    }

    /// The value on the first line with this name; null if there is none.
    public String first(String name) {
        int line = line(name, 0);
        return line < 0 ? null : value(line);
    }

    /// The values on all lines with this name, in order.
    public List<String> all(String name) {
        int line = line(name, 0);
        if (line < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(2);
        for (; line >= 0; line = line(name, line + 1)) {
            values.add(value(line));
        }
        return Collections.unmodifiableList(values);
    }

    /// Whether a line has this name.
    public boolean contains(String name) {
        return line(name, 0) >= 0;
    }

    /// The different names, each as it is spelled first, in order.
    public List<String> names() {
        List<String> names = new ArrayList<>(count);
        for (int line = 0; line < count; line++) {
            String name = name(line);
            if (line(name, 0) == line) {
                names.add(name);
            }
        }
        return Collections.unmodifiableList(names);
    }

    /// The elements of a list that may go over several lines, in order and in lower case, without white space around
    /// them; empty ones are left out (RFC 9110 §5.6.1). For lists of tokens: a comma within quotes would cut as well.
    public List<String> tokens(String name) {
        int line = line(name, 0);
        if (line < 0) {
            return List.of();
        }
        List<String> tokens = new ArrayList<>(4);
        for (; line >= 0; line = line(name, line + 1)) {
            for (String element : value(line).split(",")) {
                String token = trim(element);
                if (!token.isEmpty()) {
                    tokens.add(token.toLowerCase(Locale.ROOT));
                }
            }
        }
        return Collections.unmodifiableList(tokens);
    }

    /// Without spaces and tabs at the ends; [String#strip] would take more than RFC 9110 §5.6.3 allows.
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && ByteSet.SPACE.contains(text.charAt(start))) {
            start++;
        }
        while (end > start && ByteSet.SPACE.contains(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    // ---- for the parser and what follows it, without strings ----

    /// The first line from `from` on with this name; -1 if there is none.
    int line(String name, int from) {
        int length = name.length();
        if (length == 0 || (present & bit(length, name.charAt(0), name.charAt(length - 1))) == 0) {
            return -1;
        }
        for (int line = from; line < count; line++) {
            int start = marks[line * MARKS];
            if (marks[line * MARKS + 1] - start == length && matches(start, name)) {
                return line;
            }
        }
        return -1;
    }

    private boolean matches(int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            int a = bytes[start + i];
            int b = name.charAt(i);
            int lower = a | 0x20;
            if (a != b && (lower != (b | 0x20) || lower < 'a' || lower > 'z')) {
                return false;
            }
        }
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    int valueStart(int line) {
        return marks[line * MARKS + 2];
    }

    int valueEnd(int line) {
        return marks[line * MARKS + 3];
    }

    private String text(int line, int mark) {
        if (line < 0 || line >= count) {
            throw new IndexOutOfBoundsException(line);
        }
        int start = marks[line * MARKS + mark];
        return new String(bytes, start, marks[line * MARKS + mark + 1] - start, StandardCharsets.ISO_8859_1);
    }

    /// One line for each, as `name: value`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < count; line++) {
            text.append(name(line)).append(": ").append(value(line)).append('\n');
        }
        return text.toString();
    }
}
