package medusa.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Hits in the Combined log format, as every log analyser reads it. A slow disk stalls nobody: see [LineWriter].
///
/// [#hit] belongs to one thread; everything else may be called from any.
public final class AccessLog implements AutoCloseable {
    /// What a line shows of each text, escaped: more than 4,095 characters in all are several lines to some analysers
    /// (GoAccess), and only long forgeries reach these.
    private static final int MOST_REQUEST = 2000;
    private static final int MOST_FIELD = 800;
    private static final int MOST_USER = 100;
    /// Characters at the end of a text that is cut in the middle: a request's space and version.
    private static final int TAIL = 9;
    private static final String CUT = "...";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'",
            Locale.ROOT);

    /// Makes the stream that is written to; called again when the log is reopened.
    public interface Target {
        /// A stream that appends, to be closed by the log; it may block.
        OutputStream open() throws IOException;
    }

    /// Null for a log that writes nothing.
    private final LineWriter lines;
    private final ZoneId zone;
    private long second = Long.MIN_VALUE;
    private String time = "";

    private AccessLog(LineWriter lines, ZoneId zone) {
        this.lines = lines;
        this.zone = zone;
    }

    /// A log that writes nothing.
    public static AccessLog off() {
        return new AccessLog(null, ZoneId.of("UTC"));
    }

    /// A log that writes to `target`, which is opened at once.
    ///
    /// @throws IOException if it cannot be opened
    public static AccessLog to(Target target, ZoneId zone) throws IOException {
        return new AccessLog(LineWriter.to(target, "access log"), zone);
    }

    /// Whether [#hit] does anything: where not, its arguments need not be made.
    public boolean isOn() { return lines != null; }

    /// One request that has been answered. Texts from clients may hold anything.
    ///
    /// @param user  null for nobody
    /// @param bytes of the body that were sent
    public void hit(String host, String user, Instant when, String requestLine, int status, long bytes, String referer,
            String userAgent) {
        if (lines == null) {
            return;
        }
        if (when.getEpochSecond() != second) {
            second = when.getEpochSecond();
            time = TIME.format(when.atZone(zone));
        }
        StringBuilder line = new StringBuilder(160).append(host).append(" - ");
        // Analysers find its end by a space, or by the bracket before the time.
        quote(line, user == null || user.isEmpty() ? "-" : user.replaceAll("[ \\[\\]]", "_"), MOST_USER);
        line.append(' ').append(time).append(" \"");
        quote(line, requestLine, MOST_REQUEST);
        line.append("\" ").append(status).append(' ').append(bytes == 0 ? "-" : String.valueOf(bytes)).append(" \"");
        quote(line, referer == null ? "-" : referer, MOST_FIELD);
        line.append("\" \"");
        quote(line, userAgent == null ? "-" : userAgent, MOST_FIELD);
        lines.append(line.append("\"\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Escaped as Apache and nginx do, so that no client starts a line or a field of its own; a long text is cut in its
    /// middle.
    private static void quote(StringBuilder line, String text, int most) {
        int full = line.length() + most - (TAIL + 1) * "\\xff".length() - CUT.length();
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (line.length() > full && i < length - TAIL) {
                line.append(CUT);
                i = length - TAIL;
                full = Integer.MAX_VALUE;
            }
            escape(line, text.charAt(i));
        }
    }

    private static void escape(StringBuilder line, char c) {
        if (c == '"' || c == '\\') {
            line.append('\\').append(c);
        } else if (c < 0x20 || c >= 0x7f) {
            line.append("\\x").append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
        } else {
            line.append(c);
        }
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
