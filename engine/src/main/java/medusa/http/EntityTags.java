package medusa.http;

import java.util.ArrayList;
import java.util.List;

/// The value of If-Match or If-None-Match (RFC 9110 §13.1), over all lines of it.
///
/// @param any whether it is `*`
/// @param wellFormed whether all of it could be read; the tags are those in front of what could not
record EntityTags(boolean any, List<String> tags, boolean wellFormed) {
    /// `etagc` of RFC 9110 §8.8.3.
    private static final ByteSet INSIDE = ByteSet.FIELD_VCHAR.without(ByteSet.of("\""));

    /// @param lines at least one
    static EntityTags read(List<String> lines) {
        if (lines.size() == 1 && lines.getFirst().equals("*")) {
            return new EntityTags(true, List.of(), true);
        }
        List<String> tags = new ArrayList<>();
        boolean wellFormed = true;
        for (String line : lines) {
            wellFormed = wellFormed && readLine(line, tags);
        }
        return new EntityTags(false, tags, wellFormed && !tags.isEmpty());
    }

    /// A comma may stand within a tag, so that the line cannot be cut at its commas.
    private static boolean readLine(String line, List<String> tags) {
        int i = 0;
        while (true) {
            while (i < line.length() && (line.charAt(i) == ',' || ByteSet.SPACE.contains(line.charAt(i)))) {
                i++;
            }
            if (i == line.length()) {
                return true;
            }
            int end = tagEnd(line, i);
            if (end < 0) {
                return false;
            }
            tags.add(line.substring(i, end));
            i = end;
            while (i < line.length() && ByteSet.SPACE.contains(line.charAt(i))) {
                i++;
            }
            if (i < line.length() && line.charAt(i) != ',') {
                return false;
            }
        }
    }

    /// Whether all of `text` is one entity tag.
    static boolean isTag(String text) {
        return tagEnd(text, 0) == text.length();
    }

    private static int tagEnd(String line, int start) {
        int i = line.startsWith("W/", start) ? start + 2 : start;
        if (i >= line.length() || line.charAt(i) != '"') {
            return -1;
        }
        for (i++; i < line.length(); i++) {
            if (line.charAt(i) == '"') {
                return i + 1;
            }
            if (!INSIDE.contains(line.charAt(i))) {
                return -1;
            }
        }
        return -1;
    }
}
