package medusa.gui.shell;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import medusa.gui.client.Profile;
import medusa.gui.client.ServerFigures;
import medusa.gui.client.ServerInfo;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.metrics.Printable;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.Role;

/// What the top bar says about the current server. JavaFX thread only.
final class TopModel {
    private final Watched watched;
    private final Clock clock;
    private final Messages messages;
    private final ReadOnlyStringWrapper name = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper uptime = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<LinkState> link = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<Listening>> listeners = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper manageable = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper whyNotManageable = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper draining = new ReadOnlyBooleanWrapper();

    TopModel(Watched watched, Clock clock, Messages messages) {
        this.watched = watched;
        this.clock = clock;
        this.messages = messages;
        watched.onChange(this::update);
    }

    /// Counts down; to be called once a second.
    void tick() {
        link.set(LinkState.of(watched, clock.instant(), messages));
    }

    private void update() {
        Profile profile = watched.profile().getValue();
        ServerFigures figures = watched.figures().getValue();
        ServerInfo info = watched.info().getValue();
        name.set(profile == null ? "" : profile.name());
        tick();
        uptime.set(info == null ? "" : age(age(info, figures)));
        List<ServerFigures.Listener> told = figures != null
                ? figures.listeners()
                : info == null ? List.of() : info.listeners();
        listeners.set(profile == null ? List.of() : Listening.of(told, profile.address()));
        may(watched.state().getValue() instanceof State.Connected is ? is : null);
        draining.set(connected.get() && figures != null && figures.draining());
    }

    /// @param as null for nobody
    private void may(State.Connected as) {
        boolean may = as != null && as.role().includes(Role.MANAGE);
        whyNotManageable.set(as == null || may
                ? ""
                : messages.text("needs-manage", Printable.shortened(as.user()), as.role().label()));
        connected.set(as != null);
        manageable.set(may);
    }

    /// In whole seconds: tenths would only flicker.
    private String age(Duration age) {
        long seconds = age.toSeconds();
        return seconds < 60
                ? messages.text("up.seconds", Math.max(0, seconds))
                : messages.text("up", Format.duration(age));
    }

    /// By the server's clock alone.
    private static Duration age(ServerInfo info, ServerFigures figures) {
        Instant now = figures == null || figures.at().isBefore(info.now()) ? info.now() : figures.at();
        return Duration.between(info.started(), now);
    }

    /// Empty if there is no server.
    ReadOnlyStringProperty nameProperty() {
        return name.getReadOnlyProperty();
    }

    /// `up 3 d 4 h`; empty if nobody knows.
    ReadOnlyStringProperty uptimeProperty() {
        return uptime.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<LinkState> linkProperty() {
        return link.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<List<Listening>> listenersProperty() {
        return listeners.getReadOnlyProperty();
    }

    /// Whether there is a connection.
    ReadOnlyBooleanProperty connectedProperty() {
        return connected.getReadOnlyProperty();
    }

    /// Why whoever is logged in may not drain and stop it; empty if he may, or nobody is.
    ReadOnlyStringProperty whyNotManageableProperty() {
        return whyNotManageable.getReadOnlyProperty();
    }

    /// Whether whoever is logged in may drain and stop it.
    ReadOnlyBooleanProperty manageableProperty() {
        return manageable.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty drainingProperty() {
        return draining.getReadOnlyProperty();
    }
}
