package medusa.monitor.terminal;

import java.util.List;

import medusa.metrics.Printable;

/// Text of a server for a terminal: its lines stay lines, and nothing in it reaches the terminal as anything but text.
final class SafeText {
    private SafeText() {}

    /// The lines of `text`, tabs kept; none of an empty one.
    static List<String> lines(String text) {
        return text.lines().map(SafeText::line).toList();
    }

    /// One line; tabs kept.
    private static String line(String line) {
        if (line.indexOf('\t') < 0) {
            return Printable.line(line);
        }
        StringBuilder safe = new StringBuilder(line.length() + 16);
        int from = 0;
        for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', from)) {
            safe.append(Printable.line(line.substring(from, tab))).append('\t');
            from = tab + 1;
        }
        return safe.append(Printable.line(line.substring(from))).toString();
    }
}
