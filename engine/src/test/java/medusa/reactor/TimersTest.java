package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class TimersTest {

    @Test
    void timersRunInOrderOfTimeWhenTheClockHasPassed() throws Exception {
        List<String> ran = new ArrayList<>();
        try (Bench bench = new Bench()) {
            bench.reactor().after(Duration.ofMillis(20), () -> ran.add("b"));
            bench.reactor().after(Duration.ofMillis(10), () -> ran.add("a"));
            bench.reactor().after(Duration.ofMillis(30), () -> ran.add("c"));
            bench.turn();
            assertThat(ran).isEmpty();
            bench.pass(Duration.ofMillis(20));
            assertThat(ran).containsExactly("a", "b");
            bench.pass(Duration.ofMillis(10));
            assertThat(ran).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aTimerOfNoLengthThatRepeatsItselfRunsOnceATurn() throws Exception {
        int[] runs = {0};
        try (Bench bench = new Bench()) {
            Runnable[] again = new Runnable[1];
            again[0] = () -> {
                runs[0]++;
                bench.reactor().after(Duration.ZERO, again[0]);
            };
            again[0].run();
            bench.turn();
            bench.turn();
            assertThat(runs[0]).isEqualTo(3);
        }
    }

    /// The heap against a plain list, with random cancelling.
    @Test
    void cancelledTimersNeverRunAndTheOthersAllDo() throws Exception {
        Random random = new Random(7);
        try (Bench bench = new Bench()) {
            List<Integer> ran = new ArrayList<>();
            List<Timers.Timer> timers = new ArrayList<>();
            List<Integer> due = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                int number = i;
                int millis = random.nextInt(500);
                due.add(millis);
                timers.add(bench.reactor().after(Duration.ofMillis(millis), () -> ran.add(number)));
            }
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                if (random.nextBoolean()) {
                    timers.get(i).cancel();
                    timers.get(i).cancel();
                } else {
                    expected.add(i);
                }
            }
            for (int i = 0; i < 500; i++) {
                bench.pass(Duration.ofMillis(1));
            }
            assertThat(ran).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(ran).isSortedAccordingTo((a, b) -> Integer.compare(due.get(a), due.get(b)));
            assertThat(timers).noneMatch(Timers.Timer::pending);
        }
    }
}
