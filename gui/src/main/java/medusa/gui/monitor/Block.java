package medusa.gui.monitor;

import java.util.List;

/// Lines that belong together, of which some may be folded away.
///
/// @param shown how many of the lines are always to be seen
/// @param more  what the line says that shows the others; empty if there are none
/// @param less  what it says when they are to be seen
record Block(List<Line> lines, int shown, String more, String less) {

    /// One that is shown whole.
    static Block open(List<Line> lines) {
        return new Block(List.copyOf(lines), lines.size(), "", "");
    }

    boolean folds() {
        return shown < lines.size();
    }

    long length() {
        return lines.stream().mapToLong(line -> line.text().length()).sum();
    }
}
