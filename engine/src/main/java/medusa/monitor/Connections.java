package medusa.monitor;

import java.util.AbstractList;

import medusa.reactor.Channel;
import medusa.reactor.Reactor;

/// The open connections as a list that is always up to date, for snippets: `connections.size()`, `connections.id(7).close()`.
/// Reactor thread only.
public final class Connections extends AbstractList<Channel> {
    private final Reactor reactor;

    /// Those of one reactor.
    public Connections(Reactor reactor) {
        this.reactor = reactor;
    }

    @Override
    public Channel get(int index) {
        return reactor.channels().get(index);
    }

    @Override
    public int size() {
        return reactor.channels().size();
    }

    /// The one of that number; null if it is not open.
    public Channel id(long id) {
        return reactor.channels().stream().filter(channel -> channel.id() == id).findFirst().orElse(null);
    }
}
