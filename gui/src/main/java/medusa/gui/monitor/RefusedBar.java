package medusa.gui.monitor;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import medusa.gui.ui.Messages;
import medusa.monitor.MonitorClient.State;

/// Says that a tab's own connection was refused, and tries again.
final class RefusedBar extends HBox {
    private static final double GAP = 12;

    private final Label why = new Label();
    private final Button again;
    private final Messages messages;

    RefusedBar(Messages messages) {
        super(GAP);
        this.messages = messages;
        setId("monitor-refused");
        setAlignment(Pos.CENTER_LEFT);
        again = new Button(messages.text("refused-again"));
        again.setId("monitor-refused-again");
        again.setMinWidth(USE_PREF_SIZE);
        why.setMinWidth(0);
        why.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(why, Priority.ALWAYS);
        getChildren().addAll(why, again);
        show(false);
    }

    void onRetry(Runnable retry) {
        again.setOnAction(_ -> retry.run());
    }

    /// Where the tab's connection is now.
    void connection(State state) {
        show(state instanceof State.Refused);
        if (state instanceof State.Refused refused) {
            why.setText(messages.text("refused", SafeLines.one(refused.why())));
        }
    }

    private void show(boolean visible) {
        setVisible(visible);
        setManaged(visible);
    }
}
