package medusa.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import medusa.metrics.Printable;

/// Transfers in the format of wu-ftpd's `xferlog`, as every analyser of such logs reads it. Its fields are parted by spaces, and so
/// spaces and control characters in names are `_`. A slow disk stalls nobody: see [LineWriter].
///
/// Any thread.
public final class TransferLog implements AutoCloseable {
    /// As C's `ctime` has it: the day with a space in front where it has one digit.
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private final LineWriter lines;
    private final ZoneId zone;

    private TransferLog(LineWriter lines, ZoneId zone) {
        this.lines = lines;
        this.zone = zone;
    }

    /// One transfer.
    ///
    /// @param ended      when
    /// @param host       the client's address
    /// @param path       one character for each byte
    /// @param ascii      whether it was text
    /// @param compressed whether it went compressed
    /// @param up         whether the file came from the client
    /// @param anonymous  whether the client has not said who he is
    /// @param user       his name, or what somebody who has none gave as his password
    /// @param complete   whether it went to its end
    public record Entry(Instant ended, Duration took, String host, long bytes, String path, boolean ascii,
            boolean compressed, boolean up, boolean anonymous, String user, boolean complete) {}

    /// A log that writes to `target`, which is opened at once.
    ///
    /// @throws IOException if it cannot be opened
    public static TransferLog to(AccessLog.Target target, ZoneId zone) throws IOException {
        return new TransferLog(LineWriter.to(target, "xferlog"), zone);
    }

    /// Notes a transfer.
    public void add(Entry entry) {
        lines.append((line(entry, zone) + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /// `current-time transfer-time remote-host file-size filename transfer-type special-action-flag direction access-mode username
    /// service-name authentication-method authenticated-user-id completion-status`
    static String line(Entry entry, ZoneId zone) {
        long seconds = Math.max(1, entry.took().plusMillis(500).toSeconds());
        String[] fields = {TIME.format(entry.ended().atZone(zone)), Long.toString(seconds), field(entry.host()),
            Long.toString(entry.bytes()), field(decoded(entry.path())), entry.ascii() ? "a" : "b",
            entry.compressed() ? "C" : "_", entry.up() ? "i" : "o", entry.anonymous() ? "a" : "r", field(entry.user()),
            "ftp", "0", "*", entry.complete() ? "c" : "i"};
        return String.join(" ", fields);
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).replace('\ufffd', '_');
    }

    /// Neither ends a field nor does anything to a terminal; nothing at all would be no field.
    private static String field(String text) {
        if (text.isEmpty()) {
            return "?";
        }
        StringBuilder field = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c > ' ' && c < 0x7f
                    || c > 0x7f && !Character.isSpaceChar(c) && Printable.line(String.valueOf(c)).length() == 1;
            field.append(plain ? c : '_');
        }
        return field.toString();
    }

    /// Opens the target anew, for log rotation.
    public void reopen() {
        lines.reopen();
    }

    /// Writes what is waiting, and ends; waits a second for a slow disk.
    @Override
    public void close() {
        lines.close();
    }
}
