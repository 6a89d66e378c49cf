package medusa.gui.connections;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.Node;
import javafx.scene.control.Control;

import medusa.gui.server.ServerModel;
import medusa.gui.ui.Messages;
import medusa.gui.ui.WhyNot;
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

    /// Something around `control` that says why not.
    Node wrap(Control control) {
        return new WhyNot(control, whyNot);
    }
}
