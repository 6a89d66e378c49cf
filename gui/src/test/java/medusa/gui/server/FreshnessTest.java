package medusa.gui.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import medusa.gui.HandClock;

/// When what a server told is too old.
class FreshnessTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final HandClock clock = new HandClock(START);
    private final Freshness freshness = new Freshness(clock);

    private boolean quietAfter(long millis) {
        clock.move(Duration.ofMillis(millis));
        freshness.tick();
        return freshness.quietProperty().get();
    }

    @Test
    void itIsQuietWhenFiguresDoNotComeAndNoMoreWhenTheyDo() {
        freshness.connected(true);
        freshness.told();
        assertThat(quietAfter(3000)).isFalse();
        assertThat(quietAfter(1)).isTrue();
        assertThat(freshness.asOfProperty().get()).isEqualTo(START);
        freshness.told();
        assertThat(freshness.quietProperty().get()).isFalse();
        assertThat(freshness.asOfProperty().get()).isEqualTo(clock.instant());
    }

    @Test
    void theFirstFiguresAreWaitedForToo() {
        freshness.connected(true);
        assertThat(quietAfter(4000)).isTrue();
        assertThat(freshness.asOfProperty().get()).isNull();
    }

    @Test
    void withoutAConnectionNothingIsExpected() {
        assertThat(quietAfter(60_000)).isFalse();
        freshness.connected(true);
        freshness.told();
        assertThat(quietAfter(4000)).isTrue();
        freshness.connected(false);
        assertThat(quietAfter(60_000)).isFalse();
        freshness.connected(true);
        assertThat(quietAfter(1000)).as("the old figures are no reason").isFalse();
    }

    @Test
    void figuresThatWereRefusedAreNotExpected() {
        freshness.connected(true);
        freshness.refused();
        assertThat(quietAfter(60_000)).isFalse();
    }
}
