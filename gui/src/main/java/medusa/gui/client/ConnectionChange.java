package medusa.gui.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What has changed about the connections.
///
/// @param all     whether `changed` are all there are, in place of what was told before
/// @param changed those that are new, or other than they were
/// @param closed  the numbers of those that have gone
/// @param at      when the server looked, by its clock
public record ConnectionChange(boolean all, List<ConnectionInfo> changed, List<Long> closed, Instant at) {

    /// More than any server has.
    private static final int MOST = 200_000;

    /// The answer that begins a watch.
    static ConnectionChange begun(Map<String, Object> members) {
        Told told = new Told(members);
        return new ConnectionChange(true, connections(told, "connections"), List.of(), told.instant("at"));
    }

    static ConnectionChange pushed(Map<String, Object> members) {
        Told told = new Told(members);
        return new ConnectionChange(told.flag("all"), connections(told, "changed"), told.numbers("closed", MOST),
                told.instant("at"));
    }

    /// What two changes are together, so that none is lost: which came and went in between is in both lists.
    public static ConnectionChange merged(ConnectionChange before, ConnectionChange later) {
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

    private static List<ConnectionInfo> connections(Told told, String name) {
        return told.objects(name, MOST).map(ConnectionInfo::of).toList();
    }
}
