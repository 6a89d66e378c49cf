package medusa.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import medusa.http.ServerFacts.Listener;
import medusa.metrics.Counter;
import medusa.reactor.ReactorSnapshot;

/// The server at one moment; immutable.
///
/// @param at    by the wall's clock
/// @param nanos by the reactor's
/// @param face  null if nobody wants it
record Picture(ReactorSnapshot reactor, Instant at, long nanos, Face face) {

    Picture with(Face what) {
        return new Picture(reactor, at, nanos, what);
    }

    /// How many connections there are of each protocol.
    static Map<String, Integer> protocols(ReactorSnapshot reactor) {
        Map<String, Integer> protocols = new TreeMap<>();
        reactor.channels().forEach(channel -> protocols.merge(channel.protocol(), 1, Integer::sum));
        return protocols;
    }

    /// What only the reactor thread can tell, and is no channel's.
    record Face(boolean draining, List<Listener> listeners, List<ExtensionControl.Listed> extensions,
            Map<Counter, Long> counters) {
        static Face of(ServerView view) {
            return new Face(view.facts().isDraining(), List.copyOf(view.facts().listeners()),
                    view.extensions().list(), view.reactor().counters().snapshot());
        }
    }
}
