package medusa.gui.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import medusa.metrics.Printable;

/// How a server does at one moment, as `server.watch` tells it; sizes in bytes.
///
/// @param at                when, by the server's clock
/// @param longestTurnMillis the longest turn of the reactor since the start
/// @param recentTurnMillis  the longest of the last minute
/// @param descriptors       in use; empty if the server does not know
/// @param connections       how many of each protocol
/// @param counters          what has been counted since the start, by name
public record ServerFigures(Instant at, boolean draining, long turns, double longestTurnMillis, double recentTurnMillis,
        long heap, long heapLimit, OptionalLong descriptors, OptionalLong descriptorLimit, Pool pool,
        Map<String, Long> connections, List<Listener> listeners, List<ExtensionFigures> extensions,
        Map<String, Long> counters) {

    /// The buffers of all connections.
    public record Pool(long lent, long free, long ceiling, long misses) {}

    /// Where the server listens.
    public record Listener(String part, String address) {}

    /// What an extension has done.
    public record ExtensionFigures(String name, boolean enabled, long requests, long faults) {}

    private static final int MOST_NAMES = 1000;
    private static final int LONGEST_NAME = 100;

    static ServerFigures of(Map<String, Object> members) {
        Told told = new Told(members);
        Told pool = told.object("pool");
        return new ServerFigures(told.instant("at"), told.flag("draining"), told.number("turns"),
                told.fraction("longestTurnMillis"), told.fraction("recentTurnMillis"), told.number("heap"),
                told.number("heapLimit"),
                told.optionalNumber("descriptors"), told.optionalNumber("descriptorLimit"),
                new Pool(pool.number("lent"), pool.number("free"), pool.number("ceiling"), pool.number("misses")),
                numbers(told.object("connections")), listeners(told),
                told.objects("extensions").map(each -> new ExtensionFigures(each.text("name"), each.flag("enabled"),
                        each.number("requests"), each.number("faults"))).toList(),
                numbers(told.object("counters")));
    }

    static List<Listener> listeners(Told told) {
        return told.objects("listeners").map(each -> new Listener(each.text("part"), each.text("address"))).toList();
    }

    private static Map<String, Long> numbers(Told told) {
        return told.members().keySet().stream().map(String::valueOf)
                .filter(name -> name.length() <= LONGEST_NAME && Printable.line(name).equals(name)).limit(MOST_NAMES)
                .collect(Collectors.toUnmodifiableMap(name -> name, told::number));
    }

    /// One of the counters; 0 for one that the server does not have.
    public long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }

    /// Connections of all protocols.
    public long open() {
        return connections.values().stream().mapToLong(Long::longValue).sum();
    }
}
