package medusa.gui.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

/// What a server does a second.
class RateMeterTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final RateMeter meter = new RateMeter();

    private Rates at(double seconds, long http, long ftp, long in, long out) {
        return meter.add(new ServerFigures(START.plusMillis(Math.round(1000 * seconds)), false, 1, 1, 1, 1, 1,
                OptionalLong.empty(), OptionalLong.empty(), new ServerFigures.Pool(0, 0, 0, 0), Map.of(), List.of(),
                List.of(), Map.of("http-requests", http, "ftp-commands", ftp, "bytes-in", in, "bytes-out", out)));
    }

    @Test
    void requestsAreThoseOfHttpAndTheCommandsOfFtp() {
        assertThat(at(0, 10, 10, 5, 5)).isEqualTo(Rates.UNKNOWN);
        assertThat(at(2, 30, 14, 7, 105)).isEqualTo(new Rates(12, 1, 50));
    }

    @Test
    void burstsAreAveragedOverFiveSeconds() {
        at(0, 0, 0, 0, 0);
        at(0.5, 0, 0, 0, 0);
        assertThat(at(1, 0, 0, 0, 5000).out()).isEqualTo(5000);
        assertThat(at(5, 0, 0, 0, 5000).out()).isEqualTo(1000);
        assertThat(at(6, 0, 0, 0, 5000).out()).as("the burst is over for five seconds").isZero();
    }

    @Test
    void aServerStartedAnewAndAConnectionLostBeginAnew() {
        at(0, 100, 0, 0, 0);
        assertThat(at(1, 3, 0, 0, 0)).isEqualTo(Rates.UNKNOWN);
        assertThat(at(2, 4, 0, 0, 0).requests()).isEqualTo(1);
        meter.lost();
        assertThat(at(3, 900, 0, 0, 0)).isEqualTo(Rates.UNKNOWN);
        assertThat(at(1, 901, 0, 0, 0)).as("the clock was set back").isEqualTo(Rates.UNKNOWN);
    }

    @Test
    void whoTellsTooOftenFillsNoMemory() {
        for (int i = 0; i < 1000; i++) {
            at(i / 1000.0, 0, 0, 0, i);
        }
        assertThat(at(1, 0, 0, 0, 1000).out()).isEqualTo(1000);
    }
}
