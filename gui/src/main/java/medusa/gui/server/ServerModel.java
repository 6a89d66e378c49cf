package medusa.gui.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import javafx.util.Subscription;

import medusa.gui.client.KnowingCredentials;
import medusa.gui.client.Profile;
import medusa.gui.client.RateMeter;
import medusa.gui.client.Rates;
import medusa.gui.client.Refusal;
import medusa.gui.client.ServerFigures;
import medusa.gui.client.ServerInfo;
import medusa.gui.client.ServerLink;
import medusa.gui.ui.Newest;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Credentials;
import medusa.monitor.MonitorClient;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.Role;

/// A server, connected or not, as all screens see it. What it told last stays when the connection is lost: [#asOfProperty] says how
/// old it is. JavaFX thread only.
public final class ServerModel implements AutoCloseable {
    private static final int FIGURES_A_SECOND = 2;
    private static final Duration TICK = Duration.ofMillis(500);

    private final Profile profile;
    private final Credentials credentials;
    private final ServerLink link;
    private final UiExecutor ui;
    private final Freshness freshness;
    private final RateMeter meter = new RateMeter();
    private final Subscription ticks;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.Connecting());
    private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<ServerInfo> info = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<ServerFigures> figures = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Rates> rates = new ReadOnlyObjectWrapper<>(Rates.UNKNOWN);
    private final ReadOnlyBooleanWrapper live = new ReadOnlyBooleanWrapper();
    private final ObservableMap<String, Refusal> refusals = FXCollections.observableHashMap();

    /// Begins to connect.
    ///
    /// @param clock this machine's
    public ServerModel(Profile profile, Credentials credentials, UiExecutor ui, Clock clock) {
        this.profile = profile;
        this.credentials = credentials;
        this.ui = ui;
        freshness = new Freshness(clock);
        live.bind(connected.and(freshness.quietProperty().not()));
        link = new ServerLink(profile.address(), credentials, next -> ui.execute(() -> changed(next)),
                refusal -> ui.execute(() -> refused(refusal)));
        link.figures(FIGURES_A_SECOND, new Newest<>(ui, this::told));
        ticks = ui.every(TICK, freshness::tick);
    }

    private void changed(State next) {
        if (state.get() instanceof State.Closed) {
            return; // what was on its way when it was closed
        }
        state.set(next);
        boolean is = next instanceof State.Connected;
        if (is != connected.get()) {
            meter.lost();
            if (!is) {
                refusals.clear(); // the next connection may be to another version, or as another role
            }
            freshness.connected(is && !refusals.containsKey("server.watch"));
        }
        connected.set(is);
        if (is) {
            link.info().whenComplete((told, failure) -> ui.execute(() -> {
                if (failure == null) {
                    info.set(told);
                } else {
                    Refusal.of("server.info", failure).ifPresent(this::refused);
                }
            }));
        }
    }

    private void told(ServerFigures next) {
        freshness.told();
        rates.set(meter.add(next));
        figures.set(next);
    }

    void refused(Refusal refusal) {
        refusals.put(refusal.method(), refusal);
        if (refusal.method().equals("server.watch")) {
            freshness.refused();
        }
    }

    /// As the user has saved it.
    public Profile profile() {
        return profile;
    }

    /// For calls and watches.
    public ServerLink link() {
        return link;
    }

    /// One more connection to the same server, as the same user, for what belongs to a connection; nobody is asked
    /// anything, so it is refused as long as nobody is in here. Whoever asks for it closes it.
    ///
    /// @param listener hears of each change of its state, on the thread of that link
    public ServerLink another(MonitorClient.Listener listener) {
        Credentials same = credentials instanceof KnowingCredentials knowing ? knowing.further() : credentials;
        return new ServerLink(profile.address(), same, listener);
    }

    /// Where the connection is.
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Whether there is a connection.
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

    /// What it does a second; told before the figures that it is made of.
    public ReadOnlyObjectProperty<Rates> ratesProperty() {
        return rates.getReadOnlyProperty();
    }

    /// When the figures came, by this machine's clock; null before.
    public ReadOnlyObjectProperty<Instant> asOfProperty() {
        return freshness.asOfProperty();
    }

    /// Whether there is a connection, and yet no figures come: the server, or the way to it, stands still.
    public ReadOnlyBooleanProperty quietProperty() {
        return freshness.quietProperty();
    }

    /// Whether what is shown is what is: there is a connection, and the server speaks.
    public ReadOnlyBooleanProperty liveProperty() {
        return live.getReadOnlyProperty();
    }

    /// What the server would not do of what belongs to the console, by the method that was asked for.
    public ObservableMap<String, Refusal> refusals() {
        return FXCollections.unmodifiableObservableMap(refusals);
    }

    /// Whether whoever is logged in has `role` or a higher one; no while there is no connection.
    public boolean may(Role role) {
        return state.get() instanceof State.Connected is && is.role().compareTo(role) >= 0;
    }

    /// Ends the connection; the server goes on. It is closed at once, for who opens the same server next.
    @Override
    public void close() {
        ticks.unsubscribe();
        link.close();
        changed(new State.Closed());
    }
}
