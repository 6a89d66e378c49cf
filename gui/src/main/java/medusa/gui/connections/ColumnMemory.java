package medusa.gui.connections;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

import javafx.beans.Observable;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import medusa.gui.ui.Preferences;

/// Which columns the user wants to see, where, how wide, and by which the lines are sorted: kept for the next time.
final class ColumnMemory {
    private static final String COLUMNS = "connections.columns";
    private static final String SORT = "connections.sort";

    private final Preferences preferences;
    private final TableView<Item> table;
    private final Map<Column, TableColumn<Item, Row>> columns;
    /// How wide this class has made the column that takes what room there is.
    private double fitted;
    private boolean fits = true;

    private ColumnMemory(Preferences preferences, TableView<Item> table,
            Map<Column, TableColumn<Item, Row>> columns) {
        this.preferences = preferences;
        this.table = table;
        this.columns = columns;
    }

    /// Puts `columns` into the table as they were left, and remembers what happens to them.
    static void remember(Preferences preferences, TableView<Item> table,
            Map<Column, TableColumn<Item, Row>> columns) {
        ColumnMemory memory = new ColumnMemory(preferences, table, new EnumMap<>(columns));
        memory.restore();
        table.getColumns().addListener((Observable _) -> memory.keep());
        columns.values().forEach(column -> {
            column.visibleProperty().addListener((Observable _) -> memory.keep());
            column.widthProperty().addListener((Observable _) -> memory.keep());
            column.sortTypeProperty().addListener((Observable _) -> memory.keepSort());
        });
        table.getSortOrder().addListener((Observable _) -> memory.keepSort());
        table.widthProperty().addListener((Observable _) -> memory.fit());
    }

    /// `protocol=88,-name=200`: a minus is before what is hidden, a width that is not there is as wide as fits.
    private void restore() {
        Map<String, Column> byId = new HashMap<>();
        columns.keySet().forEach(column -> byId.put(column.id(), column));
        List<TableColumn<Item, Row>> order = new ArrayList<>();
        for (String part : preferences.get(COLUMNS).orElse("").split(",")) {
            String[] pair = part.split("=", 2);
            boolean hidden = pair[0].startsWith("-");
            Column column = byId.remove(hidden ? pair[0].substring(1) : pair[0]);
            if (column != null) {
                TableColumn<Item, Row> restored = columns.get(column);
                restored.setVisible(!hidden);
                width(pair.length < 2 ? "" : pair[1]).ifPresent(width -> {
                    restored.setPrefWidth(width);
                    fits &= column != Column.DOING;
                });
                order.add(restored);
            }
        }
        columns.forEach((column, added) -> {
            if (byId.containsKey(column.id())) {
                order.add(added);
            }
        });
        table.getColumns().setAll(order);
        preferences.get(SORT).ifPresent(this::restoreSort);
    }

    private static Optional<Double> width(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Math.clamp(Double.parseDouble(text), 24, 2_000));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void restoreSort(String sort) {
        boolean descending = sort.startsWith("-");
        columns.forEach((column, each) -> {
            if (column.id().equals(descending ? sort.substring(1) : sort)) {
                each.setSortType(descending ? TableColumn.SortType.DESCENDING : TableColumn.SortType.ASCENDING);
                table.getSortOrder().setAll(List.of(each));
            }
        });
    }

    private void keep() {
        TableColumn<Item, Row> doing = columns.get(Column.DOING);
        fits &= Math.abs(doing.getWidth() - fitted) < 1 || doing.getWidth() == Column.DOING.width();
        StringJoiner kept = new StringJoiner(",");
        for (TableColumn<Item, ?> column : table.getColumns()) {
            String width = column == doing && fits ? "" : "=" + Math.round(column.getWidth());
            kept.add((column.isVisible() ? "" : "-") + column.getId() + width);
        }
        if (table.getColumns().size() == columns.size()) { // and not while one is dragged to another place
            preferences.put(COLUMNS, kept);
        }
        fit();
    }

    private void keepSort() {
        preferences.put(SORT, table.getSortOrder().isEmpty() ? null : sort(table.getSortOrder().getFirst()));
    }

    private static String sort(TableColumn<Item, ?> column) {
        return (column.getSortType() == TableColumn.SortType.DESCENDING ? "-" : "") + column.getId();
    }

    /// What the connections are doing has what the others leave, until the user sizes it.
    private void fit() {
        if (fits) {
            TableColumn<Item, Row> doing = columns.get(Column.DOING);
            double others = table.getVisibleLeafColumns().stream().filter(column -> column != doing)
                    .mapToDouble(TableColumn::getWidth).sum();
            double width = Math.max(Column.DOING.width(), Math.floor(table.getWidth() - others - 20));
            if (width != fitted) {
                fitted = width;
                doing.setPrefWidth(width);
            }
        }
    }
}
