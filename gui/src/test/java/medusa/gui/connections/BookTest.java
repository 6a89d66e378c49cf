package medusa.gui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import medusa.gui.client.ConnectionChange;
import medusa.gui.client.ConnectionInfo;

/// What follows from two pictures.
class BookTest {
    static final Instant START = Instant.parse("2026-11-23T18:00:00Z");

    private final Book book = new Book();

    static ConnectionInfo info(long id, String peer, long out, Instant opened) {
        return new ConnectionInfo(id, "http", "open", peer, "10.0.0.1:80", Optional.empty(), "GET /" + id,
                OptionalLong.of(out), OptionalLong.of(10_000), opened, opened, 0, out, 1024, 1024, 512, 0, List.of());
    }

    static ConnectionChange change(boolean all, Instant at, List<Long> closed, ConnectionInfo... changed) {
        return new ConnectionChange(all, List.of(changed), closed, at);
    }

    private static ConnectionInfo out(long id, long out) {
        return info(id, "10.0.0.7:" + id, out, START);
    }

    private Row one() {
        return book.row(1).orElseThrow();
    }

    @Test
    void ratesAreOverFiveSecondsByTheServersClock() {
        Instant here = Instant.EPOCH;
        book.apply(change(true, START, List.of(), out(1, 1000)), here);
        assertThat(one().outRate()).isZero();
        for (int i = 1; i <= 20; i++) {
            long gush = 1000 + i / 4 * 4000L; // every two seconds
            book.apply(change(false, START.plusMillis(500 * i), List.of(), out(1, gush)), here);
            if (i >= 10) {
                assertThat(one().outRate()).as("after %d pictures", i).isBetween(1500.0, 2700.0);
            }
        }
    }

    @Test
    void whatMovesNoMoreComesToRestInFiveSecondsThoughNothingIsTold() {
        book.apply(change(true, START, List.of(), out(1, 0)), START);
        book.apply(change(false, START.plusMillis(500), List.of(), out(1, 2000)), START.plusMillis(500));
        assertThat(one().outRate()).isEqualTo(2000);
        book.apply(change(false, START.plusMillis(2500), List.of(), out(2, 0)), START.plusMillis(2500));
        assertThat(one().outRate()).as("others are told of").isEqualTo(800);
        assertThat(book.quiet(START.plusSeconds(3))).isEmpty();
        assertThat(book.quiet(START.plusMillis(4500))).extracting(Row::outRate).containsExactly(2000 / 4.5);
        assertThat(book.quiet(START.plusSeconds(6))).extracting(Row::outRate).containsExactly(0.0);
        assertThat(book.quiet(START.plusSeconds(7))).isEmpty();
        book.apply(change(false, START.plusSeconds(60), List.of(), out(1, 4000)), START.plusSeconds(60));
        assertThat(one().outRate()).as("no average over the silence").isEqualTo(1000);
    }

    @Test
    void theRemainingTimeWaitsForTenSecondsAndForgetsTheFirstGush() {
        for (int second = 0; second <= 30; second++) {
            long done = 4_000 + 100L * second;
            book.apply(change(second == 0, START.plusSeconds(second), List.of(), out(1, second == 0 ? 0 : done)),
                    START);
            if (second < 10) {
                assertThat(one().remaining(START)).as("after %d s", second).isEmpty();
            } else {
                assertThat(one().remaining(START)).contains(Duration.ofSeconds((10_000 - done) / 100));
            }
        }
    }

    @Test
    void whatHasGoneStaysForASecond() {
        book.apply(change(true, START, List.of(), out(1, 0), out(2, 0)), START);
        assertThat(book.apply(change(false, START.plusMillis(500), List.of(1L)), START))
                .extracting(Row::gone).containsExactly(true);
        assertThat(book.expire(START.plusMillis(999))).isEmpty();
        assertThat(book.expire(START.plusMillis(1000))).containsExactly(1L);
        assertThat(book.row(1)).isEmpty();
        assertThat(book.row(2)).isPresent();
    }

