package medusa.gui.ui;

import java.util.List;

import javafx.scene.Node;

/// One screen on one server. Made when the server is chosen for the first time, so that it can gather what it shows later; what
/// costs something is done only while it is shown. JavaFX thread only.
public interface Screen extends AutoCloseable {

    /// What is to be seen; built at the first call, and the same one ever after.
    Node view();

    /// It is looked at from now on.
    default void shown() {}

    /// It is looked at no more.
    default void hidden() {}

    /// Somebody has come from another screen, and wants to see `what`: see [Desk#go].
    default void asked(String what) {}

    /// What can be done here, for the palette.
    default List<Action> actions() {
        return List.of();
    }

    /// What its keys do, for the help.
    default List<KeyHint> shortcuts() {
        return actions().stream().filter(action -> !action.keys().isEmpty())
                .map(action -> new KeyHint(action.keys(), action.name())).toList();
    }

    /// The window or the server has gone.
    @Override
    default void close() {}
}
