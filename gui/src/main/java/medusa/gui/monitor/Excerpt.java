package medusa.gui.monitor;

import medusa.monitor.Evaluation.Problem;

/// As much of a line as fits, with what is wrong in it.
///
/// @param column where that begins in `text`, from 0
/// @param length of it; 1 at least
record Excerpt(String text, int column, int length) {
    private static final String CUT = "…";

    /// @param line each of whose characters takes one place
    static Excerpt of(String line, Problem problem, int width) {
        int column = Math.clamp(problem.column() - 1L, 0, line.length());
        int end = problem.endLine() > problem.line() ? line.length() : Math.min(problem.endColumn(), line.length());
        int length = Math.max(1, end - column);
        if (line.length() <= width) {
            return new Excerpt(line, column, length);
        }
        int from = Math.clamp(column - width / 2L, 0, line.length() - width);
        String text = (from > 0 ? CUT : "") + line.substring(from, from + width)
                + (from + width < line.length() ? CUT : "");
        int at = column - from + (from > 0 ? 1 : 0);
        return new Excerpt(text, at, Math.max(1, Math.min(length, text.length() - at)));
    }
}
