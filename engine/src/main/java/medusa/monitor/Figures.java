package medusa.monitor;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import medusa.metrics.Counter;
import medusa.monitor.Picture.Face;
import medusa.monitor.Want.Told;
import medusa.reactor.Descriptors;

/// How the server does, as watches are told. One thread at a time.
final class Figures {
    /// Counting descriptors reads an entry for each.
    private static final long DESCRIPTORS_KEPT = Duration.ofSeconds(1).toNanos();

    /// What an extension has done.
    private record Part(String name, boolean enabled, long requests, long faults) {}

    private OptionalLong descriptors = OptionalLong.empty();
    private OptionalLong descriptorLimit = OptionalLong.empty();
    private long counted;
    private boolean hasCounted;

    Told tell(Picture picture) {
        Runtime runtime = Runtime.getRuntime();
        Face face = picture.face();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("at", picture.at());
        members.put("draining", face.draining());
        members.put("turns", picture.reactor().turns());
        members.put("longestTurnMillis", picture.reactor().longestTurn() / 1e6);
        members.put("recentTurnMillis", picture.reactor().recentTurn() / 1e6);
        members.put("timers", picture.reactor().timers());
        members.put("heap", runtime.totalMemory() - runtime.freeMemory());
        members.put("heapLimit", runtime.maxMemory());
        count(picture.nanos());
        descriptors.ifPresent(number -> members.put("descriptors", number));
        descriptorLimit.ifPresent(number -> members.put("descriptorLimit", number));
        members.put("pool", picture.reactor().pool());
        members.put("connections", Picture.protocols(picture.reactor()));
        members.put("listeners", face.listeners());
        members.put("extensions", parts(face));
        members.put("counters", counters(face));
        return new Told(Watched.common(members), new Want.Figures());
    }

    private void count(long nanos) {
        if (!hasCounted || nanos - counted >= DESCRIPTORS_KEPT) {
            hasCounted = true;
            counted = nanos;
            descriptors = Descriptors.inUse();
            descriptorLimit = Descriptors.limit();
        }
    }

    private static List<Part> parts(Face face) {
        return face.extensions().stream()
                .map(part -> new Part(part.name(), part.enabled(), part.requests(), part.faults())).toList();
    }

    private static Map<String, Long> counters(Face face) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (Map.Entry<Counter, Long> each : face.counters().entrySet()) {
            values.put(each.getKey().label(), each.getValue());
        }
        return values;
    }
}
