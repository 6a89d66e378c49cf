package medusa.server;

import java.util.HashMap;
import java.util.Map;

/// On which line of a TOML text each key stands. Jackson's reader keeps no positions, and an error message without one
/// makes its reader search.
///
/// It takes any text: where the text is not TOML, it stops, and knows the keys up to there.
final class KeyLines {
    /// No setting lies deeper, and no key is longer: a hostile file gains nothing by being deep or wide.
    private static final int DEEPEST = 16;
    private static final int LONGEST_KEY = 256;
    private static final String TOO_LONG = " ".repeat(LONGEST_KEY + 1);

    private final String text;
    private final Map<String, Integer> lines = new HashMap<>();
    /// Newest key of each line, for errors that the TOML reader only gives a line for.
    private final Map<Integer, String> keys = new HashMap<>();
    /// How many `[[headers]]` each array of tables has had.
    private final Map<String, Integer> tables = new HashMap<>();
    private int position;
    private int line = 1;
    private boolean scanned;

    KeyLines(String text) {
        this.text = text;
    }

    /// The line on which `key`, named as [Keys] does, first stands, or else the nearest part around it; 1 if nothing of
    /// it does.
    int line(String key) {
        scan();
        String near = key;
        while (!near.isEmpty() && !lines.containsKey(near)) {
            near = Keys.parent(near);
        }
        return lines.getOrDefault(near, 1);
    }

    /// The key that stands on `line`, or empty; if there are several, the last.
    String keyOn(int line) {
        scan();
        return keys.getOrDefault(line, "");
    }

    /// Not before the first question: nearly every file is right.
    private void scan() {
        if (!scanned) {
            scanned = true;
            document();
        }
    }

    private void document() {
        String table = "";
        while (skipBlank()) {
            if (peek() == '[') {
                table = header();
            } else {
                pair(table, 0);
            }
        }
    }

    /// `[table]` or `[[table]]`; answers the prefix of the keys below it.
    private String header() {
        take();
        boolean array = peek() == '[';
        if (array) {
            take();
        }
        String table = key("", ']');
        take();
        if (array) {
            take();
            table = Keys.element(table, tables.merge(table, 1, Integer::sum) - 1);
            note(table);
        }
        return table;
    }

    /// `key = value`.
    private void pair(String table, int depth) {
        String key = key(table, '=');
        take();
        skipSpaces();
        value(key, depth);
    }

    /// A dotted key up to, but without, `end`. Each of its parts is noted, so that `a.b = 1` also says where `a` is.
    private String key(String prefix, char end) {
        String key = prefix;
        while (true) {
            skipSpaces();
            char c = peek();
            if (c == '"' || c == '\'') {
                key = grow(key, string());
            } else if (Keys.bare(c)) {
                int start = position;
                while (Keys.bare(peek())) {
                    take();
                }
                key = grow(key, text.substring(start, position));
            } else if (c == '.') {
                take();
                continue;
            } else {
                if (c != end) {
                    stop();
                }
                return key;
            }
            note(key);
            Integer count = tables.get(key);
            if (count != null && nextIsDot()) {
                key = Keys.element(key, count - 1);
            }
        }
    }

    private boolean nextIsDot() {
        skipSpaces();
        return peek() == '.';
    }

    private void value(String key, int depth) {
        char c = peek();
        if (depth > DEEPEST) {
            stop();
        } else if (c == '"' || c == '\'') {
            string();
        } else if (c == '[') {
            take();
            list(key, depth);
        } else if (c == '{') {
            take();
            inlineTable(key, depth);
        } else {
            while (position < text.length() && ",]}#\n".indexOf(peek()) < 0) {
                take();
            }
        }
    }

    private void list(String key, int depth) {
        for (int i = 0; skipBlank(); i++) {
            if (peek() == ']') {
                take();
                return;
            }
            String element = key.length() > LONGEST_KEY ? TOO_LONG : Keys.element(key, i);
            note(element);
            value(element, depth + 1);
            skipBlank();
            if (peek() == ',') {
                take();
            } else if (peek() != ']') {
                stop();
            }
        }
    }

    private void inlineTable(String key, int depth) {
        while (skipBlank()) {
            if (peek() == '}') {
                take();
                return;
            }
            pair(key, depth + 1);
            skipBlank();
            if (peek() == ',') {
                take();
            } else if (peek() != '}') {
                stop();
            }
        }
    }

    /// One of the four kinds of string; answers its content, good enough for a key.
    private String string() {
        char quote = take();
        boolean escapes = quote == '"';
        boolean triple = text.startsWith(String.valueOf(quote).repeat(2), position);
        if (triple) {
            take();
            take();
        }
        String end = String.valueOf(quote).repeat(triple ? 3 : 1);
        StringBuilder content = new StringBuilder();
        while (position < text.length() && !text.startsWith(end, position)) {
            char c = take();
            if (c == '\n' && !triple) {
                stop();
            } else if (c == '\\' && escapes) {
                content.append(take());
            } else {
                content.append(c);
            }
        }
        for (int i = 0; i < end.length(); i++) {
            take();
        }
        // """a"""" ends in a quote that belongs to the text.
        for (int i = 0; triple && i < 2 && peek() == quote; i++) {
            take();
        }
        return content.toString();
    }

    /// All keys beyond the longest are one, so that an endless dotted key does not cost the square of its length.
    private static String grow(String key, String name) {
        return key.length() + name.length() > LONGEST_KEY ? TOO_LONG : Keys.child(key, name);
    }

    private void note(String key) {
        if (key.length() <= LONGEST_KEY) {
            lines.putIfAbsent(key, line);
            keys.put(line, key);
        }
    }

    /// Skips spaces, ends of lines and comments; false at the end of the text.
    private boolean skipBlank() {
        while (position < text.length()) {
            char c = peek();
            if (c == '#') {
                while (position < text.length() && peek() != '\n') {
                    take();
                }
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                take();
            } else {
                return true;
            }
        }
        return false;
    }

    private void skipSpaces() {
        while (peek() == ' ' || peek() == '\t') {
            take();
        }
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private char take() {
        char c = peek();
        if (position < text.length()) {
            position++;
            if (c == '\n') {
                line++;
            }
        }
        return c;
    }

    /// The rest is not TOML.
    private void stop() {
        position = text.length();
    }
}
