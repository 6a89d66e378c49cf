package medusa.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// The server's counts since its start. Adding is cheap enough for every read and write; any thread may add and read.
public final class Counters {

    private final Map<Counter, LongAdder> adders = new EnumMap<>(Counter.class);

    public Counters() {
        for (Counter counter : Counter.values()) {
            adders.put(counter, new LongAdder());
        }
    }

    public void increment(Counter counter) {
        adders.get(counter).increment();
    }

    public void add(Counter counter, long amount) {
        adders.get(counter).add(amount);
    }

    public long get(Counter counter) {
        return adders.get(counter).sum();
    }

    /// Every counter with its value, in the order of [Counter]; unmodifiable. The values are read one after another, so while
    /// others count, two of them need not be of the same instant.
    public Map<Counter, Long> snapshot() {
        Map<Counter, Long> values = new EnumMap<>(Counter.class);
        adders.forEach((counter, adder) -> values.put(counter, adder.sum()));
        return Collections.unmodifiableMap(values);
    }
}
