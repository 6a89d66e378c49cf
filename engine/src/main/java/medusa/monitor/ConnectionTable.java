package medusa.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

import medusa.monitor.Want.Connections;
import medusa.monitor.Want.Told;
import medusa.reactor.ChannelSnapshot;

/// The connections as watches are told of them: each picture of the reactor makes an edition, and what differs between two
/// editions can be told, as long as not too much has left in between. One thread at a time.
final class ConnectionTable {
    /// Connections that have left, of which is remembered that they were there.
    private static final int MOST_LEFT = 10_000;
    private static final String MONITOR = "monitor";
    /// What is told to a watch moves bytes on the watch's own connection; told at once, no server would ever be quiet.
    private static final long REST_OF_MONITORS = Duration.ofSeconds(10).toNanos();

    /// What is known of a connection.
    private static final class Row {
        private Connection connection;
        /// See [Connection#sought].
        private String sought;
        private ChannelSnapshot seen;
        /// The edition in which it changed last.
        private long changed;
        private long changedNanos;
        /// The last edition in which it was there.
        private long present;

        /// Whether `now` tells more than that time has passed.
        private boolean differs(ChannelSnapshot now, long nanos) {
            return seen.bytesIn() != now.bytesIn() || seen.state() != now.state() || seen.unread() != now.unread()
                    || seen.inSize() != now.inSize() || !seen.doing().equals(now.doing())
                    || !seen.user().equals(now.user()) || !seen.progress().equals(now.progress())
                    || !Objects.equals(seen.peer(), now.peer()) || !Objects.equals(seen.local(), now.local())
                    || sendsOtherwise(now)
                            && (!connection.protocol().equals(MONITOR) || nanos - changedNanos >= REST_OF_MONITORS);
        }

        private boolean sendsOtherwise(ChannelSnapshot now) {
            return seen.bytesOut() != now.bytesOut() || seen.outSize() != now.outSize()
                    || seen.queued() != now.queued() || !seen.producers().equals(now.producers());
        }
    }

    /// The connections that pass one filter.
    private final class Selection {
        private final List<String> words;
        private final Set<Long> ids = new HashSet<>();
        private final Deque<Left> left = new ArrayDeque<>();
        /// The first edition after which everything that has left is remembered.
        private long known = edition;

        private Selection(List<String> words) {
            this.words = words;
            rows.values().forEach(this::look);
        }

        private void look(Row row) {
            if (Connection.matches(row.sought, words)) {
                ids.add(row.connection.id());
            } else {
                leaves(row.connection.id());
            }
        }

        private void leaves(long id) {
            if (ids.remove(id)) {
                left.addLast(new Left(id, edition));
                if (left.size() > MOST_LEFT) {
                    known = left.removeFirst().edition;
                }
            }
        }

        /// Those that have left, and not come back, after an edition.
        private Collection<Long> leftSince(long since) {
            Set<Long> gone = new HashSet<>();
            for (var latest = left.descendingIterator(); latest.hasNext();) {
                Left one = latest.next();
                if (one.edition <= since) {
                    break;
                }
                if (!ids.contains(one.id)) {
                    gone.add(one.id);
                }
            }
            return gone.stream().sorted().toList();
        }
    }

    private record Left(long id, long edition) {}

    /// Those that changed last are last.
    private final SequencedMap<Long, Row> rows = new LinkedHashMap<>();
    private final Map<List<String>, Selection> selections = new HashMap<>();
    private long edition = Connections.NOTHING;
    private Instant at = Instant.EPOCH;

    /// Makes the next edition.
    ///
    /// @param filters of all who watch; no other can be asked for
    void take(Picture picture, Set<List<String>> filters) {
        edition++;
        at = picture.at();
        selections.keySet().retainAll(filters);
        for (ChannelSnapshot channel : picture.reactor().channels()) {
            Row row = rows.get(channel.id());
            if (row == null || row.differs(channel, picture.nanos())) {
                row = change(row, channel, picture);
            }
            row.present = edition;
        }
        rows.values().removeIf(row -> {
            boolean gone = row.present != edition;
            if (gone) {
                selections.values().forEach(selection -> selection.leaves(row.connection.id()));
            }
            return gone;
        });
        filters.forEach(words -> selections.computeIfAbsent(words, Selection::new));
    }

    private Row change(Row before, ChannelSnapshot channel, Picture picture) {
        Row row = before == null ? new Row() : before;
        Connection now = Connection.of(channel, picture.at());
        row.connection = before == null ? now : now.after(before.connection);
        row.sought = now.sought();
        row.seen = channel;
        row.changed = edition;
        row.changedNanos = picture.nanos();
        rows.putLast(channel.id(), row);
        selections.values().forEach(selection -> selection.look(row));
        return row;
    }

    /// Lets go of everything; who knew something is told all of the next edition.
    void clear() {
        rows.clear();
        selections.clear();
    }

    /// The same for all who want to be told the same of this edition.
    Connections normal(Connections want) {
        return want.since() != Connections.NOTHING && want.since() < selections.get(want.words()).known
                ? new Connections(want.words(), Connections.LOST)
                : want;
    }

    /// @param want see [#normal]
    /// @return null if there is nothing to tell
    Told tell(Connections want) {
        Selection selection = selections.get(want.words());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("at", at);
        if (want.since() == Connections.NOTHING) {
            members.put("total", rows.size());
            members.put("connections", connections(selection, 0));
        } else {
            boolean all = want.since() == Connections.LOST;
            List<Connection> changed = connections(selection, want.since());
            Collection<Long> closed = all ? List.of() : selection.leftSince(want.since());
            if (!all && changed.isEmpty() && closed.isEmpty()) {
                return null;
            }
            if (all) {
                members.put("all", true);
            }
            members.put("changed", changed);
            members.put("closed", closed);
        }
        return new Told(Watched.common(members), new Connections(want.words(), edition));
    }

    /// Those that have changed after an edition, in order of opening.
    private List<Connection> connections(Selection selection, long since) {
        List<Connection> changed = new ArrayList<>();
        for (Row row : rows.sequencedValues().reversed()) {
            if (row.changed <= since) {
                break;
            }
            if (selection.ids.contains(row.connection.id())) {
                changed.add(row.connection);
            }
        }
        changed.sort(Comparator.comparingLong(Connection::id));
        return changed;
    }
}
