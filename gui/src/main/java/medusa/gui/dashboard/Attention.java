package medusa.gui.dashboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import medusa.gui.client.ServerFigures;

/// Something that whoever runs the server should look at.
///
/// @param key    of its text
/// @param weight how much it matters
/// @param number how many, or how much of a hundred
/// @param grown  how many of them came within the last quarter of an hour
/// @param whole  whether that is known of the whole of it; else of as long as this window watches
/// @param screen where it is dealt with; empty for nowhere
/// @param what   to look for there
record Attention(String key, Weight weight, long number, long grown, boolean whole, String screen, String what) {
    private static final double NEARLY = 0.85;
    private static final int HEAP_SECONDS = 60;
    private static final String LONG_TURNS = "long-turns";
    /// A wait that people feel. The limit from which turns are counted is far below.
    private static final double FELT_MILLIS = 1000;
    private static final int MANY_TURNS = 20;

    /// How much it matters, most first.
    enum Weight {
        /// The server is about to fail at something, or has failed.
        GRAVE,
        /// It is new.
        NEW,
        /// It was so some time ago.
        EARLIER
    }

    /// All there is, what is new first.
    ///
    /// @param started when the server was, by its clock
    static List<Attention> of(ServerFigures figures, History history, Instant started) {
        List<Attention> all = new ArrayList<>();
        if (figures.draining()) {
            all.add(new Attention("draining", Weight.GRAVE, figures.open(), 0, true, "connections", ""));
        }
        figures.descriptors().ifPresent(used -> figures.descriptorLimit().ifPresent(limit -> {
            if (limit > 0 && used > NEARLY * limit) {
                all.add(new Attention("descriptors", Weight.GRAVE, 100 * used / limit, 0, true, "connections", ""));
            }
        }));
        double least = least(history.of(Metric.HEAP).last(HEAP_SECONDS));
        if (least > NEARLY * figures.heapLimit()) {
            all.add(new Attention("heap", Weight.GRAVE, (long) (100 * least / figures.heapLimit()), 0, true, "monitor", ""));
        }
        Instant quarter = figures.at().minusSeconds(History.SECONDS);
        boolean young = started.isAfter(quarter);
        boolean whole = young || !history.begun().isAfter(quarter);
        Trouble.ALL.stream().flatMap(each -> counted(each, figures, history, young, whole))
                .sorted(Comparator.comparing(Attention::weight)).forEach(all::add);
        return all;
    }

    /// What the collector has left over within the time; NaN if that is not known for the whole of it, since a heap that is
    /// full for a moment is nothing bad.
    private static double least(double[] values) {
        double least = Double.MAX_VALUE;
        for (double value : values) {
            least = Math.min(least, value);
        }
        return least;
    }

    /// @param young whether all that the server has counted has come within the last quarter of an hour
    private static Stream<Attention> counted(Trouble trouble, ServerFigures figures, History history, boolean young,
            boolean whole) {
        long count = figures.counter(trouble.counter());
        long seen = Math.max(0, history.grown(trouble.counter()));
        long grown = young ? Math.max(count, seen) : seen;
        if (trouble.counter().equals(LONG_TURNS)) {
            double longest = young ? figures.longestTurnMillis() : history.of(Metric.TURN).largest();
            if (grown < MANY_TURNS && longest < FELT_MILLIS) {
                grown = 0; // a hiccup, as when a server warms up
                count = figures.longestTurnMillis() < FELT_MILLIS && count < MANY_TURNS ? 0 : count;
            }
        }
        Weight fresh = trouble.grave() ? Weight.GRAVE : Weight.NEW;
        return count == 0 && grown == 0
                ? Stream.empty()
                : Stream.of(new Attention(trouble.counter(), grown > 0 ? fresh : Weight.EARLIER, Math.max(count, grown),
                        grown, whole, trouble.screen(), trouble.what()));
    }
}
