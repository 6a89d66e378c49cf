package medusa.gui.connections;

import java.time.Duration;
import java.time.Instant;

/// A line at the moment when it is looked at.
///
/// @param now  by the server's clock
/// @param name of the peer; empty for none, or none yet
record Seen(Row row, Instant now, String name) {

    Duration age() {
        return Duration.between(row.info().opened(), now);
    }

    Duration idle() {
        return Duration.between(row.info().lastMoved(), now);
    }
}
