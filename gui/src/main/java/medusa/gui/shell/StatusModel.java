package medusa.gui.shell;

import java.time.Clock;
import java.util.Optional;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import medusa.gui.client.Profile;
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
    /// Of `of`; null if there is none yet.
    private ServerFigures last;
    private Profile of;

    StatusModel(Watched watched, Clock clock, Messages messages) {
        this.watched = watched;
        this.clock = clock;
        this.messages = messages;
        watched.onChange(this::tick);
        watched.figures().subscribe(this::told);
    }

    private void told(ServerFigures now) {
        Profile profile = watched.profile().getValue();
        boolean same = profile != null && profile.equals(of);
        of = profile;
        figures.set(now == null ? null : figures(now, same ? Rates.between(last, now) : Optional.empty()));
        last = now;
    }

    private Figures figures(ServerFigures now, Optional<Rates> rates) {
        String unknown = messages.text("status.unknown");
        return new Figures(
                messages.text("status.requests", rates.map(each -> Format.number(Math.round(each.requests())))
                        .orElse(unknown)),
                messages.text("status.in", rates.map(each -> Format.rate(each.in())).orElse(unknown)),
                messages.text("status.out", rates.map(each -> Format.rate(each.out())).orElse(unknown)),
                messages.text("status.turn", millis(now.longestTurnMillis())),
                messages.text("status.heap", Format.bytes(now.heap()), Format.bytes(now.heapLimit())));
    }

    private static String millis(double millis) {
        return (millis < 9.95 ? "%.1f ms" : "%.0f ms").formatted(millis);
    }

    /// To be called once a second, for the countdown.
    void tick() {
        State state = watched.state().getValue();
        Profile profile = watched.profile().getValue();
        boolean before = watched.asOf().getValue() != null;
        stale.set(before && !(state instanceof State.Connected));
        asOf.set(stale.get() ? messages.text("status.as-of", Format.clock(watched.asOf().getValue())) : "");
        connection.set(profile == null
                ? messages.text("no-server")
                : LinkState.of(state, before, clock.instant(), messages).words() + " · " + profile.address());
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
