package medusa.http.extension;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

import medusa.http.ServerFacts.Listener;
import medusa.metrics.Counter;
import medusa.reactor.BufferPool;

/// The server's figures in Prometheus' text format, version 0.0.4.
///
/// See [its description](https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
final class MetricsText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String PREFIX = "medusa_";
    private static final double NANOS = 1e9;

    private final StringBuilder text = new StringBuilder(16 << 10);

    private MetricsText() {}

    static String of(ServerPicture picture) {
        MetricsText metrics = new MetricsText();
        metrics.server(picture);
        metrics.connections(picture.connections());
        metrics.reactor(picture);
        metrics.extensions(picture.face().extensions());
        metrics.counters(picture.counters());
        return metrics.text.toString();
    }

    private void server(ServerPicture picture) {
        family("info", "gauge", "always 1; the version is in the label");
        sample("info", 1, "version", picture.face().version());
        gauge("uptime_seconds", "how long the server has been ready", picture.face().uptime().toMillis() / 1000.0);
        gauge("draining", "1 while running transfers may finish and new clients should go elsewhere, else 0",
                picture.face().draining() ? 1 : 0);
        gauge("heap_used_bytes", "heap in use, garbage included", picture.heap());
        gauge("heap_limit_bytes", "what the heap may grow to", picture.heapLimit());
        known("open_descriptors", "file descriptors in use", picture.descriptors());
        known("descriptor_limit", "file descriptors that the process may have", picture.descriptorLimit());
    }

    private void connections(Map<Listener, Long> connections) {
        family("connections", "gauge",
                "channels that are open, by the listener they came in by; without one if that is closed or they went out");
        connections.forEach((listener, number) -> sample("connections", number, "protocol", listener.part(),
                "listener", listener.address()));
    }

    private void reactor(ServerPicture picture) {
        BufferPool.Figures pool = picture.reactor().pool();
        gauge("output_queued_bytes", "output at hand that peers have not taken", picture.queued());
        gauge("buffers_lent_bytes", "buffers in use by channels", pool.lent());
        gauge("buffers_kept_bytes", "buffers kept for reuse", pool.free());
        gauge("buffers_kept_limit_bytes", "the most that is kept for reuse", pool.ceiling());
        family("buffers_made_total", "counter", "buffers made because none was kept");
        sample("buffers_made_total", pool.misses());
        family("turns_total", "counter", "turns of the reactor");
        sample("turns_total", picture.reactor().turns());
        gauge("longest_turn_seconds", "the longest turn of the reactor so far",
                picture.reactor().longestTurn() / NANOS);
        gauge("timers", "timers that are still to run", picture.reactor().timers());
    }

    private void extensions(Collection<ServerPicture.Part> parts) {
        byExtension(parts, "requests", "requests that it was given to answer", ServerPicture.Part::requests);
        byExtension(parts, "faults", "requests that it failed on", ServerPicture.Part::faults);
        byExtension(parts, "seconds", "time for which it has kept the reactor", part -> part.nanos() / NANOS);
        family("extension_enabled", "gauge", "1 if it is asked at all, else 0");
        parts.forEach(part -> sample("extension_enabled", part.enabled() ? 1 : 0, "extension", part.name()));
    }

    private void byExtension(Collection<ServerPicture.Part> parts, String what, String help,
            ToDoubleFunction<ServerPicture.Part> figure) {
        String name = "extension_" + what + "_total";
        family(name, "counter", help);
        parts.forEach(part -> sample(name, figure.applyAsDouble(part), "extension", part.name()));
    }

    private void counters(Map<Counter, Long> counters) {
        counters.forEach((counter, value) -> {
            String name = counter.label().replace('-', '_') + "_total";
            family(name, "counter", counter.meaning());
            sample(name, value);
        });
    }

    private void gauge(String name, String help, double value) {
        family(name, "gauge", help);
        sample(name, value);
    }

    private void known(String name, String help, OptionalLong value) {
        if (value.isPresent()) {
            gauge(name, help, value.getAsLong());
        }
    }

    private void family(String name, String type, String help) {
        text.append("# HELP ").append(PREFIX).append(name).append(' ')
                .append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
        text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
    }

    /// @param labels names and values by turns
    private void sample(String name, double value, String... labels) {
        text.append(PREFIX).append(name);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"").append(escaped(labels[i + 1])).append('"');
        }
        text.append(labels.length > 0 ? "} " : " ").append(number(value)).append('\n');
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /// Whole numbers as such, which are easier to read.
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
