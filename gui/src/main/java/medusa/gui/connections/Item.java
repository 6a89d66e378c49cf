package medusa.gui.connections;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// A place in the table: the same one as long as the connection lives, so that selection and scroll survive what happens in it.
final class Item {
    private final ReadOnlyObjectWrapper<Row> row;
    private boolean listed;
    private boolean over;

    Item(Row row) {
        this.row = new ReadOnlyObjectWrapper<>(row);
    }

    long id() {
        return row().id();
    }

    Row row() {
        return row.get();
    }

    ReadOnlyObjectProperty<Row> rowProperty() {
        return row.getReadOnlyProperty();
    }

    void set(Row next) {
        row.set(next);
    }

    /// Whether it is in the table, and not kept out by the filter.
    boolean isListed() { return listed; }

    void setListed(boolean next) { listed = next; }

    /// Whether it is about to leave the table for good.
    boolean isOver() { return over; }

    void setOver() {
        over = true;
    }
}
