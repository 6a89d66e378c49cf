package medusa.http.extension;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

import medusa.http.ServerFacts.Listener;
import medusa.http.extension.StatusSection.Cell;
import medusa.http.extension.StatusSection.Column;
import medusa.http.extension.StatusSection.Tone;
import medusa.log.TailLog;
import medusa.metrics.Counter;
import medusa.metrics.ErrorLog;
import medusa.metrics.SizeText;
import medusa.reactor.Addresses;
import medusa.reactor.ChannelSnapshot;

/// What the status says, section by section.
final class StatusSections {
    /// So many channels are shown; the others are counted.
    static final int MOST_CHANNELS = 200;
    private static final int MOST_ERRORS = 50;
    /// Of what a client has asked for, or a failure says.
    private static final int LONGEST = 120;

    /// Those at work first, and of these those whose peers keep them waiting; then the oldest.
    private static final Comparator<ChannelSnapshot> ORDER = Comparator
            .comparing((ChannelSnapshot channel) -> channel.doing().isEmpty())
            .thenComparing(Comparator.comparingInt(ChannelSnapshot::queued).reversed())
            .thenComparingLong(ChannelSnapshot::id);

    private static final List<Column<ServerPicture>> SERVER = List.of(
            Column.text("state", "State", picture -> state(picture.face().draining())),
            Column.number("uptime", "Up for", StatusSections::uptime),
            Column.text("started", "Since", picture -> Cell.at(picture.face().started())),
            Column.text("version", "Version", picture -> Cell.of(picture.face().version())),
            Column.number("heap", "Heap in use", picture -> limited(Cell.size(picture.heap()),
                    SizeText.rounded(picture.heapLimit()))),
            Column.number("heapLimit", "", picture -> Cell.size(picture.heapLimit())),
            Column.number("descriptors", "Open files", picture -> limited(known(picture.descriptors()),
                    known(picture.descriptorLimit()).text())),
            Column.number("descriptorLimit", "", picture -> known(picture.descriptorLimit())));

    private static final List<Column<ServerPicture>> TOTALS = List.of(
            Column.number("connections", "Connections now", picture -> Cell.count(picture.reactor().channels().size())),
            Column.number("accepted", "Connections in all", total(Counter.ACCEPTED, Cell::count)),
            Column.number("requests", "Requests", total(Counter.HTTP_REQUESTS, Cell::count)),
            Column.number("received", "Received", total(Counter.BYTES_IN, Cell::size)),
            Column.number("sent", "Sent", total(Counter.BYTES_OUT, Cell::size)),
            Column.number("queued", "Waiting to be sent", picture -> Cell.size(picture.queued())));

    private static final List<Column<ServerPicture>> BUFFERS = List.of(
            Column.number("lent", "Lent to channels", picture -> Cell.size(picture.reactor().pool().lent())),
            Column.number("kept", "Kept for reuse", picture -> limited(Cell.size(picture.reactor().pool().free()),
                    SizeText.rounded(picture.reactor().pool().ceiling()))),
            Column.number("keptLimit", "", picture -> Cell.size(picture.reactor().pool().ceiling())),
            Column.number("made", "Buffers made", picture -> Cell.count(picture.reactor().pool().misses())),
            Column.number("turns", "Turns of the reactor", picture -> Cell.count(picture.reactor().turns())),
            Column.number("longestTurn", "Longest turn", picture -> Cell.time(picture.reactor().longestTurn())),
            Column.number("timers", "Timers", picture -> Cell.count(picture.reactor().timers())));

    private static final List<Column<Map.Entry<Listener, Long>>> LISTENERS = List.of(
            Column.text("protocol", "Protocol", row -> Cell.of(row.getKey().part())),
            Column.text("address", "Address", row -> address(row.getKey().address())),
            Column.number("connections", "Connections", row -> Cell.count(row.getValue())));

    private static final List<Column<ServerPicture.Part>> EXTENSIONS = List.of(
            Column.text("name", "Name", part -> Cell.of(part.name())),
            Column.text("enabled", "Asked", part -> new Cell(part.enabled(), part.enabled() ? "yes" : "no", "",
                    part.enabled() ? Tone.PLAIN : Tone.WARN)),
            Column.number("requests", "Requests", part -> Cell.count(part.requests())),
            Column.number("faults", "Faults",
                    part -> Cell.count(part.faults()).toned(part.faults() == 0 ? Tone.PLAIN : Tone.BAD)),
            Column.number("seconds", "Time on the reactor", part -> Cell.time(part.nanos())));

