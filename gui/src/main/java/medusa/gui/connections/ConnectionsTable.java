package medusa.gui.connections;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javafx.beans.Observable;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.MultipleSelectionModel;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.util.Subscription;

import medusa.gui.ui.Messages;
import medusa.gui.ui.Preferences;

/// The table itself.
final class ConnectionsTable {
    private static final double LINE = 28;
    private static final PseudoClass GONE = PseudoClass.getPseudoClass("gone");

    private final ConnectionsModel model;
    private final TableView<Item> table = new TableView<>();
    private final Map<Column, TableColumn<Item, Row>> columns = new EnumMap<>(Column.class);

    ConnectionsTable(ConnectionsModel model, Messages messages, Preferences preferences) {
        this.model = model;
        table.setId("connections-table");
        table.setAccessibleText(messages.text("table"));
        table.setFixedCellSize(LINE);
        table.setPlaceholder(new Label());
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setRowFactory(_ -> new Line());
        table.setItems(model.rows());
        table.setSortPolicy(_ -> {
            sort();
            return true;
        });
        for (Column column : Column.values()) {
            columns.put(column, column(column, messages.text("column." + column.id())));
        }
        ColumnMemory.remember(preferences, table, columns);
        columns.get(Column.NAME).visibleProperty().subscribe(model.namesShownProperty()::set);
        model.keepBy(this::keep);
        table.hoverProperty().addListener((Observable _) -> hold());
        table.editingCellProperty().addListener((Observable _) -> hold());
        table.getSelectionModel().selectedItemProperty().addListener((Observable _) -> hold());
    }

    private TableColumn<Item, Row> column(Column column, String title) {
        TableColumn<Item, Row> made = new TableColumn<>(title);
        made.setId(column.id());
        made.setPrefWidth(column.width());
        made.setMinWidth(40);
        made.setVisible(column.isShownAtFirst());
        made.setCellValueFactory(features -> features.getValue().rowProperty());
        made.setCellFactory(_ -> RowCell.of(column, model));
        if (column.isNumber()) {
            made.getStyleClass().add("number");
        }
        return made;
    }

    /// A line that fades when its connection has gone.
    private static final class Line extends TableRow<Item> {
        private Subscription row = Subscription.EMPTY;

        @Override
        protected void updateItem(Item item, boolean empty) {
            boolean same = item == getItem() && empty == isEmpty();
            super.updateItem(item, empty);
            if (!same) {
                row.unsubscribe();
                row = item == null || empty
                        ? Subscription.EMPTY
                        : item.rowProperty().subscribe(next -> pseudoClassStateChanged(GONE, next.gone()));
                if (item == null || empty) {
                    pseudoClassStateChanged(GONE, false);
                }
            }
        }
    }

    private void sort() {
        TableColumn<Item, ?> first = table.getSortOrder().isEmpty() ? null : table.getSortOrder().getFirst();
        model.setOrder(columns.keySet().stream().filter(column -> columns.get(column) == first).findFirst()
                .orElse(null), first != null && first.getSortType() == TableColumn.SortType.DESCENDING);
    }

    private void hold() {
        model.setHeld(table.isHover() || table.getEditingCell() != null
                || table.getSelectionModel().getSelectedItem() != null);
    }

    // ---- selection and scroll ----

    private void keep(Runnable change) {
        MultipleSelectionModel<Item> selection = table.getSelectionModel();
        Set<Item> before = identities(selection.getSelectedItems());
        Item top = table.isHover() || !before.isEmpty() ? top() : null;
        int topIndex = top == null ? -1 : model.rows().indexOf(top);
        change.run();
        before.removeIf(item -> item.isOver() || !item.isListed());
        if (!before.equals(identities(selection.getSelectedItems()))) {
            select(before);
        }
        if (top != null) {
            int index = model.rows().indexOf(top);
            if (index >= 0 && index != topIndex) {
                flow().scrollPixels((index - topIndex) * LINE);
            }
        }
    }

    private static Set<Item> identities(List<Item> items) {
        Set<Item> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(items);
        set.remove(null);
        return set;
    }

    private void select(Set<Item> wanted) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < model.rows().size() && indices.size() < wanted.size(); i++) {
            if (wanted.contains(model.rows().get(i))) {
                indices.add(i);
            }
        }
        MultipleSelectionModel<Item> selection = table.getSelectionModel();
        selection.clearSelection();
        if (!indices.isEmpty()) {
            selection.selectIndices(indices.getFirst(),
                    indices.stream().skip(1).mapToInt(Integer::intValue).toArray());
        }
    }

    /// The uppermost line that is to be seen; null if that is the first one, or there is none.
    private Item top() {
        VirtualFlow<?> flow = flow();
        if (flow == null || flow.getFirstVisibleCell() == null || flow.getFirstVisibleCell().getIndex() <= 0) {
            return null;
        }
        int index = flow.getFirstVisibleCell().getIndex();
        return index < model.rows().size() ? model.rows().get(index) : null;
    }

    private VirtualFlow<?> flow() {
        return table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow ? flow : null;
    }

    // ---- for the screen ----

    TableView<Item> view() {
        return table;
    }

    /// Those that are to be seen, in their order.
    List<Column> shown() {
        List<Column> shown = new ArrayList<>();
        for (TableColumn<Item, ?> each : table.getVisibleLeafColumns()) {
            columns.forEach((column, made) -> {
                if (made == each) {
                    shown.add(column);
                }
            });
        }
        return shown;
    }

    TableColumn<Item, Row> column(Column column) {
        return columns.get(column);
    }

    /// What is selected and has not gone.
    List<Row> selected() {
        return table.getSelectionModel().getSelectedItems().stream().map(Item::row).filter(row -> !row.gone())
                .toList();
    }
}
