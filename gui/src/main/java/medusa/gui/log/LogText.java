package medusa.gui.log;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import medusa.gui.client.LogEntry;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;

/// Lines of the log as text.
final class LogText {
    private static final Messages MESSAGES = Messages.of(LogText.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

    private static final String INDENT = "    ";

    private LogText() {}

    /// For files and the clipboard: a line each, with what an entry has below its first one indented, so that it cannot be
    /// taken for an entry.
    static String of(List<LogLine> lines) {
        return whole(lines).stream().map(line -> of(line) + "\n").collect(Collectors.joining());
    }

    /// Without the lines below entries that are there themselves, and have them.
    static List<LogLine> whole(List<LogLine> lines) {
        Set<LogLine> all = new HashSet<>(lines);
        return lines.stream().filter(line -> !(line instanceof LogLine.Below(var entry, _)
                && all.contains(new LogLine.Entry(entry)))).toList();
    }

    static String of(LogLine line) {
        return switch (line) {
            case LogLine.Entry(var entry) -> Stream.concat(Stream.of("%s %-5s %s".formatted(Format.exact(entry.when()),
                    entry.level().label().toUpperCase(Locale.ROOT), entry.text())),
                    entry.more().stream().map(below -> INDENT + below.strip())).collect(Collectors.joining("\n"));
            case LogLine.Below(_, var text) -> INDENT + text.strip();
            case LogLine.Missed(var count) -> MESSAGES.text("missed", count);
            case LogLine.Again(var at, var restarted) -> MESSAGES.text(restarted ? "again.restarted" : "again",
                    Format.clock(at));
        };
    }

    /// The time of day, and the day if it is another one than today.
    static String time(LogEntry entry, LocalDate today) {
        var when = entry.when().atZone(ZoneId.systemDefault());
        return when.toLocalDate().equals(today) ? Format.clock(entry.when()) : DAY.format(when);
    }
}
