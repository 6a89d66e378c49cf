package medusa.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How another server might read a request: as laxly as servers and proxies have been found to. Whatever this server takes
/// as one request, each of them must take as the same bytes; where they differ somebody could smuggle.
///
/// @param lines    what ends a line, besides CR LF
/// @param wins     which length counts
/// @param loose    takes names, numbers and codings for what they look like: white space and control bytes around a name,
///                 signs and junk around a number, `chunked` anywhere in a coding; otherwise passes over what is not exact
/// @param spilling skips two bytes behind a chunk unseen
record OtherReader(Lines lines, Wins wins, boolean loose, boolean spilling) {

    enum Lines {
        CRLF,
        LF,
        CR_OR_LF
    }

    enum Wins {
        FIRST_LENGTH,
        LAST_LENGTH,
        CODING
    }

    /// Wants more input.
    static final int MORE = -1;
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

    static List<OtherReader> all() {
        List<OtherReader> all = new ArrayList<>();
        for (Lines lines : Lines.values()) {
            for (Wins wins : Wins.values()) {
                for (boolean loose : new boolean[]{false, true}) {
                    all.add(new OtherReader(lines, wins, loose, false));
                    all.add(new OtherReader(lines, wins, loose, true));
                }
            }
        }
        return all;
    }

    /// Where a line and its end are.
    private record Line(int start, int end, int next) {
        String of(String input) {
            return input.substring(start, end);
        }
    }

    private Line line(String input, int start) {
        for (int i = start; i < input.length(); i++) {
            char c = input.charAt(i);
            if (c == '\r' && i + 1 == input.length()) {
                return null; // an LF may follow
            }
            if (c == '\r' && input.charAt(i + 1) == '\n') {
                return new Line(start, i, i + 2);
            }
            if (c == '\n' && lines != Lines.CRLF || c == '\r' && lines == Lines.CR_OR_LF) {
                return new Line(start, i, i + 1);
            }
        }
        return null;
    }

    /// Where the request ends that begins at `start`; [#MORE] if it does not.
    int end(String input, int start) {
        Line line = line(input, start);
        List<String> lengths = new ArrayList<>();
        List<String> codings = new ArrayList<>();
        String last = "";
        while (line != null) {
            line = line(input, line.next());
            if (line == null || line.start() == line.end()) {
                break;
            }
            String text = line.of(input);
            boolean folded = loose && (text.charAt(0) == ' ' || text.charAt(0) == '\t');
            int colon = folded ? -1 : text.indexOf(':');
            String name = folded ? last : colon < 0 ? "" : name(text.substring(0, colon));
            if (FRAMING.contains(name)) {
                (name.equals("content-length") ? lengths : codings).add(text.substring(colon + 1));
            }
            last = name;
        }
        return line == null ? MORE : bodyEnd(input, line.next(), lengths, codings);
    }

    private String name(String text) {
        String name = loose ? text.replaceAll("[\\x00-\\x20\\x7f-\\xff]", "") : text;
        return name.toLowerCase(Locale.ROOT);
    }

    private int bodyEnd(String input, int start, List<String> lengths, List<String> codings) {
        boolean chunked = codings.stream().anyMatch(this::isChunked);
        if (chunked && (wins == Wins.CODING || lengths.isEmpty())) {
            return chunksEnd(input, start);
        }
        if (lengths.isEmpty()) {
            return start;
        }
        String length = wins == Wins.FIRST_LENGTH ? lengths.getFirst() : lengths.getLast();
        long end = start + number(length, 10);
        return end > input.length() || end < start ? MORE : (int) end;
    }

    private boolean isChunked(String value) {
        String coding = value.toLowerCase(Locale.ROOT);
        return loose ? coding.contains("chunked") : Headers.trim(coding).equals("chunked");
    }

    private int chunksEnd(String input, int start) {
        int at = start;
        while (true) {
            Line size = line(input, at);
            if (size == null) {
                return MORE;
            }
            long length = number(size.of(input).split(";", 2)[0], 16);
            at = size.next();
            if (length == 0) {
                return trailersEnd(input, at);
            }
            if (length < 0 || length > input.length() - at) {
                return MORE;
            }
            at += (int) length;
            if (spilling) {
                at += 2;
            } else {
                Line rest = line(input, at);
                at = rest == null ? input.length() : rest.next();
            }
            if (at >= input.length()) {
                return MORE;
            }
        }
    }

    private int trailersEnd(String input, int start) {
        Line line = line(input, start);
        while (line != null && line.start() != line.end()) {
            line = line(input, line.next());
        }
        return line == null ? MORE : line.next();
    }

    /// As far as it is one; 0 if it does not begin with one.
    private long number(String text, int base) {
        String digits = Headers.trim(text);
        if (loose) {
            digits = digits.replaceFirst("^[\\x00-\\x20\"']*[+]?(0x(?=[0-9a-fA-F]))?", "");
        }
        long number = 0;
        for (int i = 0; i < digits.length() && Character.digit(digits.charAt(i), base) >= 0; i++) {
            number = number * base + Character.digit(digits.charAt(i), base);
        }
        return number;
    }
}
