package medusa.gui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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

    @Test
    void ratesAreBetweenPicturesByTheServersClock() {
        Instant here = Instant.EPOCH;
        book.apply(change(true, START, List.of(), out(1, 1000)), here);
        assertThat(book.row(1).orElseThrow().outRate()).isZero();
        book.apply(change(false, START.plusMillis(500), List.of(), out(1, 2000)), here);
        assertThat(book.row(1).orElseThrow().outRate()).isEqualTo(2000);
        assertThat(book.row(1).orElseThrow().remaining(START)).contains(Duration.ofSeconds(4));
        book.apply(change(false, START.plusMillis(1000), List.of(), out(2, 0)), here);
        assertThat(book.row(1).orElseThrow().outRate()).isZero();
    }

    @Test
    void nothingMovesWhenNothingIsTold() {
        book.apply(change(true, START, List.of(), out(1, 0)), START);
        book.apply(change(false, START.plusMillis(500), List.of(), out(1, 2000)), START);
        assertThat(book.quiet(START.plusSeconds(1))).isEmpty();
        assertThat(book.quiet(START.plusSeconds(3))).extracting(Row::outRate).containsExactly(0.0);
        book.apply(change(false, START.plusSeconds(60), List.of(), out(1, 4000)), START.plusSeconds(60));
        assertThat(book.row(1).orElseThrow().outRate()).as("no average over the silence").isEqualTo(1000);
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
        ConnectionChange merged = Book.merged(
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
        assertThat(Book.merged(merged, all)).isSameAs(all);
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
        assertThat(book.row(5).orElseThrow().outRate()).isEqualTo(1000);
    }

    @Test
    void ratesAreKeptForMinutes() {
        book.apply(change(true, START, List.of(), out(1, 0)), START);
        book.apply(change(false, START.plusSeconds(1), List.of(), out(1, 700)), START);
        book.apply(change(false, START.plusSeconds(3), List.of(), out(1, 900)), START);
        float[] rates = book.history(1).orElseThrow().out(START.plusSeconds(4));
        assertThat(java.util.Arrays.copyOfRange(rates, rates.length - 4, rates.length))
                .containsExactly(700, 0, 100, 0);
        assertThat(book.history(1).orElseThrow().out(START.plusSeconds(400))).containsOnly(0);
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
}
