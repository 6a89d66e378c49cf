package medusa.monitor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/// What a text in Java is made of, for its colours: any text has an answer, be it Java or not, in time that grows with its
/// length.
public final class JavaText {
    private static final Set<String> KEYWORDS = Set.of("abstract", "assert", "boolean", "break", "byte", "case", "catch",
            "char", "class", "const", "continue", "default", "do", "double", "else", "enum", "extends", "false", "final",
            "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int", "interface", "long",
            "native", "new", "null", "package", "permits", "private", "protected", "public", "record", "return", "sealed",
            "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient",
            "true", "try", "var", "void", "volatile", "when", "while", "yield");
    private static final String BLOCK = "\"\"\"";

    /// What something is; all else is between.
    public enum Kind {
        /// `int`, and what only looks like one: `var`.
        KEYWORD,
        /// By its capital letter.
        TYPE,
        /// A text, a text block or a character.
        STRING,
        /// `0x1F`
        NUMBER,
        /// Of a line, without its end, or of several.
        COMMENT,
        /// With its `@`.
        ANNOTATION,
        /// A bracket without its other half. One that is open at the end may still get it.
        UNMATCHED
    }

    /// From `start` up to, not including, `end`.
    public record Span(int start, int end, Kind kind) {}


    private final String text;
    private final List<Span> spans = new ArrayList<>();
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;

    private JavaText(String text) {
        this.text = text;
    }

    /// In order and without overlaps; one may go over several lines.
    public static List<Span> spans(String text) {
        JavaText scan = new JavaText(text);
        while (scan.at < text.length()) {
            scan.next();
        }
        return scan.spans;
    }

    /// The same for each line of `text`, counted from its start. Lines end with `\n`; there is one more of them than of those.
    public static List<List<Span>> lines(String text) {
        List<List<Span>> lines = new ArrayList<>();
        List<Span> all = spans(text);
        int next = 0;
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start) < 0 ? text.length() : text.indexOf('\n', start);
            List<Span> line = new ArrayList<>();
            while (next < all.size() && all.get(next).start() < end) {
                Span span = all.get(next);
                int from = Math.max(span.start(), start);
                line.add(new Span(from - start, Math.min(span.end(), end) - start, span.kind()));
                if (span.end() > end) {
                    break; // it goes on in the next line
                }
                next++;
            }
            while (next < all.size() && all.get(next).end() <= end + 1) {
                next++; // nothing of it is left but the end of the line
            }
            lines.add(List.copyOf(line));
            start = end + 1;
        }
        return lines;
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isJavaIdentifierStart(c)) {
            word();
        } else if (isDigit(c) || c == '.' && isDigit(peek(1))) {
            add(numberEnd(), Kind.NUMBER);
        } else if (c == '/' && peek(1) == '/') {
            add(until("\n", 2, 0), Kind.COMMENT);
        } else if (c == '/' && peek(1) == '*') {
            add(until("*/", 2, 2), Kind.COMMENT);
        } else if (text.startsWith(BLOCK, at)) {
            add(quotedEnd(BLOCK, true), Kind.STRING);
        } else if (c == '"' || c == '\'') {
            add(quotedEnd(String.valueOf(c), false), Kind.STRING);
        } else if (c == '@' && Character.isJavaIdentifierStart(peek(1))) {
            add(through(at + 1, i -> Character.isJavaIdentifierPart(i) || i == '.'), Kind.ANNOTATION);
        } else {
            bracket(c);
            at++;
        }
    }

    private void bracket(char c) {
        int closing = ")]}".indexOf(c);
        if ("([{".indexOf(c) >= 0) {
            open.push(c);
        } else if (closing >= 0) {
            if (!open.isEmpty() && open.peek() == "([{".charAt(closing)) {
                open.pop();
            } else {
                spans.add(new Span(at, at + 1, Kind.UNMATCHED));
            }
        }
    }

    /// 0 behind the end.
    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void add(int end, Kind kind) {
        spans.add(new Span(at, end, kind));
        at = end;
    }

    private int through(int from, IntPredicate fits) {
        int end = from;
        while (end < text.length() && fits.test(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private void word() {
        int end = through(at, Character::isJavaIdentifierPart);
        String word = text.substring(at, end);
        if (KEYWORDS.contains(word)) {
            spans.add(new Span(at, end, Kind.KEYWORD));
        } else if (Character.isUpperCase(word.charAt(0)) && !isConstant(word)) {
            spans.add(new Span(at, end, Kind.TYPE));
        }
        at = end;
    }

    /// `MAX_VALUE`, while `T` is a type.
    private static boolean isConstant(String word) {
        return word.length() > 1 && word.chars().noneMatch(Character::isLowerCase);
    }

    private int numberEnd() {
        int end = at;
        while (end < text.length()) {
            char c = text.charAt(end);
            boolean sign = (c == '+' || c == '-') && isExponent(end - 1);
            if (!sign && c != '.' && c != '_' && !Character.isLetterOrDigit(c)) {
                return end;
            }
            end++;
        }
        return end;
    }

    /// Whether a sign may follow the letter at `place`: that of `1e-3` or `0x1p-3`, but not that of `0xe-3`.
    private boolean isExponent(int place) {
        char letter = place > at ? Character.toLowerCase(text.charAt(place)) : 0;
        boolean hex = text.startsWith("0x", at) || text.startsWith("0X", at);
        return letter == (hex ? 'p' : 'e');
    }

    private int until(String mark, int from, int with) {
        int found = text.indexOf(mark, at + from);
        return found < 0 ? text.length() : found + with;
    }

    /// Behind the closing quote, or where the line or the text ends without one.
    private int quotedEnd(String quote, boolean manyLines) {
        int end = at + quote.length();
        while (end < text.length() && (manyLines || text.charAt(end) != '\n')) {
            if (text.startsWith(quote, end)) {
                return end + quote.length();
            }
            boolean escape = text.charAt(end) == '\\' && end + 1 < text.length()
                    && (manyLines || text.charAt(end + 1) != '\n');
            end += escape ? 2 : 1;
        }
        return end;
    }
}