    @Test
    void mergedChangesLoseNothing() {
        ConnectionChange merged = ConnectionChange.merged(
                change(true, START, List.of(), out(1, 10), out(2, 20)),
                change(false, START.plusSeconds(1), List.of(2L), out(1, 11), out(3, 30)));
        assertThat(merged.all()).isTrue();
        assertThat(merged.at()).isEqualTo(START.plusSeconds(1));
        assertThat(merged.changed()).containsExactly(out(1, 11), out(2, 20), out(3, 30));
        assertThat(merged.closed()).containsExactly(2L);
        book.apply(merged, START);
        assertThat(book.row(2)).get().extracting(Row::gone).as("came and went unseen: shown for a moment")
                .isEqualTo(true);
        ConnectionChange all = change(true, START, List.of(), out(9, 1));
        assertThat(ConnectionChange.merged(merged, all)).isSameAs(all);
    }

    @Test
    void anotherServersConnectionOfTheSameNumberIsAnotherOne() {
        book.apply(change(true, START, List.of(), out(1, 9000)), START);
        ConnectionInfo next = info(1, "10.0.0.9:1", 9500, START.minusSeconds(5));
        book.apply(change(true, START.plusSeconds(1), List.of(), next), START);
        assertThat(book.row(1).orElseThrow().outRate()).isZero();
        assertThat(book.expire(START.plusSeconds(5))).isEmpty();
    }

    @Test
    void aShortConnectionHasItsRateAtOnce() {
        book.apply(change(true, START, List.of()), START);
        book.apply(change(false, START.plusSeconds(1), List.of(), info(5, "h:5", 500, START.plusMillis(500))), START);
        assertThat(book.row(5).orElseThrow().outRate()).as("as if within a second").isEqualTo(500);
    }

    @Test
    void ratesAreKeptForMinutes() {
        book.apply(change(true, START, List.of(), out(1, 0)), START);
        book.apply(change(false, START.plusSeconds(1), List.of(), out(1, 700)), START);
        book.apply(change(false, START.plusSeconds(3), List.of(), out(1, 900)), START);
        float[] rates = book.history(1).orElseThrow().out(START.plusSeconds(9));
        assertThat(Arrays.copyOfRange(rates, rates.length - 10, rates.length))
                .containsExactly(0, 700, 0, 300, 0, 0, 0, 0, 0, 0);
        assertThat(book.history(1).orElseThrow().out(START.plusSeconds(400))).containsOnly(0);
    }

    @Test
    void whatNobodyWatchedIsUnknown() {
        book.apply(change(true, START.plusSeconds(60), List.of(), out(1, 9_000)), START);
        book.apply(change(false, START.plusSeconds(61), List.of(), out(1, 9_500)), START);
        float[] rates = book.history(1).orElseThrow().out(START.plusSeconds(61));
        assertThat(Arrays.copyOfRange(rates, rates.length - 3, rates.length)).containsExactly(Float.NaN, 0, 500);
        book.leave();
        book.apply(change(true, START.plusSeconds(90), List.of(), out(1, 900_000)), START);
        assertThat(one().outRate()).as("nobody knows when they moved").isZero();
        assertThat(book.history(1).orElseThrow().since()).isEqualTo(START.plusSeconds(90));
        assertThat(book.history(1).orElseThrow().out(START.plusSeconds(90))).contains(Float.NaN, 0);
    }

    @Test
    void whileThereWasNoConnectionNobodyWatched() {
        book.apply(change(true, START, List.of(), out(1, 0)), START);
        book.apply(change(true, START.plusSeconds(2), List.of(), out(1, 2_000)), START);
        assertThat(one().outRate()).as("only told at another rate").isEqualTo(1000);
        book.apply(change(true, START.plusSeconds(30), List.of(), out(1, 900_000)), START);
        assertThat(one().outRate()).isZero();
        assertThat(book.history(1).orElseThrow().since()).isEqualTo(START.plusSeconds(30));
    }

