package medusa.gui.shell;

import java.time.Clock;
import java.util.function.DoubleFunction;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import medusa.gui.client.Profile;
import medusa.gui.client.Rates;
import medusa.gui.client.ServerFigures;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.monitor.MonitorClient.State;

/// What the status line says: the figures that tell at a glance how the current server does. JavaFX thread only.
final class StatusModel {
    /// In the order of the line. A figure that is not known is a dash.
    record Figures(String requests, String in, String out, String turn, String heap) {}

    private final Watched watched;
    private final Clock clock;
    private final Messages messages;
    private final ReadOnlyStringWrapper connection = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Figures> figures = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper asOf = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();

    StatusModel(Watched watched, Clock clock, Messages messages) {
        this.watched = watched;
        this.clock = clock;
        this.messages = messages;
        watched.onChange(this::tick);
        watched.figures().subscribe(this::told);
    }

    private void told(ServerFigures now) {
        Rates rates = watched.rates().getValue();
        figures.set(now == null ? null : figures(now, rates == null ? Rates.UNKNOWN : rates));
    }

    private Figures figures(ServerFigures now, Rates rates) {
        return new Figures(
                messages.text("status.requests", known(rates.requests(), Format::perSecond)),
                messages.text("status.in", known(rates.in(), Format::rate)),
                messages.text("status.out", known(rates.out(), Format::rate)),
                messages.text("status.turn", millis(now.recentTurnMillis())),
                messages.text("status.heap", Format.bytes(now.heap()), Format.bytes(now.heapLimit())));
    }

    private String known(double value, DoubleFunction<String> words) {
        return Double.isNaN(value) ? messages.text("status.unknown") : words.apply(value);
    }

    private static String millis(double millis) {
        return (millis < 9.95 ? "%.1f ms" : "%.0f ms").formatted(millis);
    }

    /// To be called once a second, for the countdown.
    void tick() {
        State state = watched.state().getValue();
        Profile profile = watched.profile().getValue();
        boolean before = watched.asOf().getValue() != null;
        boolean quiet = Boolean.TRUE.equals(watched.quiet().getValue());
        stale.set(before && (quiet || !(state instanceof State.Connected)));
        asOf.set(stale.get() ? messages.text("status.as-of", Format.clock(watched.asOf().getValue())) : "");
        connection.set(profile == null
                ? messages.text("no-server")
                : LinkState.of(watched, clock.instant(), messages).words() + " · " + profile.address());
    }

    /// `connected · unix:/run/medusa/monitor.sock`
    ReadOnlyStringProperty connectionProperty() {
        return connection.getReadOnlyProperty();
    }

    /// Null if there are none.
    ReadOnlyObjectProperty<Figures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /// `as of 18:04:10`; empty while the figures are fresh.
    ReadOnlyStringProperty asOfProperty() {
        return asOf.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }
}
