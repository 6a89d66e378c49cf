package medusa.server;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

import medusa.metrics.Printable;

/// One event of the log as text: `2026-11-23 18:04:10.123 INFO  reactor: text`, then the stack trace if there is one.
///
/// Messages, also those of exceptions, may quote what came from the network: they never start a line of their own.
final class LogLayout {
    private static final int WIDEST_LEVEL = 5;

    private final ZoneId zone;

    LogLayout(ZoneId zone) {
        this.zone = zone;
    }

    /// The text, with its end of line.
    String format(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(160);
        appendTime(text, Instant.ofEpochMilli(event.getTimeStamp()).atZone(zone));
        String level = event.getLevel().toString();
        text.append(' ').append(level).append(" ".repeat(Math.max(0, WIDEST_LEVEL - level.length())));
        text.append(' ').append(subsystem(event.getLoggerName())).append(": ");
        appendMessage(text, event);
        appendThrowable(text, event.getThrowableProxy(), "");
        return text.toString();
    }

    /// The entry in short, without time and level: `reactor: text`, and what was thrown without its stack.
    String headline(ILoggingEvent event) {
        String message = String.valueOf(event.getFormattedMessage());
        StringBuilder text = new StringBuilder(160).append(subsystem(event.getLoggerName())).append(": ");
        text.append(Printable.line(hasLines(event) ? message.lines().findFirst().orElse("") : message));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            text.append(" (").append(thrown.getClassName());
            if (thrown.getMessage() != null) {
                text.append(": ").append(Printable.line(thrown.getMessage()));
            }
            text.append(')');
        }
        return text.toString();
    }

    /// What [#format] has below its first line.
    List<String> below(ILoggingEvent event) {
        return hasLines(event) || event.getThrowableProxy() != null
                ? format(event).lines().skip(1).toList()
                : List.of();
    }

    private static boolean hasLines(ILoggingEvent event) {
        return event.getMarkerList() != null && event.getMarkerList().contains(Printable.LINES);
    }

    private static void appendMessage(StringBuilder text, ILoggingEvent event) {
        String message = String.valueOf(event.getFormattedMessage());
        if (!hasLines(event)) {
            text.append(Printable.line(message)).append('\n');
            return;
        }
        message.lines().forEach(line -> text.append(Printable.line(line.replace("\t", "    "))).append('\n'));
    }

    /// `medusa.reactor.Acceptor` is `reactor`; of other loggers it is the class.
    private static String subsystem(String logger) {
        String[] parts = logger.split("\\.");
        return Printable.line(parts.length > 1 && parts[0].equals("medusa") ? parts[1] : parts[parts.length - 1]);
    }

    private static void appendTime(StringBuilder text, ZonedDateTime time) {
        appendNumber(text, time.getYear(), 4).append('-');
        appendNumber(text, time.getMonthValue(), 2).append('-');
        appendNumber(text, time.getDayOfMonth(), 2).append(' ');
        appendNumber(text, time.getHour(), 2).append(':');
        appendNumber(text, time.getMinute(), 2).append(':');
        appendNumber(text, time.getSecond(), 2).append('.');
        appendNumber(text, time.getNano() / 1_000_000, 3);
    }

    private static StringBuilder appendNumber(StringBuilder text, int number, int digits) {
        String plain = Integer.toString(number);
        return text.append("0".repeat(Math.max(0, digits - plain.length()))).append(plain);
    }

    private static void appendThrowable(StringBuilder text, IThrowableProxy thrown, String heading) {
        if (thrown == null) {
            return;
        }
        text.append(heading).append(thrown.getClassName());
        if (thrown.getMessage() != null) {
            text.append(": ").append(Printable.line(thrown.getMessage()));
        }
        text.append(thrown.isCyclic() ? " (shown above)\n" : "\n");
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int shown = frames == null ? 0 : frames.length - thrown.getCommonFrames();
        for (int i = 0; i < shown; i++) {
            text.append("    at ").append(frames[i].getStackTraceElement()).append('\n');
        }
        if (thrown.getSuppressed() != null) {
            for (IThrowableProxy suppressed : thrown.getSuppressed()) {
                appendThrowable(text, suppressed, "  suppressed: ");
            }
        }
        appendThrowable(text, thrown.getCause(), "  caused by: ");
    }
}
