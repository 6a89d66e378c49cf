package medusa.gui.log;

import java.time.Instant;

import medusa.gui.client.LogEntry;

/// A line of the list.
sealed interface LogLine {

    /// An entry of the server's log.
    record Entry(LogEntry entry) implements LogLine {}

    /// A line below an entry that is unfolded.
    record Below(LogEntry entry, String text) implements LogLine {}

    /// Entries that nobody has seen.
    record Missed(long count) implements LogLine {}

    /// The connection stood again.
    ///
    /// @param at       by this machine's clock
    /// @param restarted whether the server is another process than before
    record Again(Instant at, boolean restarted) implements LogLine {}
}
