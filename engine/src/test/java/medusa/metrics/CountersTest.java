package medusa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountersTest {

    private final Counters counters = new Counters();

    @Test
    void addsUpFromManyThreads() {
        IntStream.range(0, 1000).parallel().forEach(i -> {
            counters.increment(Counter.ACCEPTED);
            counters.add(Counter.BYTES_IN, i);
        });
        assertThat(counters.get(Counter.ACCEPTED)).isEqualTo(1000);
        assertThat(counters.get(Counter.BYTES_IN)).isEqualTo(499_500);
    }

    @Test
    void aSnapshotNamesAllAndStays() {
        counters.increment(Counter.CLOSED);
        Map<Counter, Long> snapshot = counters.snapshot();
        counters.increment(Counter.CLOSED);
        assertThat(snapshot.keySet()).containsExactly(Counter.values());
        assertThat(snapshot).containsEntry(Counter.CLOSED, 1L).containsEntry(Counter.BYTES_OUT, 0L);
        assertThatThrownBy(() -> snapshot.put(Counter.CLOSED, 0L)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void everyCounterExplainsItself() {
        assertThat(Counter.values()).allSatisfy(counter -> {
            assertThat(counter.label()).matches("[a-z]+(-[a-z]+)*");
            assertThat(counter.meaning()).isNotBlank();
        });
    }
}
