package medusa.gui.connections;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import medusa.gui.client.ConnectionInfo;
import medusa.gui.ui.Format;
import medusa.metrics.Printable;

/// The columns of the table, in the order in which they stand unless the user has moved them.
enum Column {
    PROTOCOL(88, text(seen -> seen.row().label(), row -> row.info().protocol())),
    PEER(168, text(seen -> seen.row().peer(), Row::peer)),
    NAME(200, text(Seen::name, Row::peer)),
    USER(84, text(seen -> seen.row().info().user().orElse(""), row -> row.info().user().orElse(""))),
    DOING(240, text(seen -> seen.row().doing(), Row::doing)),
    IN(68, bytes(ConnectionInfo::bytesIn)),
    OUT(68, bytes(ConnectionInfo::bytesOut)),
    IN_RATE(76, rate(Row::inRate)),
    OUT_RATE(76, rate(Row::outRate)),
    QUEUE(96, bytes(ConnectionInfo::queued)),
    BUFFER(96, bytes(ConnectionInfo::unread)),
    AGE(92, since(ConnectionInfo::opened, seen -> Format.duration(seen.age()))),
    IDLE(92, since(ConnectionInfo::lastMoved, seen -> Format.duration(seen.idle()))),
    STATE(88, text(seen -> seen.row().info().state(), row -> row.info().state()));

    /// No text is shown longer: it is the peers who choose it.
    private static final int LONGEST = 400;

    private record Kind(boolean number, Function<Seen, String> shown, Function<Seen, String> exact,
            Function<Seen, String> exported, Comparator<Row> order) {}

    private final double width;
    private final Kind kind;

    Column(double width, Kind kind) {
        this.width = width;
        this.kind = kind;
    }

    private static Kind text(Function<Seen, String> text, Function<Row, String> key) {
        return new Kind(false, text.andThen(Column::line), text.andThen(Column::line), text,
                Comparator.comparing(key, Natural.ORDER));
    }

    private static Kind bytes(ToLongFunction<ConnectionInfo> bytes) {
        return new Kind(true, seen -> Format.bytes(bytes.applyAsLong(seen.row().info())),
                seen -> Format.exactBytes(bytes.applyAsLong(seen.row().info())),
                seen -> Long.toString(bytes.applyAsLong(seen.row().info())),
                Comparator.comparingLong(row -> bytes.applyAsLong(row.info())));
    }

    private static Kind rate(ToDoubleFunction<Row> rate) {
        return new Kind(true,
                seen -> rate.applyAsDouble(seen.row()) < 1 ? "–" : Format.rate(rate.applyAsDouble(seen.row())),
                seen -> Format.exactBytes(Math.round(rate.applyAsDouble(seen.row()))) + "/s",
                seen -> Long.toString(Math.round(rate.applyAsDouble(seen.row()))), Comparator.comparingDouble(rate));
    }

    /// Least first: the youngest, and who has moved last.
    private static Kind since(Function<ConnectionInfo, Instant> when, Function<Seen, String> shown) {
        return new Kind(true, shown, seen -> Format.exact(when.apply(seen.row().info())),
                seen -> when.apply(seen.row().info()).toString(),
                Comparator.comparing((Row row) -> when.apply(row.info())).reversed());
    }

    /// `in-rate`
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    double width() {
        return width;
    }

    /// Whether it stands on the right.
    boolean isNumber() { return kind.number(); }

    /// Whether time alone changes it.
    boolean ages() {
        return this == AGE || this == IDLE || this == DOING;
    }

    boolean isShownAtFirst() { return this != NAME; }

    String shown(Seen seen) {
        return kind.shown().apply(seen);
    }

    /// For the tooltip.
    String exact(Seen seen) {
        return kind.exact().apply(seen);
    }

    /// For a file: numbers as they are, times in ISO 8601.
    String exported(Seen seen) {
        return kind.exported().apply(seen);
    }

    /// @param names of peers, by address; empty for unknown
    Comparator<Row> order(Function<Row, String> names) {
        return this == NAME ? Comparator.comparing(names, Natural.ORDER) : kind.order();
    }

    /// Text of others on one line, and not too long.
    static String line(String text) {
        return Printable.line(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }
}
