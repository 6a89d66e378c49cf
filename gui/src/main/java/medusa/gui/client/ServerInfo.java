package medusa.gui.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Which server it is, as `server.info` tells.
///
/// @param now     its clock
public record ServerInfo(String version, String java, String system, long pid, Instant started, Instant now,
        List<ServerFigures.Listener> listeners) {

    static ServerInfo of(Map<String, Object> members) {
        Told told = new Told(members);
        return new ServerInfo(told.text("version"), told.text("java"), told.text("system"), told.number("pid"),
                told.instant("started"), told.instant("now"), ServerFigures.listeners(told));
    }
}
