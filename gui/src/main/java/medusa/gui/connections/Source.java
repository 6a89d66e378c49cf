package medusa.gui.connections;

import java.util.function.Consumer;

import medusa.gui.client.ConnectionChange;
import medusa.monitor.MonitorClient.Subscription;

/// Where the table has its connections from: see [medusa.gui.client.ServerLink#connections].
@FunctionalInterface
interface Source {

    /// @param rate how often a second at most
    /// @param into any thread
    Subscription watch(int rate, Consumer<ConnectionChange> into);
}
