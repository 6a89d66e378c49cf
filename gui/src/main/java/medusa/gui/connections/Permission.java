package medusa.gui.connections;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;

import medusa.gui.server.ServerModel;
import medusa.gui.ui.Messages;
import medusa.monitor.Role;

/// Whether connections may be changed, and if not, why.
final class Permission {
    private final StringBinding whyNot;

    Permission(ServerModel server, Messages messages) {
        whyNot = Bindings.createStringBinding(
                () -> server.may(Role.MANAGE)
                        ? ""
                        : messages.text(server.connectedProperty().get() ? "needs-manage" : "needs-connection"),
                server.stateProperty(), server.connectedProperty());
    }

    boolean isGiven() { return whyNot.get().isEmpty(); }

    /// Empty if it is given.
    ObservableStringValue whyNotProperty() {
        return whyNot;
    }

    /// Something around `control` that says why not: what is disabled has no tooltip of its own.
    Node wrap(Node control) {
        StackPane around = new StackPane(control);
        Tooltip why = new Tooltip();
        why.textProperty().bind(whyNot);
        whyNot.subscribe(text -> {
            Tooltip.uninstall(around, why);
            if (!text.isEmpty()) {
                Tooltip.install(around, why);
            }
            control.setAccessibleHelp(text);
        });
        return around;
    }
}
