package medusa.log;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.slf4j.event.Level;

import medusa.metrics.Printable;

/// The last entries of the log, in memory, for whoever looks at the running server. Each level keeps its own, so that much
/// talk does not push the few errors out. Any thread.
public final class TailLog {
    private static final int KEPT = 200;
    private static final int LONGEST = 400;
    private static final int MOST_LINES = 20;
    private static final int MOST_CHARACTERS = 4096;

    /// An entry.
    ///
    /// @param number one more than that of the entry before it, whatever its level
    /// @param text   `reactor: listening`, on one line, cut where it gets too long
    /// @param more   the lines below it, such as those of a stack; 20 and 4,096 characters at most, empty if there are none
    public record Entry(long number, Instant when, Level level, String text, Optional<List<String>> more) {

        /// The same without the lines below.
        public Entry brief() {
            return more.isEmpty() ? this : new Entry(number, when, level, text, Optional.empty());
        }
    }

    /// The entries behind a certain one, as far as they are kept.
    ///
    /// @param entries oldest first
    /// @param total   how many of these levels there have ever been: who counts what he has got knows how many he has missed
    public record Later(List<Entry> entries, long total) {}

    private final int most;
    private final Map<Level, ArrayDeque<Entry>> kept = new EnumMap<>(Level.class);
    private final Map<Level, Long> totals = new EnumMap<>(Level.class);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long added;

    /// With room for what a person reads.
    public TailLog() {
        this(KEPT);
    }

    /// @param most entries of each level
    public TailLog(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most entries " + most);
        }
        this.most = most;
        for (Level level : Level.values()) {
            kept.put(level, new ArrayDeque<>());
        }
    }

    /// Adds an entry of one line; the oldest of its level makes room.
    public void add(Instant when, Level level, String text) {
        add(when, level, text, List.of());
    }

    /// The same with lines below it, as many as there is room for.
    public void add(Instant when, Level level, String text, List<String> more) {
        String line = line(text);
        Optional<List<String>> below = Optional.of(bounded(more)).filter(lines -> !lines.isEmpty());
        synchronized (this) {
            ArrayDeque<Entry> same = kept.get(level);
            if (same.size() == most) {
                same.removeFirst();
            }
            same.addLast(new Entry(++added, when, level, line, below));
            totals.merge(level, 1L, Long::sum);
        }
        listeners.forEach(Runnable::run);
    }

    private static String line(String text) {
        return Printable.line(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }

    private static List<String> bounded(List<String> lines) {
        List<String> kept = new ArrayList<>();
        int room = MOST_CHARACTERS;
        for (String each : lines) {
            String line = line(each);
            if (kept.size() == MOST_LINES || line.length() > room) {
                kept.removeLast();
                kept.add("…");
                break;
            }
            kept.add(line);
            room -= line.length();
        }
        return List.copyOf(kept);
    }

    /// Has `listener` called after each entry, until it is taken back, on the thread that logged it: it must do next to nothing,
    /// and not log. No lock of this object is held.
    public void tell(Runnable listener) {
        listeners.add(listener);
    }

    /// Takes a listener back; it may be called a last time.
    public void tellNoMore(Runnable listener) {
        listeners.remove(listener);
    }

    /// The kept entries behind a certain one.
    ///
    /// @param least  the level that an entry must have or exceed
    /// @param number of the last entry that is known; 0 for none
    public synchronized Later later(Level least, long number) {
        List<Entry> entries = kept.entrySet().stream().filter(ring -> ring.getKey().toInt() >= least.toInt())
                .flatMap(ring -> ring.getValue().stream()).filter(entry -> entry.number() > number)
                .sorted(Comparator.comparingLong(Entry::number)).toList();
        long total = totals.entrySet().stream().filter(count -> count.getKey().toInt() >= least.toInt())
                .mapToLong(Map.Entry::getValue).sum();
        return new Later(entries, total);
    }

    /// The latest entries as they are now, newest first.
    ///
    /// @param least the level that an entry must have or exceed
    /// @param count no more than so many
    public synchronized List<Entry> latest(Level least, int count) {
        return kept.entrySet().stream().filter(ring -> ring.getKey().toInt() >= least.toInt())
                .flatMap(ring -> ring.getValue().stream())
                .sorted(Comparator.comparingLong(Entry::number).reversed()).limit(count).toList();
    }
}
