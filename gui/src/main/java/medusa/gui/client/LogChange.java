package medusa.gui.client;

import java.util.List;
import java.util.Map;

/// What is new in the log.
///
/// @param begins  whether it is what is kept, in place of what was told before
/// @param entries oldest first
/// @param missed  how many have come and gone before them, unseen
public record LogChange(boolean begins, List<LogEntry> entries, long missed) {

    /// The answer that begins a watch has the newest first.
    static LogChange kept(Map<String, Object> members) {
        return new LogChange(true, entries(members).reversed(), 0);
    }

    static LogChange added(Map<String, Object> members) {
        return new LogChange(false, entries(members), new Told(members).number("missed"));
    }

    private static List<LogEntry> entries(Map<String, Object> members) {
        return new Told(members).objects("entries").map(LogEntry::of).toList();
    }
}
