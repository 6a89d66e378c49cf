package medusa.gui.dashboard;

import java.time.Instant;
import java.util.List;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import medusa.gui.client.BanInfo;
import medusa.gui.client.Rates;
import medusa.gui.client.ServerFigures;

/// What the dashboard shows. JavaFX thread only.
final class DashboardModel {
    /// How many minutes the charts can show.
    static final List<Integer> ZOOMS = List.of(1, 5, 15);
    /// The crosshair is nowhere.
    static final int NOWHERE = -1;

    private final History history = new History();
    private final ReadOnlyObjectWrapper<ServerFigures> figures = new ReadOnlyObjectWrapper<>();
    private final IntegerProperty minutes = new SimpleIntegerProperty(5);
    private final IntegerProperty crosshair = new SimpleIntegerProperty(NOWHERE);
    private final ObservableList<Attention> attention = FXCollections.observableArrayList();
    private final ObservableList<BanInfo> bans = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper bansRefused = new ReadOnlyStringWrapper("");
    private final BooleanProperty live = new SimpleBooleanProperty(true);
    private Rates rates = Rates.UNKNOWN;
    /// As long as nobody knows, it is taken for old.
    private Instant started = Instant.MIN;

    /// The next figures; whoever listens to them finds the history up to date.
    ///
    /// @param now what the server does a second
    void told(ServerFigures next, Rates now) {
        history.add(next);
        rates = now;
        attend(next);
        figures.set(next);
    }

    /// When the server was started, by its own clock.
    void started(Instant when) {
        started = when;
        if (figures.get() != null) {
            attend(figures.get());
        }
    }

    private void attend(ServerFigures next) {
        List<Attention> now = Attention.of(next, history, started);
        if (!now.equals(attention)) {
            attention.setAll(now);
        }
    }

    void connected(boolean connected) {
        if (!connected) {
            history.lost();
        }
    }

    /// The server will not say who is banned.
    ///
    /// @param why in its own words
    void bansRefused(String why) {
        bansRefused.set(why);
    }

    void banned(List<BanInfo> now) {
        bansRefused.set("");
        if (!now.equals(bans)) {
            bans.setAll(now);
        }
    }

    /// Moves the crosshair by seconds, to the past if they are positive, from the newest value if it was nowhere.
    void move(int seconds) {
        int from = crosshair.get() == NOWHERE ? 0 : crosshair.get();
        crosshair.set(Math.clamp((long) from + seconds, 0, 60 * minutes.get() - 1));
    }

    // ---- to be seen ----

    History history() {
        return history;
    }

    /// Null before the first ones.
    ReadOnlyObjectProperty<ServerFigures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /// What the server does a second, as of the figures.
    Rates rates() {
        return rates;
    }

    /// Whether the newest figures are what is now.
    BooleanProperty liveProperty() {
        return live;
    }

    /// Why nobody knows who is banned, in the server's words; empty if that is known, or not asked yet.
    ReadOnlyStringProperty bansRefusedProperty() {
        return bansRefused.getReadOnlyProperty();
    }

    /// How many minutes the charts show.
    IntegerProperty minutesProperty() {
        return minutes;
    }

    /// The age in seconds of the values that the charts point at, or [#NOWHERE].
    IntegerProperty crosshairProperty() {
        return crosshair;
    }

    ObservableList<Attention> attention() {
        return attention;
    }

    ObservableList<BanInfo> bans() {
        return bans;
    }
}
