package medusa.gui.shell;

import java.util.List;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import medusa.gui.ui.KeyHint;
import medusa.gui.ui.Messages;

/// What the keys do.
final class KeysHelp extends VBox {
    private static final double WIDTH = 440;
    private final Button close;
    private final GridPane table = new GridPane();
    private final int common;

    KeysHelp(List<Shortcut> shortcuts, Messages messages, Runnable hide) {
        setId("keys-help");
        getStyleClass().addAll("overlay-panel", "keys-help");
        setMaxWidth(WIDTH);
        Label title = new Label(messages.text("keys"));
        title.getStyleClass().add("alerts-title");
        table.getStyleClass().add("keys-table");
        shortcuts.forEach(each -> add(table, each.keys().getDisplayText(), each.text()));
        for (String other : List.of("tab", "enter", "escape")) {
            add(table, messages.text("keys." + other + ".keys"), messages.text("keys." + other));
        }
        common = table.getChildren().size();
        close = new Button(messages.text("keys.close"));
        close.setOnAction(_ -> hide.run());
        getChildren().addAll(title, table, close);
    }

    /// Shows the keys of a screen below those that always count.
    ///
    /// @return what gets the focus
    Node begin(List<KeyHint> screen) {
        table.getChildren().remove(common, table.getChildren().size());
        screen.forEach(each -> add(table, each.keys(), each.text()));
        return close;
    }

    private static void add(GridPane table, String keys, String text) {
        Label label = new Label(keys);
        label.getStyleClass().add("palette-keys");
        label.setMinWidth(USE_PREF_SIZE);
        table.addRow(table.getRowCount(), label, new Label(text));
    }
}
