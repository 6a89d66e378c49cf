package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

/// The largest value of the last minute.
class RecentTest {
    private final Recent recent = new Recent();

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void withoutAnyItIsNone() {
        assertThat(recent.largest(at(5))).isZero();
    }

    @Test
    void aLargeOneIsForgottenAfterAMinuteAndTheNextLargestIsTold() {
        recent.add(at(0), 900);
        recent.add(at(30), 40);
        recent.add(at(31), 20);
        assertThat(recent.largest(at(60))).isEqualTo(900);
        assertThat(recent.largest(at(66))).isEqualTo(40);
        assertThat(recent.largest(at(100))).isZero();
    }

    @Test
    void theClockMayBeginBelowZeroAndGoRoundManyTimes() {
        recent.add(at(-3), 7);
        assertThat(recent.largest(at(2))).isEqualTo(7);
        recent.add(at(65 * 1000), 3);
        assertThat(recent.largest(at(65 * 1000))).isEqualTo(3);
    }
}
