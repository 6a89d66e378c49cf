package medusa.gui.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// How old what a server told is. A server that stands still has a connection as good as ever: only that it tells nothing any
/// more shows it. JavaFX thread only.
final class Freshness {
    /// Figures come several times in it.
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Clock clock;
    private final ReadOnlyObjectWrapper<Instant> asOf = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper quiet = new ReadOnlyBooleanWrapper();
    /// Whether figures are to come.
    private boolean awaited;
    private Instant since = Instant.EPOCH;

    Freshness(Clock clock) {
        this.clock = clock;
    }

    /// The connection stands from now on, or no more.
    void connected(boolean now) {
        since = clock.instant();
        awaited = now;
        quiet.set(false);
    }

    /// Figures will never come.
    void refused() {
        connected(false);
    }

    /// Figures have come.
    void told() {
        since = clock.instant();
        asOf.set(since);
        quiet.set(false);
    }

    /// To be called every now and then.
    void tick() {
        Duration silence = Duration.between(since, clock.instant()).abs(); // the clock may have been set
        quiet.set(awaited && silence.compareTo(PATIENCE) > 0);
    }

    /// When figures came last; null if they never have.
    ReadOnlyObjectProperty<Instant> asOfProperty() {
        return asOf.getReadOnlyProperty();
    }

    /// Whether they ought to come and do not.
    ReadOnlyBooleanProperty quietProperty() {
        return quiet.getReadOnlyProperty();
    }
}
