package medusa.monitor.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jline.utils.WCWidth;

import medusa.metrics.Printable;

/// Rows under titles, in columns as wide as they need to be. Where a line has less room, the texts that can be cut are, the
/// longest first. No cell is wider than 200 columns.
final class Table {
    private static final String GAP = "  ";
    /// Less than that of a text says nothing.
    private static final int LEAST = 8;
    /// No number or word is as long, whatever a server calls one; each row would be padded to it.
    private static final int LONGEST = 200;
    /// Of a cell, since some take no room.
    private static final int MOST_CHARACTERS = 5 * LONGEST;

    private enum Kind {
        NUMBER,
        WORD,
        TEXT
    }

    private record Column(String title, Kind kind) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();

    /// Aligned to the right, not cut for want of room.
    Table number(String title) {
        columns.add(new Column(title, Kind.NUMBER));
        return this;
    }

    /// Not cut for want of room.
    Table word(String title) {
        columns.add(new Column(title, Kind.WORD));
        return this;
    }

    /// Cut where there is no room.
    Table text(String title) {
        columns.add(new Column(title, Kind.TEXT));
        return this;
    }

    /// @param cells whatever is in them, it stays on this line
    Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(Table::cell).toArray(String[]::new));
        return this;
    }

    private static String cell(String text) {
        if (text == null) {
            return "";
        }
        boolean bounded = text.length() <= MOST_CHARACTERS;
        return cut(Printable.line(bounded ? text : text.substring(0, MOST_CHARACTERS) + "…"), LONGEST);
    }

    boolean isEmpty() { return rows.isEmpty(); }

    /// The table, its titles first.
    ///
    /// @param room of a line, in columns of the terminal
    List<String> lines(int room) {
        int[] widths = widths(room);
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toArray(String[]::new), widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths(int room) {
        int[] widths = new int[columns.size()];
        int total = GAP.length() * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(width(columns.get(i).title()),
                    rows.stream().mapToInt(row -> width(row[column])).max().orElse(0));
            total += widths[i];
        }
        for (; total > room; total--) {
            int widest = widest(widths);
            if (widest < 0) {
                break; // the terminal has to break the lines
            }
            widths[widest]--;
        }
        return widths;
    }

    private int widest(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (columns.get(i).kind() == Kind.TEXT && widths[i] > LEAST
                    && (widest < 0 || widths[i] >= widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private String line(String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = cut(cells[i], widths[i]);
            String space = " ".repeat(widths[i] - width(cell));
            line.append(i == 0 ? "" : GAP).append(columns.get(i).kind() == Kind.NUMBER ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    /// `text` in no more than `room` columns, with an ellipsis where something is missing.
    static String cut(String text, int room) {
        if (width(text) <= room) {
            return text;
        }
        int used = 1;
        int end = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            used += width(c);
            if (used > room) {
                break;
            }
            end += Character.charCount(c);
        }
        return text.substring(0, end) + "…";
    }

    static int width(String text) {
        return text.codePoints().map(Table::width).sum();
    }

    private static int width(int c) {
        return Math.max(0, WCWidth.wcwidth(c));
    }
}
