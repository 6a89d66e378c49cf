package medusa.gui.log;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import medusa.gui.client.LogChange;
import medusa.gui.client.LogEntry;

/// The last entries of a server's log, and which of them are to be seen. JavaFX thread only.
final class LogModel {
    static final int MOST = 10_000;

    private final Clock clock;
    private final List<LogLine> all = new ArrayList<>();
    private final ObservableList<LogLine> visible = FXCollections.observableArrayList();
    private final ObjectProperty<LogFilter> filter = new SimpleObjectProperty<>(LogFilter.ALL);
    private final List<LogLine> held = new ArrayList<>();
    private final ReadOnlyIntegerWrapper waiting = new ReadOnlyIntegerWrapper();
    private final BooleanProperty paused = new SimpleBooleanProperty();
    private final BooleanProperty follow = new SimpleBooleanProperty(true);
    private final ReadOnlyBooleanWrapper told = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper empty = new ReadOnlyBooleanWrapper(true);
    private Keeper keeper = new Keeper() {
    };
    /// The last entries that came, whether to be seen or not, oldest first: to know them again.
    private final List<LogEntry> known = new ArrayList<>();
    private final Set<LogEntry> unfolded = new HashSet<>();

    /// Sees to it that who looks at the lines keeps his place when they change.
    interface Keeper {
        /// So many lines are about to go from the top of the visible ones.
        default void dropping(int count) {}

        /// Runs `change`, after which other lines are visible.
        default void filtering(Runnable change) {
            change.run();
        }
    }

    LogModel(Clock clock) {
        this.clock = clock;
        filter.subscribe(_ -> keeper.filtering(() -> visible.setAll(shown(all))));
        paused.subscribe(is -> {
            if (!is) {
                show(List.copyOf(held));
                held.clear();
                waiting.set(0);
            }
        });
    }

    void setKeeper(Keeper now) { keeper = now; }

    /// What is new.
    void told(LogChange change) {
        boolean restarted = change.begins() && restarted(change.entries());
        if (restarted) {
            known.clear();
        }
        List<LogEntry> entries = unknown(change.entries());
        List<LogLine> lines = new ArrayList<>();
        if (change.begins() && told.get()) {
            lines.add(new LogLine.Again(clock.instant(), restarted));
            if (!restarted && !entries.isEmpty() && !known.isEmpty()) {
                addMissed(lines, entries.getLast().number() - known.getLast().number() - entries.size());
            }
        }
        addMissed(lines, change.missed());
        entries.forEach(entry -> lines.add(new LogLine.Entry(entry)));
        known.addAll(entries);
        trim(known);
        told.set(true);
        if (paused.get()) {
            held.addAll(lines);
            trim(held);
            waiting.set((int) Math.min(Integer.MAX_VALUE,
                    waiting.get() + lines.stream().filter(LogLine.Entry.class::isInstance).count()));
        } else {
            show(lines);
        }
    }

    private static void addMissed(List<LogLine> lines, long count) {
        if (count > 0) {
            lines.add(new LogLine.Missed(count));
        }
    }

    private static void trim(List<?> list) {
        if (list.size() > MOST) {
            list.subList(0, list.size() - MOST).clear();
        }
    }

    /// What has not been told before, by the numbers: those of a server only grow.
    private List<LogEntry> unknown(List<LogEntry> entries) {
        List<LogEntry> unknown = new ArrayList<>();
        long last = known.isEmpty() ? Long.MIN_VALUE : known.getLast().number();
        for (LogEntry entry : entries) {
            if (entry.number() > last) {
                unknown.add(entry);
                last = entry.number();
            }
        }
        return unknown;
    }

    /// Whether they are of another server, which counts from the beginning: one of the same number is another entry, or the last
    /// number is gone.
    private boolean restarted(List<LogEntry> entries) {
        if (known.isEmpty() || entries.isEmpty()) {
            return false;
        }
        if (entries.getLast().number() < known.getLast().number()) {
            return true;
        }
        Map<Long, LogEntry> numbers = new HashMap<>();
        known.forEach(entry -> numbers.put(entry.number(), entry));
        return entries.stream().anyMatch(entry -> !numbers.getOrDefault(entry.number(), entry).equals(entry));
    }

    private void show(List<LogLine> lines) {
        int over = all.size() + lines.size() - MOST;
        if (over > 0) {
            List<LogLine> gone = all.subList(0, Math.min(over, all.size()));
            int seen = shown(gone).size();
            gone.forEach(line -> {
                if (line instanceof LogLine.Entry(var entry)) {
                    unfolded.remove(entry);
                }
            });
            gone.clear();
            if (seen > 0) {
                keeper.dropping(seen);
                visible.remove(0, seen);
            }
        }
        List<LogLine> kept = lines.subList(Math.max(0, lines.size() - MOST), lines.size());
        all.addAll(kept);
        empty.set(all.isEmpty());
        visible.addAll(shown(kept));
    }

    /// What of `lines` is to be seen now.
    private List<LogLine> shown(List<LogLine> lines) {
        return lines.stream().filter(filter.get()).flatMap(line -> line instanceof LogLine.Entry(var entry)
                && unfolded.contains(entry) ? Stream.concat(Stream.of(line), below(entry)) : Stream.of(line)).toList();
    }

    private static Stream<LogLine> below(LogEntry entry) {
        return entry.more().stream().map(text -> new LogLine.Below(entry, text));
    }

    /// Shows or hides the lines below an entry; nothing if it has none.
    void fold(LogEntry entry) {
        int at = visible.indexOf(new LogLine.Entry(entry));
        if (at < 0 || entry.more().isEmpty()) {
            return;
        }
        follow.set(false); // who reads it wants it to stay
        if (unfolded.remove(entry)) {
            visible.remove(at + 1, at + 1 + entry.more().size());
        } else {
            unfolded.add(entry);
            visible.addAll(at + 1, below(entry).toList());
        }
        visible.set(at, visible.get(at)); // its mark is another one
    }

    boolean isUnfolded(LogEntry entry) {
        return unfolded.contains(entry);
    }

    // ---- to be seen ----

    /// Those that the filter lets through, oldest first.
    ObservableList<LogLine> visible() {
        return visible;
    }

    /// All that are kept, oldest first.
    List<LogLine> all() {
        return List.copyOf(all);
    }

    /// How many of those that are kept the filter lets through.
    long seen() {
        return visible.stream().filter(line -> !(line instanceof LogLine.Below)).count();
    }

    /// How many are kept.
    int size() {
        return all.size();
    }

    /// Whether none is kept.
    ReadOnlyBooleanProperty emptyProperty() {
        return empty.getReadOnlyProperty();
    }

    ObjectProperty<LogFilter> filterProperty() {
        return filter;
    }

    /// Whether new entries are held back.
    BooleanProperty pausedProperty() {
        return paused;
    }

    /// How many are held back.
    ReadOnlyIntegerProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    /// Whether the newest line is to stay in view.
    BooleanProperty followProperty() {
        return follow;
    }

    /// Whether the server has told anything yet.
    ReadOnlyBooleanProperty toldProperty() {
        return told.getReadOnlyProperty();
    }
}
