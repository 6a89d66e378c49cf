package medusa.gui.shell;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableMap;

import medusa.gui.client.Refusal;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Screen;

/// One server with its screens, of which one is shown. JavaFX thread only.
final class Workspace implements AutoCloseable {
    private final ServerModel server;
    private final Draining draining;
    private final Messages messages = Messages.of(Workspace.class);
    /// Listened to only as long as somebody keeps it.
    private final ObservableMap<String, Refusal> refusals;
    private final Set<String> told = new HashSet<>();
    private final Map<ScreenKind, Screen> screens = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<ScreenKind> shown = new ReadOnlyObjectWrapper<>();

    /// @param desk whose [Desk#go] leads to this workspace
    Workspace(ServerModel server, Desk desk) {
        this.server = server;
        draining = new Draining(server, desk.tasks());
        refusals = server.refusals();
        refusals.addListener((MapChangeListener<String, Refusal>) change -> tell(change.getValueAdded(), desk));
        ScreenKind.ALL.forEach(kind -> screens.put(kind, kind.make().apply(server, desk)));
    }

    /// What an older server does not know, its screens do without. What is refused on each connection is told once.
    private void tell(Refusal refusal, Desk desk) {
        if (refusal != null && !refusal.unknown() && told.add(refusal.method())) {
            desk.notices().problem(messages.text("refused", server.profile().name()),
                    refusal.method() + ": " + refusal.why());
        }
    }

    ServerModel server() {
        return server;
    }

    Screen screen(ScreenKind kind) {
        return screens.get(kind);
    }

    ReadOnlyObjectProperty<ScreenKind> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /// Shows a screen.
    void show(ScreenKind kind) {
        ScreenKind before = shown.get();
        if (before == kind) {
            return;
        }
        leave();
        shown.set(kind);
        screens.get(kind).shown();
    }

    /// Shows none, since another server is looked at.
    void leave() {
        if (shown.get() != null) {
            screens.get(shown.get()).hidden();
            shown.set(null);
        }
    }

    /// Shows the screen called `id`, and has it show `what`.
    void go(String id, String what) {
        screens.keySet().stream().filter(kind -> kind.id().equals(id)).findFirst().ifPresent(kind -> {
            show(kind);
            if (!what.isEmpty()) {
                screens.get(kind).asked(what);
            }
        });
    }

    @Override
    public void close() {
        leave();
        draining.close();
        screens.values().forEach(Screen::close);
        server.close();
    }
}