    @Test
    void aClockThatIsSetBackBeginsAnew() {
        book.apply(change(true, START.plusSeconds(3600), List.of(), out(1, 9_000)), START);
        book.apply(change(false, START.plusSeconds(3601), List.of(), out(1, 9_500)), START);
        for (int second = 0; second <= 30; second++) {
            book.apply(change(false, START.plusSeconds(second), List.of(), out(1, 9_600 + 10L * second)), START);
        }
        assertThat(one().outRate()).isEqualTo(10);
        assertThat(one().doneRate()).isEqualTo(10);
        assertThat(book.history(1).orElseThrow().since()).isEqualTo(START);
    }

    @Test
    void longTextsAreCut() {
        ConnectionInfo half = out(1, 5_000);
        ConnectionInfo odd = new ConnectionInfo(1, "http", "open", half.peer(), half.local(), Optional.empty(),
                "GET /" + "1 ".repeat(2000), half.done(), half.total(), START, START, 0, 0, 1, 1, 0, 0, List.of());
        assertThat(Row.doing(odd)).hasSize(501).endsWith("…");
    }

    @Test
    void ftpSaysOnceWhoDoesItAndHowFarItIs() {
        ConnectionInfo half = out(1, 5_000);
        ConnectionInfo ftp = new ConnectionInfo(1, "ftp", "open", half.peer(), half.local(), Optional.of("anna"),
                "anna: RETR /a 5 of 6 MiB.iso 50 % of 9.8 KiB", half.done(), half.total(), START, START, 0, 5_000, 1024,
                1024, 0, 0, List.of());
        assertThat(Row.doing(ftp)).isEqualTo("RETR /a 5 of 6 MiB.iso");
        assertThat(Row.doing(half)).isEqualTo("GET /1");
    }

    @Test
    void aTransferOverFtpIsOneThoughItHasTwoConnections() {
        Item control = ftp(1, "ftp", "anna: RETR /a 5 % of 9.8 KiB");
        Item data = ftp(2, "ftp-data", "anna: RETR /a 6 % of 9.8 KiB");
        Item waits = ftp(3, "ftp", "anna: RETR /b 0 % of 9.8 KiB");
        Item http = item(out(4, 5));
        assertThat(Totals.of(List.of(control, data), 2).transferring()).isEqualTo(1);
        assertThat(Totals.of(List.of(control, data, waits, http), 4).transferring()).isEqualTo(3);
        assertThat(Totals.of(List.of(control, data, ftp(5, "ftp", "anna: RETR /a 5 % of 9.8 KiB"),
                ftp(6, "ftp-data", "anna: RETR /a 6 % of 9.8 KiB")), 4).transferring()).isEqualTo(2);
        assertThat(Totals.of(List.of(control, data, waits, http), 4).open()).isEqualTo(4);
    }

    private static Item ftp(long id, String protocol, String doing) {
        ConnectionInfo half = out(id, 5_000);
        return item(new ConnectionInfo(id, protocol, "open", half.peer(), half.local(), Optional.of("anna"), doing,
                half.done(), half.total(), START, START, 0, 5_000, 1024, 1024, 0, 0, List.of()));
    }

    private static Item item(ConnectionInfo info) {
        return new Item(new Row(info, Row.doing(info), 0, 0, 0, false));
    }

    @Test
    void aMonitorSaysInWordsWhatItMay() {
        ConnectionInfo half = out(1, 5_000);
        ConnectionInfo monitor = new ConnectionInfo(1, "monitor", "open", "unix:", "unix:", Optional.of("root"),
                "root (eval)", half.done(), half.total(), START, START, 0, 0, 1, 1, 0, 0, List.of());
        assertThat(Row.doing(monitor)).isEqualTo("watches, manages, may run code");
    }
}
