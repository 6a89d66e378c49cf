package medusa.gui.client;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// An entry of a server's log.
///
/// @param number one more than that of the entry before it
/// @param text   `reactor: listening`, on one line
/// @param more   the lines below it, such as those of a stack
public record LogEntry(long number, Instant when, Level level, String text, List<String> more) {
    private static final int MOST_MORE = 20;
    /// In characters, as a server keeps them: many entries are kept here too.
    private static final int ROOM_FOR_MORE = 4096;

    /// One of one line.
    public LogEntry(long number, Instant when, Level level, String text) {
        this(number, when, level, text, List.of());
    }

    /// How much it matters, least first.
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR;

        /// As the server writes it.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Level of(String label) {
            for (Level level : values()) {
                if (level.label().equals(label)) {
                    return level;
                }
            }
            return INFO;
        }
    }

    static LogEntry of(Told told) {
        return new LogEntry(told.number("number"), told.instant("when"), Level.of(told.text("level")),
                told.text("text"), told.texts("more", MOST_MORE, ROOM_FOR_MORE));
    }
}
