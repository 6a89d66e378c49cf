package medusa.gui.connections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;

import atlantafx.base.theme.Styles;

import medusa.gui.client.ConnectionInfo;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;

/// All about one connection. Nothing is computed while it is folded up.
final class DetailsView {
    private static final List<Long> SIZES = LongStream.iterate(512, size -> size <= 4 << 20, size -> size * 2).boxed()
            .toList();

    /// Where there is less room, two columns are better than three that are cut.
    private static final double THREE_COLUMNS = 1240;

    /// Bounds the buffers of a connection.
    @FunctionalInterface
    interface Sizing {
        void set(Row row, long floor, long ceiling);
    }

    private final ConnectionsModel model;
    private final Messages messages;
    private final TitledPane pane = new TitledPane();
    private final Map<String, Label> values = new LinkedHashMap<>();
    private final RateLines rates;
    private final ChoiceBox<Long> floor;
    private final ChoiceBox<Long> ceiling;
    private final Button set = new Button();
    private Item item;
    private Subscription row = Subscription.EMPTY;

    DetailsView(ConnectionsModel model, Messages messages, Permission permission, Sizing sizing) {
        this.model = model;
        this.messages = messages;
        rates = new RateLines(messages);
        floor = sizes("connections-floor", "buffer.floor");
        ceiling = sizes("connections-ceiling", "buffer.ceiling");
        set.setText(messages.text("buffer.set"));
        set.setId("connections-buffer-set");
        set.setOnAction(_ -> {
            if (item != null) {
                sizing.set(item.row(), floor.getValue(), ceiling.getValue());
            }
        });
        set.getStyleClass().add(Styles.SMALL);
        floor.setValue(SIZES.get(2));
        ceiling.setValue(SIZES.get(9));
        Tooltip.install(set, new Tooltip(messages.text("buffer.help")));
        pane.setId("connections-details");
        pane.setAnimated(false);
        pane.setContent(content(permission));
        pane.expandedProperty().addListener((Observable _) -> show());
        model.beatsProperty().addListener((Observable _) -> show());
        floor.valueProperty().addListener((Observable _) -> allow(permission));
        ceiling.valueProperty().addListener((Observable _) -> allow(permission));
        permission.whyNotProperty().addListener((Observable _) -> allow(permission));
        of(null);
        allow(permission);
    }

    private void allow(Permission permission) {
        set.setDisable(item == null || !permission.isGiven() || floor.getValue() > ceiling.getValue());
    }

    private HBox content(Permission permission) {
        VBox first = facts("doing", "user", "peer", "name", "local", "state", "opened", "moved");
        VBox second = facts("moved-bytes", "in-buffer", "out-queue", "producers");
        Label between = new Label(messages.text("buffer.between"));
        between.setMinWidth(Region.USE_PREF_SIZE);
        set.setMinWidth(Region.USE_PREF_SIZE);
        HBox sizing = new HBox(8, between, floor, ceiling, permission.wrap(set));
        sizing.setAlignment(Pos.CENTER_LEFT);
        VBox third = new VBox(8, rates, sizing);
        VBox.setVgrow(rates, Priority.ALWAYS);
        HBox content = new HBox(24);
        content.getStyleClass().add("connections-details");
        VBox right = new VBox(8);
        VBox.setVgrow(third, Priority.ALWAYS);
        for (VBox each : List.of(first, second, right)) {
            HBox.setHgrow(each, Priority.ALWAYS);
            each.setPrefWidth(280);
        }
        third.setMinWidth(340);
        third.setPrefWidth(400);
        pane.widthProperty().map(width -> width.doubleValue() < THREE_COLUMNS).subscribe(isNarrow -> {
            if (isNarrow) {
                right.getChildren().setAll(second, third);
                content.getChildren().setAll(first, right);
            } else {
                right.getChildren().clear();
                content.getChildren().setAll(first, second, third);
            }
        });
        return content;
    }

    private VBox facts(String... names) {
        GridPane grid = new GridPane(12, 4);
        ColumnConstraints wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        ColumnConstraints narrow = new ColumnConstraints();
        narrow.setMinWidth(72);
        grid.getColumnConstraints().addAll(narrow, wide);
        for (String name : names) {
            Label label = new Label(messages.text("detail." + name));
            label.getStyleClass().add("detail-name");
            Label value = new Label();
            value.setId("connections-detail-" + name);
            value.getStyleClass().add("mono");
            label.setLabelFor(value);
            Tooltip whole = new Tooltip();
            whole.setOnShowing(_ -> whole.setText(exact(name, value.getText())));
            whole.setWrapText(true);
            whole.setMaxWidth(480);
            value.setTooltip(whole);
            values.put(name, value);
            grid.addRow(grid.getRowCount(), label, value);
        }
        return new VBox(grid);
    }

    /// Times with their dates, and everything else as it is, without being cut.
    private String exact(String name, String shown) {
        return item == null ? shown : switch (name) {
            case "opened" -> Format.exact(item.row().info().opened());
            case "moved" -> Format.exact(item.row().info().lastMoved());
            default -> shown;
        };
    }

    private ChoiceBox<Long> sizes(String id, String text) {
        ChoiceBox<Long> box = new ChoiceBox<>();
        box.setId(id);
        box.getItems().setAll(SIZES);
        box.setPrefWidth(92);
        box.setAccessibleText(messages.text(text));
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(Long size) {
                return size == null ? "" : Format.bytes(size);
            }

            @Override
            public Long fromString(String size) {
                return null;
            }
        });
        return box;
    }

    TitledPane view() {
        return pane;
    }

    /// @param next null for none
    void of(Item next) {
        row.unsubscribe();
        item = next;
        row = next == null ? Subscription.EMPTY : next.rowProperty().subscribe(_ -> show());
        if (next != null) {
            floor.setValue(nearest(next.row().info().inSize() / 2));
            ceiling.setValue(nearest(next.row().info().inSize() * 4));
        }
        show();
    }

    private static long nearest(long size) {
        return SIZES.stream().filter(each -> each >= size).findFirst().orElse(SIZES.getLast());
    }

    private void show() {
        pane.setText(item == null
                ? messages.text("details.none")
                : messages.text(item.row().gone() ? "details.gone" : "details.of", item.row().label(),
                        Column.line(item.row().peer())));
        pane.getContent().setDisable(item == null);
        if (!pane.isExpanded() || item == null) {
            return;
        }
        Seen seen = model.seen(item.row());
        ConnectionInfo info = seen.row().info();
        put("doing", seen.row().doing() + (seen.row().progress().isPresent() ? "  " + RowCell.rest(seen) : ""));
        put("user", info.user().orElse(""));
        put("peer", seen.row().peer());
        put("name", seen.name());
        put("local", info.local());
        put("state", info.state());
        put("opened", messages.text("ago", Format.duration(seen.age())));
        put("moved", messages.text("ago", Format.duration(seen.idle())));
        put("moved-bytes", messages.text("in-out", Format.bytes(info.bytesIn()), Format.bytes(info.bytesOut()),
                Format.rate(seen.row().inRate()), Format.rate(seen.row().outRate())));
        put("in-buffer", messages.text("unread-of", Format.bytes(info.unread()), Format.bytes(info.inSize())));
        put("out-queue", messages.text("queued-of", Format.bytes(info.queued()), Format.bytes(info.outSize())));
        put("producers", info.producers().stream().limit(20).collect(Collectors.joining(", ")));
        model.history(item.id()).ifPresent(history -> rates.show(history, model.now()));
    }

    private void put(String name, String text) {
        values.get(name).setText(text.isEmpty() ? "–" : Column.line(text));
    }
}
