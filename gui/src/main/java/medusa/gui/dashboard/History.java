package medusa.gui.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

import medusa.gui.client.ServerFigures;

/// How a server did in the last quarter of an hour, a value a second, by the server's clock. What nobody has seen, because the
/// connection was lost or the server ended, is a gap. One thread.
final class History {
    static final int SECONDS = 900;
    /// A server that tells later than this was busy, or its connection slow; after that nobody knows.
    private static final long PATIENCE = 5;
    private static final int MOST_PROTOCOLS = 32;

    private final Map<Metric, Course> metrics = new EnumMap<>(Metric.class);
    private final TreeMap<String, Course> protocols = new TreeMap<>();
    /// Of what nobody wants. A server may count whatever it likes: only what is asked for is kept.
    private final Map<String, Course> growth = new LinkedHashMap<>();
    /// What the newest value was made of; null for none.
    private ServerFigures last;
    /// The second of the newest value.
    private long second;
    private boolean connected = true;
    /// When the first figures were; null before.
    private Instant begun;

    History() {
        for (Metric metric : Metric.values()) {
            metrics.put(metric, new Course(SECONDS));
        }
        Trouble.ALL.forEach(trouble -> growth.put(trouble.counter(), new Course(SECONDS)));
    }

    /// The connection is lost: until the next figures come, nobody knows.
    void lost() {
        connected = false;
    }

    /// The next figures, as often a second as they come.
    ///
    /// @return whether there is a new value
    boolean add(ServerFigures figures) {
        long now = figures.at().getEpochSecond();
        if (last != null && connected && now == second && !restarted(figures)) {
            return false;
        }
        boolean anew = last == null || restarted(figures);
        long passed = last == null ? 1 : now - second;
        boolean gap = anew || !connected || passed < 1 || passed > PATIENCE;
        long missing = Math.clamp(passed - 1, 0, SECONDS);
        for (long i = 0; i < missing; i++) {
            put(figures, gap, true);
        }
        put(figures, gap, false);
        grow(figures);
        begun = begun == null ? figures.at() : begun;
        last = figures;
        second = now;
        connected = true;
        return true;
    }

    private boolean restarted(ServerFigures figures) {
        return figures.turns() < last.turns() || last.counters().entrySet().stream()
                .anyMatch(before -> figures.counter(before.getKey()) < before.getValue());
    }

    /// @param gap     whether it is not known what was between the last figures and these
    /// @param between whether it is about that time
    private void put(ServerFigures figures, boolean gap, boolean between) {
        boolean unknown = gap && between;
        metrics.forEach((metric, course) -> course
                .add(unknown ? Double.NaN : value(metric, figures, gap)));
        figures.connections().keySet().stream().filter(_ -> protocols.size() < MOST_PROTOCOLS)
                .forEach(name -> protocols.computeIfAbsent(name, _ -> none()));
        protocols.forEach((name, course) -> course
                .add(unknown ? Double.NaN : figures.connections().getOrDefault(name, 0L)));
    }

    /// Of a protocol that nobody has spoken until now.
    private Course none() {
        Course course = new Course(SECONDS);
        for (int age = SECONDS; age > 0; age--) {
            course.add(0 * metrics.get(Metric.CONNECTIONS).at(age));
        }
        return course;
    }

    private double value(Metric metric, ServerFigures figures, boolean gap) {
        if (!metric.isRate()) {
            return metric.of(figures);
        }
        if (gap) {
            return Double.NaN;
        }
        double seconds = Duration.between(last.at(), figures.at()).toNanos() / 1e9;
        return Math.max(0, metric.of(figures) - metric.of(last)) / seconds;
    }

    /// What a server has counted that was started meanwhile, it has counted meanwhile.
    private void grow(ServerFigures figures) {
        if (last != null) {
            boolean restarted = restarted(figures);
            long passed = Math.clamp(figures.at().getEpochSecond() - second, 1, SECONDS);
            growth.forEach((name, course) -> {
                for (long i = 1; i < passed; i++) {
                    course.add(0);
                }
                long value = figures.counter(name);
                course.add(restarted ? value : value - last.counter(name));
            });
        }
    }

    // ---- what is known ----

    /// When the newest value was, by the server's clock; the beginning of time before there is one.
    Instant newest() {
        return last == null ? Instant.EPOCH : last.at();
    }

    /// Since when somebody watches, by the server's clock; the end of time before the first figures.
    Instant begun() {
        return begun == null ? Instant.MAX : begun;
    }

    /// The protocols that there were connections of, by name.
    SortedSet<String> protocols() {
        return Collections.unmodifiableSortedSet(protocols.navigableKeySet());
    }

    Course of(Metric metric) {
        return metrics.get(metric);
    }

    /// How many connections of a protocol.
    Course ofProtocol(String name) {
        return protocols.getOrDefault(name, new Course(1));
    }

    /// By how much a counter has grown in the last quarter of an hour, as far as that was seen.
    long grown(String counter) {
        Course course = growth.get(counter);
        return course == null ? 0 : Math.round(course.sum());
    }
}
