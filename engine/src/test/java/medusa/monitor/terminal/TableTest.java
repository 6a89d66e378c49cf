package medusa.monitor.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = new Table().number("ID").word("PROTOCOL").text("PEER").text("DOING")
            .row("1", "http", "10.0.0.7:51004", "GET /pub/a-rather-long-name/index.html")
            .row("1204", "monitor", "unix", "");

    @Test
    void isAsWideAsItNeedsToBe() {
        assertThat(String.join("\n", table.lines(200))).isEqualTo("""
                  ID  PROTOCOL  PEER            DOING
                   1  http      10.0.0.7:51004  GET /pub/a-rather-long-name/index.html
                1204  monitor   unix""");
    }

    @Test
    void cutsTheLongestTextWhereThereIsNoRoom() {
        assertThat(String.join("\n", table.lines(45))).isEqualTo("""
                  ID  PROTOCOL  PEER            DOING
                   1  http      10.0.0.7:51004  GET /pub/a-r…
                1204  monitor   unix""");
        assertThat(table.lines(45)).allMatch(line -> Table.width(line) <= 45);
    }

    @Test
    void neverCutsNumbersAndWords() {
        assertThat(String.join("\n", table.lines(10))).isEqualTo("""
                  ID  PROTOCOL  PEER      DOING
                   1  http      10.0.0.…  GET /pu…
                1204  monitor   unix""");
    }

    @Test
    void noCellIsWiderThanAnyTerminal() {
        String endless = "9".repeat(100_000);
        Table table = new Table().number("ID").word("WORD").text("TEXT").row(endless, endless, endless)
                .row("1", "a", "b");
        String cut = "9".repeat(199) + "…";
        assertThat(table.lines(1000)).containsExactly(
                " ".repeat(198) + "ID  WORD" + " ".repeat(198) + "TEXT", cut + "  " + cut + "  " + cut,
                " ".repeat(199) + "1  a" + " ".repeat(201) + "b");
    }

    @Test
    void charactersThatTakeNoRoomAreBoundedToo() {
        assertThat(new Table().word("WORD").row("e" + "\u0301".repeat(100_000)).lines(80).getLast())
                .isEqualTo("e" + "\u0301".repeat(999) + "…");
    }

    @Test
    void whatAPeerHasChosenStaysInItsCell() {
        assertThat(new Table().text("DOING").row("GET /\u001b[2J\nmedusa: ready").lines(80).getLast())
                .isEqualTo("GET /\\x1b[2J\\nmedusa: ready");
    }

    @Test
    void countsColumnsNotCharacters() {
        assertThat(Stream.of("文字", "é", "e\u0301", "😀").map(Table::width)).containsExactly(4, 1, 1, 2);
        assertThat(Table.cut("文字文字", 6)).isEqualTo("文字…");
    }
}
