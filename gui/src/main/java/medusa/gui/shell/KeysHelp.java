package medusa.gui.shell;

import java.util.List;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import medusa.gui.ui.Messages;

/// What the keys do.
final class KeysHelp extends VBox {
    private static final double WIDTH = 440;
    private final Button close;

    KeysHelp(List<Shortcut> shortcuts, Messages messages, Runnable hide) {
        setId("keys-help");
        getStyleClass().addAll("overlay-panel", "keys-help");
        setMaxWidth(WIDTH);
        Label title = new Label(messages.text("keys"));
        title.getStyleClass().add("alerts-title");
        GridPane table = new GridPane();
        table.getStyleClass().add("keys-table");
        shortcuts.forEach(each -> add(table, each.keys().getDisplayText(), each.text()));
        for (String other : List.of("tab", "enter", "escape")) {
            add(table, messages.text("keys." + other + ".keys"), messages.text("keys." + other));
        }
        close = new Button(messages.text("keys.close"));
        close.setOnAction(_ -> hide.run());
        getChildren().addAll(title, table, close);
    }

    private static void add(GridPane table, String keys, String text) {
        Label label = new Label(keys);
        label.getStyleClass().add("palette-keys");
        label.setMinWidth(USE_PREF_SIZE);
        table.addRow(table.getRowCount(), label, new Label(text));
    }

    Node begin() {
        return close;
    }
}
