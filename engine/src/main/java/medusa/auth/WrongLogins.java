package medusa.auth;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Names and passwords that were wrong, for each customer by himself: a device that goes on sending an old password has made one
/// mistake and not one with each request. Nobody learns here what another one has tried. Bounded; those that came last stay.
///
/// Reactor thread only.
final class WrongLogins {
    /// As long as nobody sends it; more than the time in which failures are counted, and in which devices look for news.
    private static final long MEMORY = Duration.ofDays(1).toNanos();

    private final int most;
    private final int mostEach;
    /// By customer, and then by what stands for name and password; until when. Those that came last are at the end.
    private final SequencedMap<Object, SequencedMap<ByteBuffer, Long>> wrong = new LinkedHashMap<>();
    private int size;

    /// @param most     in all
    /// @param mostEach of a customer's
    WrongLogins(int most, int mostEach) {
        this.most = most;
        this.mostEach = mostEach;
    }

    /// @param key see [ProvenLogins#key]
    void add(Object customer, ByteBuffer key, long now) {
        SequencedMap<ByteBuffer, Long> his = wrong.remove(customer);
        if (his == null) {
            his = new LinkedHashMap<>();
        }
        wrong.put(customer, his); // at the end
        size -= his.remove(key) == null ? 0 : 1;
        his.put(key, now + MEMORY);
        size++;
        if (his.size() > mostEach) {
            his.pollFirstEntry();
            size--;
        }
        if (size > most) {
            removeOldest();
        }
    }

    private void removeOldest() {
        Iterator<Map.Entry<Object, SequencedMap<ByteBuffer, Long>>> all = wrong.entrySet().iterator();
        SequencedMap<ByteBuffer, Long> oldest = all.next().getValue();
        oldest.pollFirstEntry();
        size--;
        if (oldest.isEmpty()) {
            all.remove();
        }
    }

    /// Whether that has been wrong for him; then it is remembered anew.
    boolean repeats(Object customer, ByteBuffer key, long now) {
        SequencedMap<ByteBuffer, Long> his = wrong.get(customer);
        Long until = his == null ? null : his.get(key);
        if (until == null || until - now <= 0) {
            return false; // one that is too old is replaced when it has been checked
        }
        add(customer, key, now);
        return true;
    }

    void forget() {
        wrong.clear();
        size = 0;
    }

    int size() {
        return size;
    }
}
