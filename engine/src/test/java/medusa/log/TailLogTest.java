package medusa.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.slf4j.event.Level;

class TailLogTest {
    private static final Instant NOW = Instant.parse("2026-11-23T18:04:10Z");

    private final TailLog log = new TailLog(3);

    private List<String> texts(Level least, int count) {
        return log.latest(least, count).stream().map(TailLog.Entry::text).toList();
    }

    @Test
    void keepsTheLastOfEachLevel() {
        log.add(NOW, Level.ERROR, "broken");
        IntStream.range(0, 10).forEach(i -> log.add(NOW, Level.INFO, "talk " + i));
        log.add(NOW, Level.WARN, "hm");
        assertThat(texts(Level.TRACE, 100)).containsExactly("hm", "talk 9", "talk 8", "talk 7", "broken");
        assertThat(texts(Level.WARN, 100)).containsExactly("hm", "broken");
        assertThat(texts(Level.TRACE, 2)).containsExactly("hm", "talk 9");
        assertThat(log.latest(Level.ERROR, 1)).containsExactly(new TailLog.Entry(1, NOW, Level.ERROR, "broken",
                Optional.empty()));
    }

    @Test
    void isAPictureThatStays() {
        log.add(NOW, Level.INFO, "one");
        List<TailLog.Entry> before = log.latest(Level.INFO, 9);
        log.add(NOW, Level.INFO, "two");
        assertThat(before).extracting(TailLog.Entry::text).containsExactly("one");
    }

    @Test
    void takesLinesOfNoMoreThanItsLength() {
        log.add(NOW, Level.INFO, "x".repeat(400));
        log.add(NOW, Level.INFO, "y".repeat(1 << 20));
        log.add(NOW, Level.INFO, "a\nb\u001b[2J");
        assertThat(texts(Level.INFO, 9)).containsExactly("a\\nb\\x1b[2J", "y".repeat(400) + "…", "x".repeat(400));
        assertThatThrownBy(() -> new TailLog(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linesBelowAreKeptAsFarAsThereIsRoom() {
        log.add(NOW, Level.WARN, "busy; everybody waits for:", List.of("    at a.B.c(B.java:1)", "x\ny"));
        log.add(NOW, Level.WARN, "deep", IntStream.range(0, 30).mapToObj(i -> "at " + i).toList());
        log.add(NOW, Level.WARN, "wide", IntStream.range(0, 20).mapToObj(_ -> "z".repeat(1000)).toList());
        List<List<String>> below = log.latest(Level.WARN, 9).stream().map(entry -> entry.more().orElseThrow()).toList();
        assertThat(below.get(2)).containsExactly("    at a.B.c(B.java:1)", "x\\ny");
        assertThat(below.get(1)).hasSize(20).startsWith("at 0").endsWith("at 18", "…");
        assertThat(below.get(0)).hasSize(10).endsWith("z".repeat(400) + "…", "…");
        assertThat(log.latest(Level.WARN, 1).getFirst().brief().more()).isEmpty();
    }

    @Test
    void takesEntriesFromAnyThread() throws Exception {
        TailLog shared = new TailLog(10_000);
        List<Thread> threads = IntStream.range(0, 4).mapToObj(i -> Thread.ofPlatform().start(() -> {
            for (int j = 0; j < 1000; j++) {
                shared.add(NOW, Level.INFO, "text");
                shared.latest(Level.INFO, 5);
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(shared.latest(Level.INFO, 10_000)).extracting(TailLog.Entry::number)
                .containsExactlyElementsOf(IntStream.range(0, 4000).mapToObj(i -> 4000L - i).toList());
    }
}
