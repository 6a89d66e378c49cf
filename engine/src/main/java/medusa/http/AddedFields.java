package medusa.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a reply gets besides what its maker says.
final class AddedFields {
    /// Whole lines.
    private final StringBuilder always = new StringBuilder();
    private final List<ReplyField> defaults = new ArrayList<>();

    void add(String name, String value) {
        append(always, name, value);
    }

    /// Instead of a default of that name that came before: who is asked later knows more of the request.
    void addDefault(ReplyField field) {
        defaults.removeIf(each -> each.name().equalsIgnoreCase(field.name()));
        defaults.add(field);
    }

    /// The lines that go beside those of the reply itself.
    ///
    /// @param fields   whole lines
    /// @param prepared whole lines
    String beside(CharSequence fields, byte[] prepared) {
        if (defaults.isEmpty()) {
            return always.toString();
        }
        String own = always.toString() + fields + new String(prepared, StandardCharsets.ISO_8859_1);
        StringBuilder lines = new StringBuilder(always);
        for (ReplyField field : defaults) {
            if (!has(own, field.name())) {
                append(lines, field.name(), field.value());
            }
        }
        return lines.toString();
    }

    private static boolean has(String lines, String name) {
        int start = 0;
        while (start < lines.length()) {
            int colon = start + name.length();
            if (lines.regionMatches(true, start, name, 0, name.length()) && lines.startsWith(":", colon)) {
                return true;
            }
            int end = lines.indexOf('\n', start);
            start = end < 0 ? lines.length() : end + 1;
        }
        return false;
    }

    private static void append(StringBuilder lines, String name, String value) {
        lines.append(name).append(": ").append(value).append("\r\n");
    }
}
