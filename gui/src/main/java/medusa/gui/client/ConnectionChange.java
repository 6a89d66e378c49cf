package medusa.gui.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;

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
        return new ConnectionChange(told.flag("all"), connections(told, "changed"), told.numbers("closed"),
                told.instant("at"));
    }

    private static List<ConnectionInfo> connections(Told told, String name) {
        return told.objects(name, MOST).map(ConnectionInfo::of).toList();
    }
}
