package medusa.gui.server;

import java.time.Clock;
import java.time.Instant;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import medusa.gui.client.Profile;
import medusa.gui.client.ServerFigures;
import medusa.gui.client.ServerInfo;
import medusa.gui.client.ServerLink;
import medusa.gui.ui.Newest;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Credentials;
import medusa.monitor.MonitorClient;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.Role;

/// A server, connected or not, as all screens see it. What it told last stays when the connection is lost: [#asOf] says how
/// old it is. JavaFX thread only.
public final class ServerModel implements AutoCloseable {
    private static final int FIGURES_A_SECOND = 2;

    private final Profile profile;
    private final Credentials credentials;
    private final ServerLink link;
    private final UiExecutor ui;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.Connecting());
    private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<ServerInfo> info = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<ServerFigures> figures = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Instant> asOf = new ReadOnlyObjectWrapper<>();

    /// Begins to connect.
    ///
    /// @param clock this machine's
    public ServerModel(Profile profile, Credentials credentials, UiExecutor ui, Clock clock) {
        this.profile = profile;
        this.credentials = credentials;
        this.ui = ui;
        this.clock = clock;
        link = new ServerLink(profile.address(), credentials, next -> ui.execute(() -> changed(next)));
        link.figures(FIGURES_A_SECOND, new Newest<>(ui, this::told));
    }

    private void changed(State next) {
        state.set(next);
        connected.set(next instanceof State.Connected);
        if (connected.get()) {
            link.info().thenAccept(told -> ui.execute(() -> info.set(told)));
        }
    }

    private void told(ServerFigures next) {
        asOf.set(clock.instant());
        figures.set(next);
    }

    /// As the user has saved it.
    public Profile profile() {
        return profile;
    }

    /// For calls and watches.
    public ServerLink link() {
        return link;
    }

    /// One more connection to the same server, as the same user, for what belongs to a connection. Whoever asks for it closes it.
    ///
    /// @param listener hears of each change of its state, on the thread of that link
    public ServerLink another(MonitorClient.Listener listener) {
        return new ServerLink(profile.address(), credentials, listener);
    }

    /// Where the connection is.
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Whether calls are answered, and so whether what is shown is what is.
    public ReadOnlyBooleanProperty connectedProperty() {
        return connected.getReadOnlyProperty();
    }

    /// Which server it is; null before the first connection.
    public ReadOnlyObjectProperty<ServerInfo> infoProperty() {
        return info.getReadOnlyProperty();
    }

    /// How it does; null before the first connection.
    public ReadOnlyObjectProperty<ServerFigures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /// When the figures came, by this machine's clock; null before.
    public ReadOnlyObjectProperty<Instant> asOfProperty() {
        return asOf.getReadOnlyProperty();
    }

    /// Whether whoever is logged in has `role` or a higher one; no while there is no connection.
    public boolean may(Role role) {
        return state.get() instanceof State.Connected is && is.role().compareTo(role) >= 0;
    }

    /// Ends the connection; the server goes on.
    @Override
    public void close() {
        link.close();
    }
}
