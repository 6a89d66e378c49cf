package medusa.gui.connections;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
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
    private static final Duration LONGEST_STEP = Duration.ofSeconds(2);
    /// Without any picture for so long nothing has moved since the last one.
    private static final Duration QUIET = Duration.ofMillis(1500);
    /// Whoever tells everything anew after so long was away meanwhile.
    private static final Duration AWAY = Duration.ofSeconds(5);

    private static final class Entry {
        private Row row;
        private long picture;
        private Instant goneAt;
        private Speed speed;
        private RateHistory history;
        private Pace pace = new Pace();
    }

    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private final SequencedSet<Entry> fading = new LinkedHashSet<>();
    private final Set<Entry> moving = new HashSet<>();
    private Instant at;
    private Instant watchedSince;
    private Instant heard;
    private long picture;

    /// @return the lines that are other than before
    List<Row> apply(ConnectionChange change, Instant here) {
        boolean away = at != null && change.all() && change.at().isAfter(at.plus(AWAY));
        boolean back = at != null && change.at().isBefore(at); // the server's clock has been set
        if (away || back) {
            leave();
        }
        if (at == null) {
            watchedSince = change.at();
        }
        picture++;
        List<Row> touched = new ArrayList<>(change.changed().size());
        for (ConnectionInfo info : change.changed()) {
            put(info, change.at(), touched);
        }
        rest(change.at(), touched);
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

    static double seconds(Instant from, Instant to) {
        return to.getEpochSecond() - from.getEpochSecond() + (to.getNano() - from.getNano()) / 1e9;
    }

    private void put(ConnectionInfo info, Instant now, List<Row> touched) {
        Entry entry = entries.get(info.id());
        if (entry == null || entry.goneAt != null || !entry.row.info().opened().equals(info.opened())) {
            if (entry != null) {
                forget(entry); // the number of a connection of a server that is no more
            }
            entry = new Entry();
            entries.put(info.id(), entry);
        }
        entry.picture = picture;
        speed(entry, info, now);
        String doing = Row.doing(info);
        double pace = info.done().isPresent() ? entry.pace.add(doing, info.done().getAsLong(), now) : 0;
        show(entry, new Row(info, doing, entry.speed.in(now), entry.speed.out(now), pace, false), now, touched);
    }

    private void speed(Entry entry, ConnectionInfo info, Instant now) {
        if (entry.speed != null) {
            Instant longAgo = now.minus(LONGEST_STEP);
            entry.speed.add(at == null || at.isBefore(longAgo) ? longAgo : at, now, info.bytesIn(), info.bytesOut());
        } else if (at != null && !info.opened().isBefore(at)) { // it was not there at the picture before
            entry.speed = new Speed(info.opened(), 0, 0);
            entry.speed.add(info.opened(), now, info.bytesIn(), info.bytesOut());
        } else {
            entry.speed = new Speed(now, info.bytesIn(), info.bytesOut());
        }
    }

    private void show(Entry entry, Row row, Instant now, List<Row> touched) {
        if (!row.equals(entry.row)) {
            entry.row = row;
            touched.add(row);
        }
        if (row.isMoving()) {
            moving.add(entry);
            if (entry.history == null) {
                entry.history = noHistory(entry);
            }
            entry.history.add(now, row.inRate(), row.outRate());
        }
    }

    /// Those of which the newest picture says nothing have not moved since the one before.
    private void rest(Instant now, List<Row> touched) {
        for (Entry entry : List.copyOf(moving)) {
            if (entry.picture != picture) {
                show(entry, entry.row.at(entry.speed.in(now), entry.speed.out(now)), now, touched);
            }
            if (!entry.row.isMoving()) {
                moving.remove(entry);
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

    /// To be called now and then: while nothing is told, nothing moves.
    ///
    /// @return the lines that are other than before
    List<Row> quiet(Instant here) {
        List<Row> touched = new ArrayList<>();
        if (!moving.isEmpty() && heard.plus(QUIET).isBefore(here)) {
            picture++;
            rest(at.plus(Duration.between(heard, here)), touched);
        }
        return touched;
    }

    /// Forgets those that have gone for long enough.
    ///
    /// @return their numbers
    Collection<Long> expire(Instant here) {
        List<Long> expired = new ArrayList<>();
        while (!fading.isEmpty() && isOver(fading.getFirst(), here)) {
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
        entries.values().forEach(entry -> {
            entry.history = null;
            entry.speed = null;
            entry.pace = new Pace();
        });
        moving.clear();
        at = null;
    }

    Optional<Row> row(long id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.row);
    }

    /// Of a connection that is known.
    Optional<RateHistory> history(long id) {
        return Optional.ofNullable(entries.get(id))
                .map(entry -> entry.history == null ? noHistory(entry) : entry.history);
    }

    private RateHistory noHistory(Entry entry) {
        Instant opened = entry.row.info().opened();
        return new RateHistory(watchedSince.isAfter(opened) ? watchedSince : opened);
    }
}
