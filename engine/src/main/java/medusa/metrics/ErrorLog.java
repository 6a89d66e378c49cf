package medusa.metrics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Failures, each kind logged once with its stack and then only counted, so that a fault that a client can repeat at will
/// does not fill the disk. Two failures are of one kind if they happened at the same place, have the same class and the same
/// topmost stack frames.
///
/// Every method may be called from any thread.
public final class ErrorLog {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorLog.class);
    private static final int DEFAULT_KINDS = 256;
    private static final int FRAMES_THAT_TELL_APART = 5;
    private static final int LONGEST_PLACE = 100;

    /// A kind of failure and how often it happened.
    ///
    /// @param where the place given to [ErrorLog#report]
    /// @param text class and message of the first one, in one safe line
    public record Entry(String where, String text, long count, Instant first, Instant last) {}

    private record Kind(String where, String type, List<StackTraceElement> top) {}

    private final InstantSource clock;
    private final int mostKinds;
    /// In the order of the last occurrence.
    private final Map<Kind, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final AtomicLong unrecorded = new AtomicLong();

    public ErrorLog(InstantSource clock) {
        this(clock, DEFAULT_KINDS);
    }

    /// @param mostKinds how many kinds are remembered; the one not seen for longest makes room for a new one, and counts as new
    ///            when it comes again
    public ErrorLog(InstantSource clock, int mostKinds) {
        if (mostKinds < 1) {
            throw new IllegalArgumentException("most kinds " + mostKinds);
        }
        this.clock = clock;
        this.mostKinds = mostKinds;
    }

    /// Records a failure. Logs it with its stack if its kind is new, and in one line when its kind has happened 10, 100, 1000…
    /// times. Never throws, whatever the failure is made of and however little memory is left.
    ///
    /// @param where names the place in the code or the task, `"http read"`; nothing that a client chooses, since every new
    ///            place is a new kind
    public void report(String where, Throwable failure) {
        try {
            String place = FaultText.neutral(String.valueOf(where), LONGEST_PLACE);
            Entry entry = count(place, failure);
            if (entry.count() == 1) {
                LOG.error(Printable.LINES, "{}: {}", place, FaultText.withStack(failure));
            } else if (isPowerOfTen(entry.count())) {
                LOG.error("{}: {} ({} times since {})", place, entry.text(), entry.count(), entry.first());
            }
        } catch (Throwable e) {
            // Most likely memory is short. Logging needs more of it, and the server must go on; the number remains.
            unrecorded.incrementAndGet();
        }
    }

    /// What has happened, the latest last.
    public List<Entry> snapshot() {
        synchronized (entries) {
            return List.copyOf(entries.values());
        }
    }

    /// How many failures could not be recorded or logged.
    public long unrecorded() {
        return unrecorded.get();
    }

    private Entry count(String place, Throwable failure) {
        Kind kind = kind(place, failure);
        Instant now = clock.instant();
        synchronized (entries) {
            Entry before = entries.get(kind);
            if (before != null) {
                Entry after = new Entry(before.where, before.text, before.count + 1, before.first, now);
                entries.put(kind, after);
                return after;
            }
        }
        // Outside of the lock, since the failure's own code runs here. Another thread may have been faster meanwhile.
        Entry fresh = new Entry(place, FaultText.oneLine(failure), 1, now, now);
        synchronized (entries) {
            Entry after = entries.merge(kind, fresh,
                    (old, one) -> new Entry(place, old.text, old.count + 1, old.first, now));
            if (entries.size() > mostKinds) {
                entries.remove(entries.keySet().iterator().next());
            }
            return after;
        }
    }

    private static Kind kind(String place, Throwable failure) {
        if (failure == null) {
            return new Kind(place, "null", List.of());
        }
        StackTraceElement[] frames = FaultText.frames(failure);
        int top = Math.min(frames.length, FRAMES_THAT_TELL_APART);
        return new Kind(place, failure.getClass().getName(), Arrays.asList(Arrays.copyOf(frames, top)));
    }

    private static boolean isPowerOfTen(long count) {
        long power = 10;
        while (power < count && power <= Long.MAX_VALUE / 10) {
            power *= 10;
        }
        return power == count;
    }
}
