package medusa.gui.connections;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Which connections are in the table, and in which order. JavaFX thread only.
final class Lines {
    private static final Comparator<Row> OLDEST_FIRST = Comparator.comparingLong(Row::id);

    private final ObservableList<Item> rows = FXCollections.observableArrayList();
    private final Function<Row, String> names;
    private Consumer<Runnable> keeper = Runnable::run;
    private RowFilter filter = RowFilter.ALL;
    private Comparator<Row> order = OLDEST_FIRST;

    /// @param names of peers; empty for unknown
    Lines(Function<Row, String> names) {
        this.names = names;
    }

    ObservableList<Item> rows() {
        return rows;
    }

    RowFilter filter() {
        return filter;
    }

    /// To be followed with the next [#arrange].
    ///
    /// @return whether it is another one
    boolean setFilter(RowFilter next) {
        boolean another = !next.equals(filter);
        filter = next;
        return another;
    }

    /// Likewise.
    ///
    /// @param column null for the order in which they came
    void setOrder(Column column, boolean descending) {
        Comparator<Row> first = column == null ? OLDEST_FIRST : column.order(names);
        order = (descending ? first.reversed() : first).thenComparing(OLDEST_FIRST);
    }

    /// @param keeper carries out what changes the list, and keeps selection and scroll
    void keepBy(Consumer<Runnable> keeper) {
        this.keeper = keeper;
    }

    /// Puts those of `items` at the end that pass the filter.
    void add(List<Item> items) {
        List<Item> added = items.stream().filter(this::passes).toList();
        if (!added.isEmpty()) {
            added.forEach(item -> item.setListed(true));
            keeper.accept(() -> rows.addAll(added));
        }
    }

    /// Takes out those that have left for good.
    void removeOver() {
        keeper.accept(() -> rows.removeIf(Item::isOver));
    }

    /// Has filter and order be followed now.
    ///
    /// @param items all there are
    /// @return whether anything is elsewhere now
    boolean arrange(Collection<Item> items) {
        Comparator<Item> comparator = Comparator.comparing(Item::row, order);
        List<Item> added = new ArrayList<>();
        boolean fewer = false;
        for (Item item : items) {
            boolean passes = passes(item);
            if (passes && !item.isListed()) {
                added.add(item);
            }
            fewer |= !passes && item.isListed();
            item.setListed(passes);
        }
        boolean isFewer = fewer;
        boolean isSorted = added.isEmpty() && isSorted(comparator);
        if (!isFewer && isSorted) {
            return false;
        }
        keeper.accept(() -> {
            if (isFewer) {
                rows.removeIf(item -> !item.isListed());
            }
            if (!added.isEmpty()) {
                rows.addAll(added);
            }
            if (!isSorted) {
                rows.sort(comparator);
            }
        });
        return true;
    }

    private boolean isSorted(Comparator<Item> comparator) {
        for (int i = 1; i < rows.size(); i++) {
            if (comparator.compare(rows.get(i - 1), rows.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private boolean passes(Item item) {
        return filter.passes(item.row(), filter.words().isEmpty() ? "" : names.apply(item.row()));
    }
}
