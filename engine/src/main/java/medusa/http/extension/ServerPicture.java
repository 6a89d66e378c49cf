package medusa.http.extension;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.slf4j.event.Level;

import medusa.http.Installed;
import medusa.http.ServerFacts.Listener;
import medusa.log.TailLog;
import medusa.metrics.Counter;
import medusa.metrics.ErrorLog;
import medusa.reactor.Addresses;
import medusa.reactor.ChannelSnapshot;
import medusa.reactor.Descriptors;
import medusa.reactor.ReactorSnapshot;

/// The server at one moment, for those who describe it; immutable, for any thread.
///
/// @param face       what only the reactor thread knows
/// @param errors     latest last
/// @param log        newest first
/// @param heapLimit  what the heap may grow to, in bytes
/// @param descriptors that are open; empty where it cannot be known
record ServerPicture(Face face, ReactorSnapshot reactor, Map<Counter, Long> counters, List<ErrorLog.Entry> errors,
        List<TailLog.Entry> log, long heap, long heapLimit, OptionalLong descriptors, OptionalLong descriptorLimit) {

    private static final int LOG_ENTRIES = 200;

    /// What only the reactor thread knows.
    record Face(Instant now, String version, Instant started, boolean draining, List<Listener> listeners,
            List<Part> extensions) {
        Duration uptime() {
            Duration uptime = Duration.between(started, now);
            return uptime.isNegative() ? Duration.ZERO : uptime; // the clock of the wall may be set back
        }
    }

    /// An extension in its place.
    record Part(String name, boolean enabled, long requests, long faults, long nanos) {
        static Part of(Installed place) {
            return new Part(place.name(), place.isEnabled(), place.requests(), place.faults(), place.nanos());
        }
    }

    /// Adds what any thread can see; not on the reactor thread, since it counts descriptors.
    static ServerPicture of(Face face, ReactorSnapshot reactor, Map<Counter, Long> counters,
            List<ErrorLog.Entry> errors, TailLog log) {
        Runtime runtime = Runtime.getRuntime();
        return new ServerPicture(face, reactor, counters, errors, log.latest(Level.TRACE, LOG_ENTRIES),
                runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory(), Descriptors.inUse(),
                Descriptors.limit());
    }

    long queued() {
        return reactor.channels().stream().mapToLong(ChannelSnapshot::queued).sum();
    }

    /// How many channels each open listener has, then those that have none: of listeners that are closed, and outgoing ones.
    Map<Listener, Long> connections() {
        Map<Listener, Long> counts = reactor.channels().stream()
                .collect(Collectors.groupingBy(doors(), LinkedHashMap::new, Collectors.counting()));
        face.listeners().forEach(listener -> counts.putIfAbsent(listener, 0L));
        return counts;
    }

    /// By which listener a channel came in; one without an address if that is closed, or if it went out.
    Function<ChannelSnapshot, Listener> doors() {
        Map<String, Listener> open = face.listeners().stream()
                .collect(Collectors.toMap(Listener::address, Function.identity(), (first, _) -> first));
        return channel -> {
            Listener found = open.get(Addresses.text(channel.local()));
            if (found == null && channel.local() instanceof InetSocketAddress inet) {
                found = open.getOrDefault("0.0.0.0:" + inet.getPort(), open.get("[::]:" + inet.getPort()));
            }
            return found != null ? found : new Listener(channel.protocol(), "");
        };
    }
}
