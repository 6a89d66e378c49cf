package medusa.gui.monitor;

import java.util.ArrayList;
import java.util.List;

import medusa.metrics.Printable;

/// Text of a server, or of whoever typed it, as lines to show: what is no letter, digit or sign is written as an escape.
final class SafeLines {
    /// A longer line goes on in the next one: to lay it out would keep the window.
    private static final int LONGEST = 400;
    private static final int TAB = 8;

    private SafeLines() {}

    /// The lines of `text`, none of an empty one.
    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(line -> {
            int from = 0;
            while (line.length() - from > LONGEST) {
                int end = from + LONGEST - (Character.isHighSurrogate(line.charAt(from + LONGEST - 1)) ? 1 : 0);
                lines.add(one(line.substring(from, end)));
                from = end;
            }
            lines.add(one(line.substring(from)));
        });
        return lines;
    }

    /// One line; tabs become spaces.
    static String one(String line) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
            return Printable.line(line);
        }
        StringBuilder safe = new StringBuilder();
        int from = 0;
        for (; tab >= 0; tab = line.indexOf('\t', from)) {
            safe.append(Printable.line(line.substring(from, tab)));
            safe.repeat(' ', TAB - safe.length() % TAB);
            from = tab + 1;
        }
        return safe.append(Printable.line(line.substring(from))).toString();
    }

    /// A line of code in which each character keeps its place, so that a column below it is the same one.
    static String inPlace(String line) {
        StringBuilder safe = new StringBuilder(line.length());
        for (char c : line.toCharArray()) {
            safe.append(c == '\t' ? ' ' : Printable.line(String.valueOf(c)).length() == 1 ? c : '\ufffd');
        }
        return safe.toString();
    }
}