    private static final List<Column<ErrorLog.Entry>> ERRORS = List.of(
            Column.text("where", "Where", error -> Cell.of(error.where())),
            Column.text("text", "What", error -> cut(error.text())),
            Column.number("count", "Times", error -> Cell.count(error.count())),
            Column.text("first", "First", error -> Cell.at(error.first())),
            Column.text("last", "Last", error -> Cell.at(error.last())));

    private static final List<Column<TailLog.Entry>> LOG = List.of(
            Column.text("when", "Time", entry -> Cell.at(entry.when())),
            Column.text("level", "Level", entry -> Cell.of(entry.level().name().toLowerCase(Locale.ROOT))
                    .toned(switch (entry.level()) {
                        case ERROR -> Tone.BAD;
                        case WARN -> Tone.WARN;
                        default -> Tone.PLAIN;
                    })),
            Column.text("text", "Entry", entry -> Cell.of(entry.text())));

    private static final List<Column<Map.Entry<Counter, Long>>> COUNTERS = List.of(
            Column.text("counter", "Counter", row -> Cell.of(row.getKey().label())),
            Column.number("value", "Value", row -> Cell.count(row.getValue())),
            Column.text("meaning", "Meaning", row -> Cell.of(row.getKey().meaning())));

    private StatusSections() {}

    /// All of them, in the order in which they are read.
    static List<StatusSection<?>> of(ServerPicture picture) {
        List<ChannelSnapshot> channels = picture.reactor().channels();
        List<ErrorLog.Entry> errors = picture.errors().reversed();
        return List.of(StatusSection.facts("server", "Server", picture, SERVER),
                StatusSection.facts("totals", "Traffic", picture, TOTALS),
                StatusSection.table("listeners", "Listeners", "", LISTENERS,
                        List.copyOf(picture.connections().entrySet())),
                StatusSection.table("channels", "Channels", rest(channels.size(), MOST_CHANNELS),
                        channels(picture.doors()),
                        channels.stream().sorted(ORDER).limit(MOST_CHANNELS).toList()),
                StatusSection.table("extensions", "Extensions", "", EXTENSIONS, picture.face().extensions()),
                StatusSection.facts("reactor", "Buffers and reactor", picture, BUFFERS),
                StatusSection.table("errors", "Errors", rest(errors.size(), MOST_ERRORS), ERRORS,
                        errors.stream().limit(MOST_ERRORS).toList()),
                StatusSection.table("log", "Log", "", LOG, picture.log()),
                StatusSection.table("counters", "Counters", "", COUNTERS,
                        List.copyOf(picture.counters().entrySet())));
    }

    private static List<Column<ChannelSnapshot>> channels(Function<ChannelSnapshot, Listener> doors) {
        return List.of(Column.text("peer", "Peer", channel -> address(Addresses.text(channel.peer()))),
                Column.text("protocol", "Protocol", channel -> Cell.of(doors.apply(channel).part())),
                Column.text("state", "State", channel -> Cell.of(channel.state().name().toLowerCase(Locale.ROOT))),
                Column.text("doing", "Doing", channel -> cut(channel.doing())),
                Column.number("idle", "Idle", channel -> Cell.time(channel.idleNanos())),
                Column.number("received", "Received", channel -> Cell.size(channel.bytesIn())),
                Column.number("sent", "Sent", channel -> Cell.size(channel.bytesOut())),
                Column.number("buffer", "Buffer", channel -> Cell.size(channel.outSize())),
                Column.number("queued", "Queued", channel -> Cell.size(channel.queued())));
    }

    private static String rest(int all, int shown) {
        return all <= shown ? "" : "and " + SizeText.grouped(all - shown) + " more";
    }

    private static Cell state(boolean draining) {
        String text = draining ? "draining" : "running";
        return Cell.of(text).toned(draining ? Tone.WARN : Tone.GOOD);
    }

    private static Cell uptime(ServerPicture picture) {
        return new Cell(picture.face().uptime().toSeconds(), TimeText.spoken(picture.face().uptime()), "", Tone.PLAIN);
    }

    private static Function<ServerPicture, Cell> total(Counter counter, Function<Long, Cell> form) {
        return picture -> form.apply(picture.counters().get(counter));
    }

    /// The figure next to what it may become.
    private static Cell limited(Cell figure, String limit) {
        return limit.isEmpty() ? figure : new Cell(figure.value(), figure.text() + " of " + limit, "", figure.tone());
    }

    private static Cell known(OptionalLong number) {
        return number.isPresent() ? Cell.count(number.getAsLong()) : new Cell(null, "", "", Tone.PLAIN);
    }

    /// A peer of a Unix-domain socket has no name of its own.
    private static Cell address(String text) {
        return new Cell(text, text.isEmpty() ? "none" : text.equals("unix:") ? "this machine" : text, "", Tone.PLAIN);
    }

    private static Cell cut(String text) {
        return Cell.of(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }
}
