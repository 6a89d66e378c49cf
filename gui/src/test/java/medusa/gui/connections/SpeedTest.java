package medusa.gui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Averages over five seconds.
class SpeedTest {
    private static final Offset<Double> NEARLY = Offset.offset(0.001);

    private final Instant start = BookTest.START;
    private final Speed speed = new Speed(start, 0, 0);
    private Instant before = start;

    private void add(double seconds, long in, long out) {
        Instant at = at(seconds);
        speed.add(before, at, in, out);
        before = at;
    }

    private Instant at(double seconds) {
        return start.plusMillis(Math.round(seconds * 1000));
    }

    @Test
    void aSteadyFlowIsSteadyFromTheFirstSecond() {
        for (int i = 1; i <= 200; i++) { // ten times a second
            add(i / 10.0, 10L * i, 70L * i);
            if (i >= 10) {
                assertThat(speed.in(before)).isCloseTo(100, NEARLY);
                assertThat(speed.out(before)).isCloseTo(700, NEARLY);
            }
        }
    }

    @Test
    void gushesAreEvenedOut() {
        for (int i = 1; i <= 30; i++) {
            add(i, 0, i / 5 * 5000L);
            if (i >= 10) {
                assertThat(speed.out(before)).as("second %d", i).isCloseTo(1000, NEARLY);
            }
        }
    }

    @Test
    void whatBeginsAfterARestIsNotAveragedWithIt() {
        add(100, 0, 0);
        add(101, 0, 800);
        assertThat(speed.out(before)).isCloseTo(800, NEARLY);
        add(102, 0, 1600);
        assertThat(speed.out(before)).isCloseTo(800, NEARLY);
    }

    @Test
    void nothingIsLeftAfterFiveSeconds() {
        add(1, 0, 5000);
        assertThat(speed.out(at(2))).isCloseTo(2500, NEARLY);
        assertThat(speed.out(at(5))).isCloseTo(1000, NEARLY);
        assertThat(speed.out(at(5.5))).isCloseTo(500, NEARLY);
        assertThat(speed.out(at(6))).isZero();
        assertThat(speed.out(at(60))).isZero();
    }

    @Test
    void aGushAtOnceIsNoSpeed() {
        add(0.05, 0, 4000);
        assertThat(speed.out(before)).isCloseTo(4000, NEARLY);
    }

    @Test
    void lessThanBeforeIsSomethingElse() {
        add(1, 0, 5000);
        add(2, 0, 10);
        assertThat(speed.out(before)).isZero();
        add(3, 0, 310);
        assertThat(speed.out(before)).isCloseTo(300, NEARLY);
    }
}
