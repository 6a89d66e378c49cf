package medusa.gui.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import medusa.gui.client.LogChange;
import medusa.gui.client.LogEntry;
import medusa.gui.client.LogEntry.Level;

/// What is kept of a log, and what of it is seen.
class LogModelTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final LogModel model = new LogModel(Clock.fixed(NOW, ZoneOffset.UTC));

    private static LogEntry entry(long number, Level level, String text) {
        return new LogEntry(number, NOW.plusSeconds(number), level, text);
    }

    private static List<LogEntry> entries(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(number -> entry(number, Level.INFO, "entry " + number))
                .toList();
    }

    private void begins(List<LogEntry> entries) {
        model.told(new LogChange(true, entries, 0));
    }

    private void added(List<LogEntry> entries, long missed) {
        model.told(new LogChange(false, entries, missed));
    }

    private List<Object> seen() {
        return model.visible().stream()
                .map(line -> line instanceof LogLine.Entry(var entry) ? (Object) entry.number() : line).toList();
    }

    @Test
    void newEntriesComeBehindThoseThatAreKept() {
        assertThat(model.toldProperty().get()).isFalse();
        assertThat(model.emptyProperty().get()).isTrue();
        begins(entries(1, 2));
        added(entries(3, 3), 0);
        assertThat(seen()).containsExactly(1L, 2L, 3L);
        assertThat(model.toldProperty().get()).isTrue();
        assertThat(model.emptyProperty().get()).isFalse();
    }

    @Test
    void anEntryThatIsToldTwiceIsShownOnce() {
        LogEntry twice = new LogEntry(1, NOW, Level.WARN, "busy", List.of("at here", "at there"));
        begins(List.of(twice, twice));
        added(List.of(twice), 0);
        model.fold(twice);
        assertThat(model.visible()).hasSize(3);
        added(entries(2, LogModel.MOST + 1L), 0);
        assertThat(model.visible()).hasSize(LogModel.MOST);
    }

    @Test
    void missedEntriesAreTold() {
        begins(entries(1, 1));
        added(entries(122, 122), 120);
        assertThat(seen()).containsExactly(1L, new LogLine.Missed(120), 122L);
    }

    @Test
    void afterAReconnectionNothingIsSeenTwice() {
        begins(entries(1, 3));
        begins(entries(2, 5));
        assertThat(seen()).containsExactly(1L, 2L, 3L, new LogLine.Again(NOW, false), 4L, 5L);
    }

    @Test
    void whatWasMissedWithoutAConnectionIsCounted() {
        begins(entries(1, 3));
        begins(entries(10, 11));
        assertThat(seen()).containsExactly(1L, 2L, 3L, new LogLine.Again(NOW, false), new LogLine.Missed(6), 10L,
                11L);
    }

    @Test
    void aServerStartedAnewCountsFromTheBeginning() {
        begins(entries(1, 5));
        begins(List.of(entry(1, Level.INFO, "another")));
        added(List.of(entry(2, Level.INFO, "another")), 0);
        begins(List.of(entry(1, Level.INFO, "another"), entry(2, Level.INFO, "another")));
        assertThat(seen()).containsExactly(1L, 2L, 3L, 4L, 5L, new LogLine.Again(NOW, true), 1L, 2L,
                new LogLine.Again(NOW, false));
    }

    @Test
    void aNewServerThatHasSaidMoreIsKnownByItsWords() {
        begins(entries(1, 2));
        begins(IntStream.rangeClosed(1, 3).mapToObj(number -> entry(number, Level.INFO, "another")).toList());
        assertThat(seen()).containsExactly(1L, 2L, new LogLine.Again(NOW, true), 1L, 2L, 3L);
    }

    @Test
    void theFilterGoesByLevelAndWords() {
        begins(List.of(entry(1, Level.DEBUG, "ftp: hello"), entry(2, Level.WARN, "ftp: Refused mallory"),
                entry(3, Level.ERROR, "http: refused")));
        model.filterProperty().set(LogFilter.asked("level:warn refused FTP"));
        assertThat(seen()).containsExactly(2L);
        added(List.of(entry(4, Level.ERROR, "ftp refused"), entry(5, Level.INFO, "ftp refused")), 0);
        assertThat(seen()).containsExactly(2L, 4L);
        model.filterProperty().set(LogFilter.asked("level:nonsense"));
        assertThat(seen()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aPauseHoldsBackAndCounts() {
        begins(entries(1, 1));
        model.pausedProperty().set(true);
        added(entries(2, 38), 0);
        assertThat(seen()).containsExactly(1L);
        assertThat(model.waitingProperty().get()).isEqualTo(37);
        model.pausedProperty().set(false);
        assertThat(seen()).hasSize(38);
        assertThat(model.waitingProperty().get()).isZero();
    }

    @Test
    void theOldestMakeRoom() {
        int[] dropped = new int[1];
        model.setKeeper(new LogModel.Keeper() {
            @Override
            public void dropping(int count) {
                dropped[0] += count;
            }
        });
        begins(entries(1, LogModel.MOST));
        added(entries(LogModel.MOST + 1, LogModel.MOST + 5), 0);
        assertThat(dropped[0]).isEqualTo(5);
        assertThat(model.size()).isEqualTo(LogModel.MOST);
        assertThat(seen()).hasSize(LogModel.MOST).startsWith(6L);
        model.pausedProperty().set(true);
        added(entries(20_001, 45_000), 0);
        model.pausedProperty().set(false);
        assertThat(seen()).hasSize(LogModel.MOST).startsWith(35_001L).endsWith(45_000L);
    }

    @Test
    void linesBelowAnEntryUnfold() {
        LogEntry busy = new LogEntry(1, NOW, Level.WARN, "busy:", List.of("    at a.B", "    at c.D"));
        begins(List.of(busy, entry(2, Level.INFO, "next")));
        assertThat(seen()).containsExactly(1L, 2L);
        model.fold(busy);
        assertThat(seen()).containsExactly(1L, new LogLine.Below(busy, "    at a.B"),
                new LogLine.Below(busy, "    at c.D"), 2L);
        assertThat(model.seen()).isEqualTo(2);
        assertThat(LogText.of(model.visible()).lines()).hasSize(4).element(1).isEqualTo("    at a.B");
        model.filterProperty().set(LogFilter.of(Level.WARN, ""));
        assertThat(seen()).hasSize(3);
        model.fold(busy);
        assertThat(seen()).containsExactly(1L);
    }

    @Test
    void addressesAreFoundInTexts() {
        assertThat(Addresses.client("a log-in of \"x\" from 10.0.0.7:4711 is refused").orElseThrow().address())
                .isEqualTo("10.0.0.7");
        assertThat(Addresses.client("from [2001:db8::9]:80").orElseThrow().address()).isEqualTo("2001:db8::9");
        assertThat(Addresses.client("from 2001:db8::9, again").orElseThrow().address()).isEqualTo("2001:db8::9");
        assertThat(Addresses.client("at 18:04:10, version 25.0.3.9.1")).isEmpty();
        assertThat(Addresses.client("10.0.0.777 and 1.2.3")).isEmpty();
        assertThat(Addresses.client("http listens on 0.0.0.0:80 and [::]:80")).isEmpty();
        assertThat(Addresses.client("a certificate for localhost, 127.0.0.1 and ::1 is made")).isEmpty();
        assertThat(Addresses.client("a log-in of \"x from 10.0.0.1\" from 10.0.0.7 is refused").orElseThrow().address())
                .isEqualTo("10.0.0.7");
        assertThat(Addresses.client("java::lang std::x")).isEmpty();
    }
}
