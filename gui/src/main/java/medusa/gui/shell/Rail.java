package medusa.gui.shell;

import java.util.LinkedHashMap;
import java.util.Map;

import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Messages;

/// The screens, one below the other: icon and word, or icons alone where there is little room.
final class Rail extends VBox {
    private final Map<ScreenKind, ToggleButton> buttons = new LinkedHashMap<>();

    Rail(ShellModel model, Messages messages) {
        setId("rail");
        getStyleClass().add("rail");
        for (ScreenKind kind : ScreenKind.ALL) {
            String name = messages.text("screen." + kind.id());
            String keys = Shortcuts.screen(ScreenKind.ALL.indexOf(kind)).getDisplayText();
            ToggleButton button = new ToggleButton(name, new FontIcon(kind.icon()));
            button.setId("rail-" + kind.id());
            button.setMaxWidth(Double.MAX_VALUE);
            button.setTooltip(new Tooltip(name + " (" + keys + ")"));
            button.setOnAction(_ -> {
                model.show(kind);
                mark(model);
            });
            buttons.put(kind, button);
            getChildren().add(button);
        }
        model.screenProperty().subscribe(_ -> mark(model));
        model.startingProperty().subscribe(_ -> mark(model));
        disableProperty().bind(model.currentProperty().isNull());
    }

    private void mark(ShellModel model) {
        buttons.forEach((kind, button) -> {
            boolean here = !model.startingProperty().get() && kind == model.screenProperty().get();
            button.setSelected(here);
            button.setAccessibleText(button.getText());
        });
    }

    void fold(boolean folded) {
        getStyleClass().remove("folded");
        if (folded) {
            getStyleClass().add("folded");
        }
        buttons.values().forEach(button -> button
                .setContentDisplay(folded ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT));
    }

    /// Gives the focus to the current screen's button.
    void focusCurrent() {
        buttons.values().stream().filter(ToggleButton::isSelected).findFirst()
                .orElse(buttons.values().iterator().next()).requestFocus();
    }
}
