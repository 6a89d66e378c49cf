package medusa.gui.shell;

import java.util.Optional;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import medusa.gui.client.Profile;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Preferences;

/// Which servers are open, which of them is looked at, and on which screen; or else the start. All servers are looked at on the
/// same screen, so that they can be compared. JavaFX thread only.
final class ShellModel implements AutoCloseable {
    private static final String SCREEN = "shell.screen";

    private final Preferences preferences;
    private final ObservableList<Workspace> open = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Workspace> current = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<ScreenKind> screen = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper starting = new ReadOnlyBooleanWrapper(true);

    /// No server is open; the screen is the one that was looked at last.
    ShellModel(Preferences preferences) {
        this.preferences = preferences;
        screen.set(preferences.get(SCREEN).flatMap(ScreenKind::named).orElse(ScreenKind.ALL.getFirst()));
    }

    /// In the order in which they were opened.
    ObservableList<Workspace> open() {
        return open;
    }

    /// The one that is looked at, or was before the start; null if none is open.
    ReadOnlyObjectProperty<Workspace> currentProperty() {
        return current.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<ScreenKind> screenProperty() {
        return screen.getReadOnlyProperty();
    }

    /// Whether no server is looked at, and so the start is.
    ReadOnlyBooleanProperty startingProperty() {
        return starting.getReadOnlyProperty();
    }

    Optional<Workspace> find(Profile profile) {
        return open.stream().filter(each -> each.server().profile().equals(profile)).findFirst();
    }

    /// Opens a server, and looks at it.
    ///
    /// @param desk whose own navigation is replaced by one that leads to this server's screens
    Workspace add(ServerModel server, Desk desk) {
        Workspace[] made = new Workspace[1];
        made[0] = new Workspace(server, new Desk(desk.ui(), desk.clock(), desk.notices(), desk.tasks(),
                desk.preferences(),
                (id, what) -> go(made[0], id, what)));
        open.add(made[0]);
        show(made[0]);
        return made[0];
    }

    /// Looks at a server.
    void show(Workspace workspace) {
        if (current.get() != null && current.get() != workspace) {
            current.get().leave();
        }
        workspace.show(screen.get());
        current.set(workspace);
        starting.set(false);
    }

    /// Looks at a screen of the current server; nothing if there is none.
    void show(ScreenKind kind) {
        if (current.get() != null) {
            screen.set(kind);
            preferences.put(SCREEN, kind.id());
            show(current.get());
        }
    }

    private void go(Workspace workspace, String id, String what) {
        ScreenKind.named(id).ifPresent(kind -> {
            screen.set(kind);
            preferences.put(SCREEN, kind.id());
            show(workspace);
            workspace.go(id, what);
        });
    }

    /// Looks at the start.
    void start() {
        if (current.get() != null) {
            current.get().leave();
        }
        starting.set(true);
    }

    /// Closes a server's screens and the connection to it.
    void close(Workspace workspace) {
        int at = open.indexOf(workspace);
        if (at < 0) {
            return;
        }
        open.remove(at);
        workspace.close();
        if (current.get() == workspace) {
            current.set(null);
            if (open.isEmpty()) {
                starting.set(true);
            } else {
                show(open.get(Math.min(at, open.size() - 1)));
            }
        }
    }

    @Override
    public void close() {
        open.forEach(Workspace::close);
        open.clear();
    }
}
