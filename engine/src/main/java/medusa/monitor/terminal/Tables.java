package medusa.monitor.terminal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

import medusa.metrics.Printable;

/// The server's answers as tables.
final class Tables {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT);

    private Tables() {}

    static List<String> connections(Row answer, Instant now, int room) {
        List<Row> connections = answer.rows("connections");
        long total = answer.number("total");
        Table table = new Table().number("ID").word("PROTOCOL").text("PEER").text("DOING").number("AGE").number("IDLE")
                .number("IN").number("OUT").number("QUEUED");
        connections.forEach(each -> table.row(each.text("id"), each.text("protocol"),
                each.text("peer").equals("unix:") ? "unix" : each.text("peer"),
                each.text("state").equals("open") ? each.text("doing") : each.text("state") + " " + each.text("doing"),
                each.age("opened", now), each.age("lastMoved", now), Units.bytes(each.number("bytesIn")),
                Units.bytes(each.number("bytesOut")), Units.bytes(each.number("queued"))));
        String count = connections.size() == total
                ? counted(total, "connection")
                : Units.count(connections.size()) + " of " + counted(total, "connection");
        return with(table, room, count, "no connection fits; there are " + Units.count(total));
    }

    static List<String> extensions(Row answer, int room) {
        Table table = new Table().number("#").word("NAME").word("TYPE").word("FROM").word("ON").number("REQUESTS")
                .number("FAULTS").number("MEAN").text("SETTINGS");
        List<Row> extensions = answer.rows("extensions");
        for (int i = 0; i < extensions.size(); i++) {
            Row each = extensions.get(i);
            long requests = each.number("requests");
            table.row(Integer.toString(i + 1), each.text("name"), each.text("type"),
                    each.text("origin") + (each.flag("jar") ? " (JAR)" : ""), each.flag("enabled") ? "on" : "off",
                    Units.count(requests), Units.count(each.number("faults")),
                    requests == 0 ? "-" : Units.millis(each.decimal("millis") / requests),
                    settings(each.row("settings")));
        }
        return with(table, room, "", "there are no extensions");
    }

    private static String settings(Row settings) {
        StringJoiner joined = new StringJoiner(", ");
        settings.members().forEach((name, value) -> joined.add(name + " = " + value));
        return joined.toString();
    }

    static List<String> buffers(Row answer, int room) {
        List<String> lines = new ArrayList<>();
        Row pool = answer.row("pool");
        lines.add("pool: %s in use, %s free of %s, %s made".formatted(Units.bytes(pool.number("lent")),
                Units.bytes(pool.number("free")), Units.bytes(pool.number("ceiling")),
                Units.count(pool.number("misses"))));
        lines.add("");
        Table policies = new Table().word("PART").number("FLOOR").number("CEILING").text("FOR");
        answer.row("policies").members().forEach((part, told) -> {
            Row policy = Row.of(told);
            policies.row(part.toString(), Units.bytes(policy.number("floor")), Units.bytes(policy.number("ceiling")),
                    "all");
            policy.rows("rules").forEach(rule -> policies.row("", Units.bytes(rule.number("floor")),
                    Units.bytes(rule.number("ceiling")),
                    rule.has("from") ? rule.text("from") : "*" + rule.text("suffix")));
        });
        lines.addAll(with(policies, room, "", "no listener is open"));
        Table holders = new Table().number("ID").text("PEER").number("HELD").number("IN SIZE").number("OUT SIZE");
        answer.rows("holders").forEach(each -> holders.row(each.text("id"),
                each.text("peer").equals("unix:") ? "unix" : each.text("peer"), Units.bytes(each.number("held")),
                Units.bytes(each.number("inSize")), Units.bytes(each.number("outSize"))));
        if (!holders.isEmpty()) {
            lines.add("");
            lines.addAll(holders.lines(room));
        }
        return lines;
    }

    static List<String> counters(Row answer, int room) {
        Table table = new Table().word("COUNTER").number("VALUE").text("MEANING");
        answer.row("counters").members().forEach((name, told) -> table.row(name.toString(),
                Units.count(Row.of(told).number("value")), Row.of(told).text("meaning")));
        return with(table, room, "", "there are no counters");
    }

    static List<String> listeners(Row answer, int room) {
        Table table = new Table().word("PART").text("ADDRESS");
        answer.rows("listeners").forEach(each -> table.row(each.text("part"), each.text("address")));
        return with(table, room, "", "nothing listens");
    }

    static List<String> bans(Row answer, int room) {
        Table table = new Table().text("ADDRESS").number("FAILURES").number("SECONDS LEFT").number("REFUSED SINCE");
        answer.rows("bans").forEach(each -> table.row(each.text("address"), each.text("failures"),
                Units.count((long) Math.ceil(each.decimal("seconds"))), each.text("sentAway")));
        return with(table, room, "", "nobody is banned");
    }

    static List<String> info(Row answer, ZoneId zone) {
        Instant now = answer.instant("now").orElse(Instant.EPOCH);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", answer.text("version") + (answer.flag("draining") ? ", draining" : ""));
        facts.put("up", answer.age("started", now) + ", since " + time(answer, "started", zone));
        facts.put("java", answer.text("java") + ", " + answer.text("system"));
        facts.put("process", answer.text("pid"));
        facts.put("heap", Units.bytes(answer.number("heap")) + " of " + Units.bytes(answer.number("heapLimit")));
        if (answer.has("descriptors")) {
            facts.put("descriptors", Units.count(answer.number("descriptors"))
                    + (answer.has("descriptorLimit") ? " of " + Units.count(answer.number("descriptorLimit")) : ""));
        }
        facts.put("turns", Units.count(answer.number("turns")) + ", the longest "
                + Units.millis(answer.decimal("longestTurnMillis")));
        answer.rows("listeners").forEach(each -> facts.merge("listens", each.text("part") + " " + each.text("address"),
                (one, other) -> one + ", " + other));
        return facts.entrySet().stream()
                .map(fact -> Printable.line("%-12s %s".formatted(fact.getKey(), fact.getValue()))).toList();
    }

    /// Entries as the server lists them, newest first; shown as a log, newest last.
    static List<String> log(Row answer, ZoneId zone) {
        List<Row> entries = answer.rows("entries").reversed();
        return entries.isEmpty()
                ? List.of("the log is empty")
                : entries.stream().map(each -> entry(each, zone)).toList();
    }

    /// New ones, oldest first, and how many there were no room for.
    static List<String> added(Row push, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        if (push.number("missed") > 0) {
            lines.add("… " + Units.count(push.number("missed")) + " entries are left out …");
        }
        push.rows("entries").forEach(each -> lines.add(entry(each, zone)));
        return lines;
    }

    private static String entry(Row entry, ZoneId zone) {
        return Printable
                .line("%s %-5s %s".formatted(time(entry, "when", zone), entry.text("level"), entry.text("text")));
    }

    private static String time(Row row, String name, ZoneId zone) {
        return row.instant(name).map(then -> TIME.format(then.atZone(zone))).orElse("-");
    }

    private static String counted(long number, String what) {
        return Units.count(number) + " " + what + (number == 1 ? "" : "s");
    }

    private static List<String> with(Table table, int room, String last, String empty) {
        if (table.isEmpty()) {
            return List.of(empty);
        }
        List<String> lines = new ArrayList<>(table.lines(room));
        if (!last.isEmpty()) {
            lines.add(last);
        }
        return lines;
    }
}
