package medusa.gui.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import medusa.gui.client.ServerFigures;

/// Figures of a server, made by hand.
final class Hand {
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final Map<String, Long> counters = new TreeMap<>(
            Map.of("http-requests", 0L, "bytes-out", 0L, "bytes-in", 0L, "faults", 0L));
    private Map<String, Long> connections = Map.of("http", 1L);
    private long turns = 1;
    private long heap = 100 << 20;
    private long descriptors = 100;
    private boolean draining;
    private double longest = 3.2;
    private double recent = 3.2;

    /// A turn that took so long, now; it is the longest until [#calm].
    Hand longTurn(double millis) {
        longest = Math.max(longest, millis);
        recent = millis;
        return count("long-turns", 1);
    }

    /// A minute has passed since.
    Hand calm() {
        recent = 3.2;
        return this;
    }

    Hand count(String counter, long more) {
        counters.merge(counter, more, Long::sum);
        return this;
    }

    Hand connections(Map<String, Long> now) {
        connections = now;
        return this;
    }

    Hand heap(long bytes) {
        heap = bytes;
        return this;
    }

    Hand descriptors(long now) {
        descriptors = now;
        return this;
    }

    Hand draining() {
        draining = true;
        return this;
    }

    /// It is another process.
    Hand restart() {
        turns = 0;
        counters.replaceAll((_, _) -> 0L);
        return this;
    }

    /// @param seconds after [#START]
    ServerFigures at(double seconds) {
        turns++;
        return new ServerFigures(START.plusMillis(Math.round(1000 * seconds)), draining, turns, longest, recent, heap,
                512L << 20, OptionalLong.of(descriptors), OptionalLong.of(1000), new ServerFigures.Pool(0, 0, 1, 0),
                connections, List.of(), List.of(), Map.copyOf(counters));
    }
}
