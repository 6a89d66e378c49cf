package medusa.gui.connections;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which connections are wanted.
///
/// @param words     each is found in one of the texts of a line
/// @param protocols none of them means all
record RowFilter(List<String> words, Set<String> protocols) {
    static final RowFilter ALL = new RowFilter(List.of(), Set.of());

    static RowFilter of(String text, Set<String> protocols) {
        return new RowFilter(Stream.of(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList(),
                Set.copyOf(protocols));
    }

    /// @param name of its peer; empty for none
    boolean passes(Row row, String name) {
        if (!protocols.isEmpty() && !protocols.contains(row.info().protocol())) {
            return false;
        }
        for (String word : words) {
            if (!isFound(word, row, name)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFound(String word, Row row, String name) {
        return contains(row.info().protocol(), word) || contains(row.peer(), word) || contains(row.info().doing(), word)
                || contains(row.info().state(), word) || contains(name, word)
                || row.info().user().isPresent() && contains(row.info().user().get(), word);
    }

    /// Without regard to case, and without a copy: ten thousand lines are looked through at once.
    private static boolean contains(String text, String word) {
        int last = text.length() - word.length();
        for (int i = 0; i <= last; i++) {
            if (text.regionMatches(true, i, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}
