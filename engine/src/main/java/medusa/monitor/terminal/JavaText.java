package medusa.monitor.terminal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// What a text in Java consists of, roughly, as it is typed: enough to colour it.
final class JavaText {
    private static final Set<String> WORDS = Set.of("abstract", "assert", "boolean", "break", "byte", "case", "catch",
            "char", "class", "const", "continue", "default", "do", "double", "else", "enum", "extends", "false", "final",
            "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int", "interface", "long",
            "native", "new", "null", "package", "permits", "private", "protected", "public", "record", "return", "sealed",
            "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient",
            "true", "try", "var", "void", "volatile", "when", "while", "yield");

    enum Kind {
        WORD,
        TEXT,
        NUMBER,
        COMMENT,
        /// A bracket without its other half. One that is open at the end may still get it.
        UNMATCHED
    }

    /// From `start` up to, not including, `end`.
    record Span(int start, int end, Kind kind) {}

    private record Open(int at, char bracket) {}

    private final String text;
    private final List<Span> spans = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int at;

    private JavaText(String text) {
        this.text = text;
    }

    /// In order; what is nothing of note is between them.
    static List<Span> spans(String text) {
        JavaText scan = new JavaText(text);
        while (scan.at < text.length()) {
            scan.next();
        }
        return scan.spans;
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isJavaIdentifierStart(c)) {
            identifier();
        } else if (c >= '0' && c <= '9') {
            add(numberEnd(), Kind.NUMBER);
        } else if (text.startsWith("//", at)) {
            add(endOf("\n", 2), Kind.COMMENT);
        } else if (text.startsWith("/*", at)) {
            add(endOf("*/", 2), Kind.COMMENT);
        } else if (text.startsWith("\"\"\"", at)) {
            add(quotedEnd("\"\"\"", true), Kind.TEXT);
        } else if (c == '"' || c == '\'') {
            add(quotedEnd(String.valueOf(c), false), Kind.TEXT);
        } else {
            bracket(c);
            at++;
        }
    }

    private void add(int end, Kind kind) {
        spans.add(new Span(at, end, kind));
        at = end;
    }

    private void identifier() {
        int end = at;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        if (WORDS.contains(text.substring(at, end))) {
            spans.add(new Span(at, end, Kind.WORD));
        }
        at = end;
    }

    private int numberEnd() {
        int end = at;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_'
                || text.charAt(end) == '.')) {
            end++;
        }
        return end;
    }

    private int endOf(String mark, int from) {
        int found = text.indexOf(mark, at + from);
        return found < 0 ? text.length() : found + mark.length();
    }

    private int quotedEnd(String quote, boolean lines) {
        int end = at + quote.length();
        while (end < text.length() && (lines || text.charAt(end) != '\n')) {
            if (text.startsWith(quote, end)) {
                return end + quote.length();
            }
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end, text.length());
    }

    private void bracket(char c) {
        int closing = ")]}".indexOf(c);
        if ("([{".indexOf(c) >= 0) {
            open.push(new Open(at, c));
        } else if (closing >= 0) {
            if (!open.isEmpty() && open.peek().bracket() == "([{".charAt(closing)) {
                open.pop();
            } else {
                spans.add(new Span(at, at + 1, Kind.UNMATCHED));
            }
        }
    }
}
