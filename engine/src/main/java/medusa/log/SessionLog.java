package medusa.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import medusa.metrics.Printable;

/// What clients and server say to each other, line by line. A slow disk stalls nobody: see [LineWriter].
///
/// One thread, but for [#reopen] and [#close].
public final class SessionLog implements AutoCloseable {
    /// What is shown of one line.
    private static final int LONGEST = 1000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
            Locale.ROOT);

    /// Null for a log that writes nothing.
    private final LineWriter lines;
    private final ZoneId zone;

    private SessionLog(LineWriter lines, ZoneId zone) {
        this.lines = lines;
        this.zone = zone;
    }

    /// A log that writes nothing.
    public static SessionLog off() {
        return new SessionLog(null, ZoneId.of("UTC"));
    }

    /// A log that writes to `target`, which is opened at once.
    ///
    /// @throws IOException if it cannot be opened
    public static SessionLog to(AccessLog.Target target, ZoneId zone) throws IOException {
        return new SessionLog(LineWriter.to(target, "session log"), zone);
    }

    /// Whether [#add] does anything: where not, its arguments need not be made.
    public boolean isOn() { return lines != null; }

    /// One line.
    ///
    /// @param user   empty while nobody has logged in
    /// @param server whether the server has said it
    /// @param text   one character for each byte
    public void add(Instant when, long session, String host, String user, boolean server, String text) {
        if (lines == null) {
            return;
        }
        String said = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        String shown = said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "...";
        String line = TIME.format(when.atZone(zone)) + ' ' + session + ' ' + host + ' '
                + (user.isEmpty() ? "-" : Printable.line(user).replace(' ', '_')) + (server ? " ==> " : " <== ")
                + Printable.line(shown) + '\n';
        lines.append(line.getBytes(StandardCharsets.UTF_8));
    }

    /// Opens the target anew, for log rotation.
    public void reopen() {
        if (lines != null) {
            lines.reopen();
        }
    }

    /// Writes what is waiting, and ends; waits a second for a slow disk.
    @Override
    public void close() {
        if (lines != null) {
            lines.close();
        }
    }
}
