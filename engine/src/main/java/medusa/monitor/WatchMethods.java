package medusa.monitor;

import static medusa.monitor.Param.optional;
import static medusa.monitor.Param.required;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import medusa.monitor.Want.Connections;

/// `connections.watch`, `server.watch` and `watch.end`.
final class WatchMethods {
    private static final int RATE = 2;

    private final Feed feed;

    WatchMethods(Feed feed) {
        this.feed = feed;
    }

    List<Method> methods() {
        Param rate = optional("rate", Param.Type.NUMBER,
                "how often a second at most, 1 to " + Feed.HIGHEST_RATE + "; " + RATE);
        return List.of(
                new Method("connections.watch", Role.VIEW,
                        "The open connections, oldest first, and from then on `connections.changed` with the `watch`: those that"
                                + " are new or have changed, and in `closed` the numbers of those that have gone; with `all`, all"
                                + " there are, in place of what was told before. What the monitor itself sends counts as a change"
                                + " once in ten seconds. A slow client is told less often, and of more at once.",
                        List.of(rate, optional("filter", Param.Type.TEXT,
                                "only those in whose protocol, peer, user or doing each of its words is found")),
                        this::connections),
                new Method("server.watch", Role.VIEW,
                        "How the server does, and from then on `server.figures` with the `watch` and the same figures anew.",
                        List.of(rate), call -> watch(call, "server.figures", new Want.Figures())),
                new Method("watch.end", Role.VIEW, "Ends a watch of this connection, of whatever kind.",
                        List.of(required("watch", Param.Type.NUMBER, "its number")), call -> {
                            call.session().endWatch(call.number("watch", 1, Long.MAX_VALUE, 0));
                            return Map.of();
                        }));
    }

    private CompletableFuture<Watched> connections(Call call) throws MonitorException {
        return watch(call, "connections.changed", new Connections(Connection.words(call), Connections.NOTHING));
    }

    private CompletableFuture<Watched> watch(Call call, String notification, Want want) throws MonitorException {
        long rate = call.number("rate", 1, Feed.HIGHEST_RATE, RATE);
        feed.check(want);
        return feed.add(new Watcher(feed, call.session(), notification, rate, want));
    }
}
