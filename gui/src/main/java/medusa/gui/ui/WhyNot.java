package medusa.gui.ui;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;

/// What stands around a control, and says why it is disabled: what is disabled has no tooltip of its own.
public final class WhyNot extends StackPane {

    /// @param why empty while there is no reason; who disables the control is left to others
    public WhyNot(Control control, ObservableValue<String> why) {
        super(control);
        setMinWidth(USE_PREF_SIZE);
        visibleProperty().bind(control.visibleProperty());
        managedProperty().bind(control.managedProperty());
        Tooltip tooltip = new Tooltip();
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(400);
        why.subscribe(text -> {
            tooltip.setText(text);
            Tooltip.uninstall(this, tooltip);
            if (!text.isEmpty()) {
                Tooltip.install(this, tooltip);
            }
            control.setAccessibleHelp(text.isEmpty() ? null : text);
        });
    }
}
