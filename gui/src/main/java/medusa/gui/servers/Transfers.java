package medusa.gui.servers;

import java.util.HashSet;
import java.util.Set;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

import medusa.gui.client.ConnectionChange;
import medusa.gui.client.ConnectionInfo;
import medusa.gui.client.ServerLink;
import medusa.gui.ui.Newest;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.MonitorClient.Subscription;

/// Counts what clients of a server are at, and would lose if it ended now. JavaFX thread only.
final class Transfers implements AutoCloseable {
    private static final int A_SECOND = 2;
    /// Requests and files; an FTP session without one loses nothing.
    private static final Set<String> PROTOCOLS = Set.of("http", "ftp-data");

    private final Set<Long> busy = new HashSet<>();
    private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();
    private final ServerLink link;
    private final boolean own;
    private final Subscription subscription;

    /// @param own whether the link is for this alone, and ends with it
    Transfers(ServerLink link, boolean own, UiExecutor ui) {
        this.link = link;
        this.own = own;
        subscription = link.connections(A_SECOND,
                new Newest<>(ui, ConnectionChange::merged, this::changed));
    }

    void changed(ConnectionChange change) {
        if (change.all()) {
            busy.clear();
        }
        for (ConnectionInfo each : change.changed()) {
            if (PROTOCOLS.contains(each.protocol()) && !each.doing().isEmpty()) {
                busy.add(each.id());
            } else {
                busy.remove(each.id());
            }
        }
        change.closed().forEach(busy::remove); // some of them have come meanwhile
        count.set(busy.size());
    }

    ReadOnlyIntegerProperty countProperty() {
        return count.getReadOnlyProperty();
    }

    /// Whether they are counted by `other`.
    boolean are(ServerLink other) {
        return link == other;
    }

    @Override
    public void close() {
        subscription.close();
        if (own) {
            link.close();
        }
    }
}
