package medusa.gui.dashboard;

import java.util.List;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import medusa.gui.client.BanInfo;
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

    /// The next figures; whoever listens to them finds the history up to date.
    void told(ServerFigures next) {
        history.add(next);
        List<Attention> now = Attention.of(next, history);
        if (!now.equals(attention)) {
            attention.setAll(now);
        }
        figures.set(next);
    }

    void connected(boolean connected) {
        if (!connected) {
            history.lost();
        }
    }

    void banned(List<BanInfo> now) {
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
