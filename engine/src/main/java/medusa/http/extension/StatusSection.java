package medusa.http.extension;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import medusa.metrics.SizeText;

/// A part of the status, whatever the form that it is shown in.
///
/// @param <T>     what a row is about
/// @param key     what programs call it
/// @param title   what people call it
/// @param note    what more there is to say; empty for nothing
/// @param single  whether there is one row, to be shown as a list of facts rather than as a table
/// @param columns its figures
/// @param rows    in the order in which they are shown
record StatusSection<T>(String key, String title, String note, boolean single, List<Column<T>> columns,
        List<T> rows) {

    /// How a figure is meant.
    enum Tone {
        PLAIN,
        /// As it should be.
        GOOD,
        /// To be looked at.
        WARN,
        /// Something has failed.
        BAD
    }

    /// One figure of one row.
    ///
    /// @param value for programs: a number, a truth, an instant or text
    /// @param text  for people
    /// @param exact for people who want to know more; empty for nothing
    record Cell(Object value, String text, String exact, Tone tone) {
        static Cell of(String text) {
            return new Cell(text, text, "", Tone.PLAIN);
        }

        static Cell count(long number) {
            return new Cell(number, SizeText.grouped(number), "", Tone.PLAIN);
        }

        static Cell size(long bytes) {
            return new Cell(bytes, SizeText.rounded(bytes), SizeText.exact(bytes), Tone.PLAIN);
        }

        /// A length of time; for programs in seconds.
        static Cell time(long nanos) {
            return new Cell(nanos / 1e9, TimeText.brief(nanos), "", Tone.PLAIN);
        }

        static Cell at(Instant when) {
            return new Cell(when, "", "", Tone.PLAIN);
        }

        Cell toned(Tone other) {
            return new Cell(value, text, exact, other);
        }
    }

    /// @param title  empty for a figure that is for programs only
    /// @param number whether its figures are compared with each other
    record Column<T>(String key, String title, boolean number, Function<T, Cell> cell) {
        static <T> Column<T> text(String key, String title, Function<T, Cell> cell) {
            return new Column<>(key, title, false, cell);
        }

        static <T> Column<T> number(String key, String title, Function<T, Cell> cell) {
            return new Column<>(key, title, true, cell);
        }
    }

    static <T> StatusSection<T> facts(String key, String title, T about, List<Column<T>> columns) {
        return new StatusSection<>(key, title, "", true, columns, List.of(about));
    }

    static <T> StatusSection<T> table(String key, String title, String note, List<Column<T>> columns, List<T> rows) {
        return new StatusSection<>(key, title, note, false, columns, rows);
    }

    /// Row by row.
    List<List<Cell>> cells() {
        return rows.stream().map(row -> columns.stream().map(column -> column.cell().apply(row)).toList()).toList();
    }
}
