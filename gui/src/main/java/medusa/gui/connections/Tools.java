package medusa.gui.connections;

import java.util.List;
import java.util.function.IntConsumer;

import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Messages;

/// The buttons beside the title.
final class Tools {
    private static final List<Integer> RATES = List.of(1, 2, 5, 10);

    private final Messages messages;
    private final Button close;
    private final ToggleButton pause = new ToggleButton();
    private final MenuButton columns;
    private final Button export;
    private final Node closeAround;

    /// @param rate how often a second the server is to tell
    Tools(ConnectionsModel model, ConnectionsTable table, Messages messages, Permission permission, int rate,
            IntConsumer setRate, Runnable closeSelected, Runnable save) {
        this.messages = messages;
        close = button("connections-close", "close", Feather.X_CIRCLE, closeSelected);
        closeAround = permission.wrap(close);
        export = button("connections-csv", "csv", Feather.DOWNLOAD, save);
        columns = new MenuButton(messages.text("columns"), new FontIcon(Feather.COLUMNS));
        columns.setId("connections-columns");
        pause(model);
        fillMenu(table, rate, setRate);
        Runnable allow = () -> close.setDisable(!permission.isGiven() || table.selected().isEmpty());
        table.view().getSelectionModel().getSelectedItems().addListener((Observable _) -> allow.run());
        permission.whyNotProperty().addListener((Observable _) -> allow.run());
        allow.run();
    }

    private Button button(String id, String key, Ikon icon, Runnable action) {
        Button button = new Button(messages.text(key), new FontIcon(icon));
        button.setId(id);
        button.setTooltip(new Tooltip(messages.text(key + ".help")));
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void pause(ConnectionsModel model) {
        pause.setId("connections-pause");
        pause.setTooltip(new Tooltip(messages.text("pause.help")));
        pause.selectedProperty().bindBidirectional(model.pausedProperty());
        model.pausedProperty().subscribe(paused -> {
            pause.setText(messages.text(paused ? "resume" : "pause"));
            pause.setGraphic(new FontIcon(paused ? Feather.PLAY : Feather.PAUSE));
        });
    }

    private void fillMenu(ConnectionsTable table, int rate, IntConsumer setRate) {
        for (Column column : Column.values()) {
            CheckMenuItem item = new CheckMenuItem(messages.text("column." + column.id()));
            item.setId("connections-column-" + column.id());
            item.selectedProperty().bindBidirectional(table.column(column).visibleProperty());
            columns.getItems().add(item);
        }
        columns.getItems().add(new SeparatorMenuItem());
        ToggleGroup group = new ToggleGroup();
        for (int each : RATES) {
            RadioMenuItem item = new RadioMenuItem(messages.text("rate", each));
            item.setId("connections-rate-" + each);
            item.setToggleGroup(group);
            item.setSelected(each == rate);
            item.setOnAction(_ -> setRate.accept(each));
            columns.getItems().add(item);
        }
    }

    List<Node> nodes() {
        return List.of(closeAround, pause, columns, export);
    }
}
