package medusa.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hits in the Combined log format, as every log analyser reads it. The reactor appends to memory, a thread of its own
/// writes: a slow disk stalls nobody. If the disk does not keep up, lines are dropped and counted rather than memory taken.
///
/// [#hit] belongs to one thread; everything else may be called from any.
public final class AccessLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
    private static final int MOST_WAITING = 4 << 20;
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

    private final Target target;
    private final ZoneId zone;
    private final Object lock = new Object();
    private ByteBuffer waiting = ByteBuffer.allocate(64 << 10);
    private boolean closed;
    private boolean reopen;
    private long dropped;
    private Thread writer;
    private long second = Long.MIN_VALUE;
    private String time = "";

    private AccessLog(Target target, ZoneId zone) {
        this.target = target;
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
        AccessLog accessLog = new AccessLog(target, zone);
        OutputStream out = target.open();
        accessLog.writer = Thread.ofPlatform().daemon().name("medusa-access-log").start(() -> accessLog.write(out));
        return accessLog;
    }

    /// Whether [#hit] does anything: where not, its arguments need not be made.
    public boolean isOn() { return target != null; }

    /// One request that has been answered. Texts from clients may hold anything.
    ///
    /// @param user  null for nobody
    /// @param bytes of the body that were sent
    public void hit(String host, String user, Instant when, String requestLine, int status, long bytes, String referer,
            String userAgent) {
        if (target == null) {
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
        append(line.append("\"\n"));
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

    private void append(StringBuilder line) {
        byte[] bytes = line.toString().getBytes(StandardCharsets.ISO_8859_1);
        synchronized (lock) {
            if (waiting.remaining() < bytes.length && !grow(bytes.length)) {
                dropped++;
                return;
            }
            boolean wasEmpty = waiting.position() == 0;
            waiting.put(bytes);
            if (wasEmpty) {
                lock.notifyAll();
            }
        }
    }

    private boolean grow(int more) {
        int size = Math.max(waiting.capacity() * 2, waiting.position() + more);
        if (size > MOST_WAITING) {
            return false;
        }
        waiting = ByteBuffer.allocate(size).put(waiting.flip());
        return true;
    }

    /// Opens the target anew, for log rotation.
    public void reopen() {
        synchronized (lock) {
            reopen = true;
            lock.notifyAll();
        }
    }

    /// Writes what is waiting, and ends; waits a second for a slow disk.
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            if (writer != null) {
                writer.join(1000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OutputStream first) {
        OutputStream out = first;
        ByteBuffer spare = ByteBuffer.allocate(64 << 10);
        boolean ending = false;
        while (!ending) {
            ByteBuffer full;
            boolean anew;
            long lost;
            synchronized (lock) {
                try {
                    while (waiting.position() == 0 && !closed && !reopen) {
                        lock.wait();
                    }
                } catch (InterruptedException e) {
                    closed = true;
                }
                full = waiting;
                waiting = spare.clear();
                ending = closed;
                anew = reopen;
                reopen = false;
                lost = dropped;
                dropped = 0;
            }
            out = writeOut(out, full, anew, lost);
            spare = full.capacity() <= 1 << 20 ? full : ByteBuffer.allocate(64 << 10);
        }
        close(out);
    }

    private OutputStream writeOut(OutputStream out, ByteBuffer full, boolean anew, long lost) {
        OutputStream current = out;
        try {
            current.write(full.array(), 0, full.position());
            current.flush();
        } catch (IOException e) {
            log.warn("the access log cannot be written: {}", e.getMessage());
        }
        try {
            if (anew) {
                OutputStream next = target.open();
                close(current);
                current = next;
            }
        } catch (IOException e) {
            log.warn("the access log cannot be opened anew: {}", e.getMessage());
        }
        if (lost > 0) {
            log.warn("the access log's disk does not keep up: {} lines dropped", lost);
        }
        return current;
    }

    private static void close(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            log.warn("closing the access log: {}", e.getMessage());
        }
    }
}
