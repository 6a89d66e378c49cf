package medusa.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import medusa.metrics.Printable;
import medusa.state.OwnFile;

/// Who came to the monitor, and what code they ran: one line each, in a file that nobody but its owner may read.
///
/// ```
/// 2026-11-23T10:00:00.123Z eval "anna" "192.0.2.1" "1+1"
/// ```
///
/// Time, [Event], who, from where, and what; control characters, quotes and backslashes are escaped, so that nobody can start
/// a line or a field of his own. What is longer than 4,096 characters is cut, and its length and SHA-256 follow.
///
/// Any thread. [#note] does not wait for the disk; see [LineWriter] for what happens if that is slow or full.
public final class AuditLog implements AutoCloseable {
    private static final int MOST_TEXT = 4096;
    private static final int MOST_NAME = 128;
    private static final Set<OpenOption> APPENDING = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

    /// What can happen.
    public enum Event {
        /// Somebody has come in; the text may say as what.
        LOGIN,
        /// Somebody has not; the text says why.
        REFUSED,
        /// A snippet is run; the text is the snippet.
        EVAL,
        /// Something is changed in another way: the text says what.
        CHANGE;

        private final String label = name().toLowerCase(Locale.ROOT);
    }

    private final LineWriter lines;
    private final InstantSource clock;

    private AuditLog(LineWriter lines, InstantSource clock) {
        this.lines = lines;
        this.clock = clock;
    }

    /// Opens the log, made if it is missing, as is its folder. Blocks.
    ///
    /// @throws IOException if it cannot be written to, or others could read or exchange it; see [OwnFile#reason]
    public static AuditLog open(Path file, InstantSource clock) throws IOException {
        return new AuditLog(LineWriter.to(() -> append(file), "audit log"), clock);
    }

    private static OutputStream append(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        int user = OwnFile.processUser();
        OwnFile.makeFolders(folder, false);
        OwnFile.checkStateFolder(folder, user);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            String remedy = "move it away, and another is made";
            OwnFile.check(file,
                    new OwnFile.Rule(false, Optional.of(user), OwnFile.OPEN_TO_OTHERS, remedy, remedy));
        }
        return Channels.newOutputStream(FileChannel.open(file, APPENDING, OwnFile.fileMode(file)));
    }

    /// Notes something.
    ///
    /// @param who  the user's name, perhaps one that somebody only claims
    /// @param from the address, or whose process is at the other end
    /// @param text may hold anything; hashed as a whole where it is long, at about a millisecond for each megabyte
    public void note(Event event, String who, String from, String text) {
        StringBuilder line = new StringBuilder(128).append(clock.instant().truncatedTo(ChronoUnit.MILLIS)).append(' ')
                .append(event.label);
        quote(line, who, MOST_NAME);
        quote(line, from, MOST_NAME);
        quote(line, text, MOST_TEXT);
        if (text.length() > MOST_TEXT) {
            line.append(" length=").append(text.length()).append(" sha256=").append(hash(text));
        }
        lines.append(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void quote(StringBuilder line, String text, int most) {
        String cut = text.length() <= most ? text : text.substring(0, most) + "…";
        line.append(" \"").append(Printable.line(cut.replace("\\", "\\\\").replace("\"", "\\\""))).append('"');
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /// Opens the file anew, for log rotation.
    public void reopen() {
        lines.reopen();
    }

    /// Writes what is waiting, and ends; waits a second for a slow disk.
    @Override
    public void close() {
        lines.close();
    }
}
