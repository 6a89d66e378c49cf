package medusa.gui.connections;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import medusa.gui.client.ConnectionChange;
import medusa.gui.client.ConnectionInfo;

/// All connections as the server has told them, with what follows from two pictures: rates, and who has just gone. One thread.
///
/// Two clocks: `at` is the server's, `here` this machine's.
final class Book {
    /// How long what has gone stays.
    static final Duration FADE = Duration.ofSeconds(1);
    /// The server tells nothing while nothing changes, so that the last picture may be old; what moved then moved lately.
    private static final double LONGEST_STEP = 2;
    /// Without any picture for so long nothing moves.
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final class Entry {
        private Row row;
        private long picture;
        private Instant goneAt;
        private RateHistory history;
        private final Pace pace = new Pace();
    }

    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private final Deque<Entry> fading = new ArrayDeque<>();
    private final Set<Entry> moving = new HashSet<>();
    private Instant at;
    private Instant heard;
    private long picture;

    /// What two changes are together, so that none is lost: which came and went in between is in both lists.
    static ConnectionChange merged(ConnectionChange before, ConnectionChange later) {
        if (later.all()) {
            return later;
        }
        Map<Long, ConnectionInfo> changed = LinkedHashMap.newLinkedHashMap(before.changed().size());
        before.changed().forEach(each -> changed.put(each.id(), each));
        later.changed().forEach(each -> changed.put(each.id(), each));
        Set<Long> closed = new LinkedHashSet<>(before.closed());
        closed.addAll(later.closed());
        return new ConnectionChange(before.all(), List.copyOf(changed.values()), List.copyOf(closed), later.at());
    }

    /// @return the lines that are other than before
    List<Row> apply(ConnectionChange change, Instant here) {
        picture++;
        Step step = Step.of(at, change.at());
        List<Row> touched = new ArrayList<>(change.changed().size());
        for (ConnectionInfo info : change.changed()) {
            put(info, step, touched);
        }
        rest(touched);
        if (change.all()) {
            entries.values().stream().filter(entry -> entry.picture != picture)
                    .forEach(entry -> end(entry, Instant.MIN, touched));
        }
        for (Long id : change.closed()) {
            Entry entry = entries.get(id);
            if (entry != null) {
                end(entry, here, touched);
            }
        }
        at = change.at();
        heard = here;
        return touched;
    }

    /// From one picture to the next.
    ///
    /// @param seconds 0 if that is not known
    private record Step(Instant from, Instant to, double seconds) {
        static Step of(Instant from, Instant to) {
            return new Step(from, to, from == null ? 0 : Math.min(Book.seconds(from, to), LONGEST_STEP));
        }

        /// Whether what was opened then was not there at the picture before.
        boolean saw(Instant opened) {
            return from != null && !opened.isBefore(from);
        }
    }

    static double seconds(Instant from, Instant to) {
        return to.getEpochSecond() - from.getEpochSecond() + (to.getNano() - from.getNano()) / 1e9;
    }

    private void put(ConnectionInfo info, Step step, List<Row> touched) {
        Entry entry = entries.get(info.id());
        boolean isNew = entry == null || entry.goneAt != null || !entry.row.info().opened().equals(info.opened());
        if (isNew) {
            if (entry != null) {
                forget(entry); // the number of a connection of a server that is no more
            }
            entry = new Entry();
            entries.put(info.id(), entry);
        }
        entry.picture = picture;
        double seconds = isNew ? step.saw(info.opened()) ? seconds(info.opened(), step.to()) : 0 : step.seconds();
        ConnectionInfo before = isNew ? null : entry.row.info();
        double inRate = rate(before == null ? 0 : before.bytesIn(), info.bytesIn(), seconds);
        double outRate = rate(before == null ? 0 : before.bytesOut(), info.bytesOut(), seconds);
        double pace = info.done().isPresent()
                ? entry.pace.add(Row.doing(info), info.done().getAsLong(), step.to())
                : 0;
        Row row = new Row(info, inRate, outRate, pace, false);
        if (!row.equals(entry.row)) {
            entry.row = row;
            touched.add(row);
        }
        if (inRate > 0 || outRate > 0) {
            moving.add(entry);
            if (entry.history == null) {
                entry.history = new RateHistory();
            }
            entry.history.add(step.to(), inRate, outRate);
        }
    }

    private static double rate(long before, long after, double seconds) {
        return seconds <= 0 ? 0 : Math.max(0, after - before) / Math.max(seconds, 0.1);
    }

    /// Those of which the newest picture says nothing move no more.
    private void rest(List<Row> touched) {
        Iterator<Entry> each = moving.iterator();
        while (each.hasNext()) {
            Entry entry = each.next();
            if (entry.picture != picture) {
                each.remove();
                entry.row = entry.row.still();
                touched.add(entry.row);
            } else if (entry.row.inRate() == 0 && entry.row.outRate() == 0) {
                each.remove();
            }
        }
    }

    private void end(Entry entry, Instant here, List<Row> touched) {
        if (entry.goneAt == null) {
            entry.goneAt = here;
            entry.row = entry.row.ended();
            moving.remove(entry);
            fading.add(entry);
            touched.add(entry.row);
        }
    }

    private void forget(Entry entry) {
        moving.remove(entry);
        fading.remove(entry);
    }

    /// To be called now and then: when nothing has been told for a while, nothing moves.
    ///
    /// @return the lines that are other than before
    List<Row> quiet(Instant here) {
        List<Row> touched = new ArrayList<>();
        if (!moving.isEmpty() && heard.plus(QUIET).isBefore(here)) {
            picture++;
            rest(touched);
        }
        return touched;
    }

    /// Forgets those that have gone for long enough.
    ///
    /// @return their numbers
    Collection<Long> expire(Instant here) {
        List<Long> expired = new ArrayList<>();
        while (!fading.isEmpty() && isOver(fading.peekFirst(), here)) {
            Entry entry = fading.removeFirst();
            if (entries.remove(entry.row.id(), entry)) {
                expired.add(entry.row.id());
            }
        }
        return expired;
    }

    private static boolean isOver(Entry entry, Instant here) {
        return entry.goneAt.equals(Instant.MIN) || !here.isBefore(entry.goneAt.plus(FADE));
    }

    /// Nobody looks, and so nothing is known of what moves meanwhile.
    void leave() {
        entries.values().forEach(entry -> entry.history = null);
        at = null;
    }

    Optional<Row> row(long id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.row);
    }

    /// Empty if nothing has moved.
    Optional<RateHistory> history(long id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.history);
    }
}
