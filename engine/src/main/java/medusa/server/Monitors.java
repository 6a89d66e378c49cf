package medusa.server;

import java.util.Optional;

import medusa.monitor.MonitorServer;
import medusa.monitor.Role;
import medusa.monitor.ServerView;
import medusa.reactor.Channel;

/// The monitors as the configuration wants them.
final class Monitors {
    private ServerConfig config;
    private MonitorServer monitor;

    Monitors(ServerConfig config) {
        this.config = config;
    }

    /// What they show; to be called before the first connection.
    void watch(ServerView view) {
        monitor = new MonitorServer(view,
                channel -> channel.address() == null
                        ? Optional.of(new MonitorServer.Visitor("unix", Role.EVAL))
                        : Optional.empty());
    }

    Channel newChannel() {
        return monitor.newChannel();
    }

    Channel newClassicChannel() {
        throw new UnsupportedOperationException();
    }

    void follow(ServerConfig changed) {
        config = changed;
    }

    void close() {
        config = null;
    }
}
