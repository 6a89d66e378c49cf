package medusa.monitor.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class TablesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T18:04:10Z");

    private static String text(List<String> lines) {
        return String.join("\n", lines);
    }

    /// Of names and values in turn.
    private static Map<String, Object> object(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            object.put((String) members[i], members[i + 1]);
        }
        return object;
    }

    private static Row row(Object... members) {
        return Row.of(object(members));
    }

    @Test
    void connections() {
        Row answer = row("total", 12L, "connections", List.of(
                object("id", 7L, "protocol", "http", "state", "open", "peer", "10.0.0.7:51004", "doing",
                        "GET /iso/deb.iso", "opened", "2026-11-23T18:00:10Z", "lastMoved", "2026-11-23T18:04:09.7Z",
                        "bytesIn", 312L, "bytesOut", 2254857830L, "queued", 65536L),
                object("id", 12L, "protocol", "monitor", "state", "ending", "peer", "unix:", "doing", "anna (eval)")));
        assertThat(text(Tables.connections(answer, NOW, 200))).isEqualTo("""
                ID  PROTOCOL  PEER            DOING                 AGE    IDLE     IN      OUT  QUEUED
                 7  http      10.0.0.7:51004  GET /iso/deb.iso    4 min  300 ms  312 B  2.1 GiB  64 KiB
                12  monitor   unix            ending anna (eval)      -       -    0 B      0 B     0 B
                2 of 12 connections""");
        assertThat(Tables.connections(answer, NOW, 70)).allMatch(line -> line.length() <= 80);
        assertThat(Tables.connections(row("total", 3L, "connections", List.of()), NOW, 80))
                .containsExactly("no connection fits; there are 3");
    }

    @Test
    void extensions() {
        assertThat(text(Tables.extensions(row("extensions", List.of(
                object("name", "status", "type", "status", "origin", "configuration", "enabled", true, "jar", false,
                        "requests", 1204L, "faults", 0L, "millis", 602.0, "settings", object("path", "/status")),
                object("name", "files", "origin", "server", "enabled", false, "requests", 0L))), 200))).isEqualTo("""
                        #  NAME    TYPE    FROM           ON   REQUESTS  FAULTS    MEAN  SETTINGS
                        1  status  status  configuration  on      1,204       0  0.5 ms  path = /status
                        2  files           server         off         0       0       -""");
    }

    @Test
    void buffers() {
        assertThat(text(Tables.buffers(
                row("pool", object("lent", 65536L, "free", 1048576L, "ceiling", 67108864L, "misses",
                        17L), "policies",
                        object("http", object("floor", 4096L, "ceiling", 262144L, "rules",
                                List.of(object("from", "10.0.0.0/8", "floor", 512L, "ceiling", 512L),
                                        object("suffix", ".example", "floor", 512L, "ceiling", 1024L)))),
                        "holders",
                        List.of(object("id", 7L, "peer", "unix:", "held", 70000L, "inSize", 4096L, "outSize", 65536L))),
                200))).isEqualTo("""
                        pool: 64 KiB in use, 1.0 MiB free of 64 MiB, 17 made

                        PART    FLOOR  CEILING  FOR
                        http  4.0 KiB  256 KiB  all
                                512 B    512 B  10.0.0.0/8
                                512 B  1.0 KiB  *.example

                        ID  PEER    HELD  IN SIZE  OUT SIZE
                         7  unix  68 KiB  4.0 KiB    64 KiB""");
    }

    @Test
    void theLogReadsDownwards() {
        Row answer = row("entries", List.of(
                object("when", "2026-11-23T18:04:10Z", "level", "warn", "text", "later\u001b[2J"),
                object("when", "2026-11-03T08:04:10Z", "level", "info", "text", "earlier")));
        assertThat(Tables.log(answer, ZoneOffset.UTC)).containsExactly("Nov 3 08:04:10 info  earlier",
                "Nov 23 18:04:10 warn  later\\x1b[2J");
        assertThat(Tables.added(row("missed", 1500L, "entries", List.of()), ZoneOffset.UTC))
                .containsExactly("… 1,500 entries are left out …");
    }

    @Test
    void info() {
        assertThat(text(Tables.info(row("version", "1.2.3", "java", "25.0.1", "system", "Linux amd64", "pid", 4711L,
                "started", "2026-11-20T14:04:10Z", "now", NOW.toString(), "draining", true, "turns", 12345L,
                "longestTurnMillis", 3.14, "heap", 20L << 20, "heapLimit", 512L << 20, "descriptors", 31L,
                "listeners", List.of(object("part", "http", "address", "127.0.0.1:8080"),
                        object("part", "monitor", "address", "unix:/run/m"))),
                ZoneOffset.UTC))).isEqualTo("""
                        version      1.2.3, draining
                        up           3 d 4 h, since Nov 20 14:04:10
                        java         25.0.1, Linux amd64
                        process      4711
                        heap         20 MiB of 512 MiB
                        descriptors  31
                        turns        12,345, the longest 3.1 ms
                        listens      http 127.0.0.1:8080, monitor unix:/run/m""");
    }

    @Test
    void whatMakesNoSenseIsShownAsNothing() {
        Row odd = row("connections", "x", "extensions", List.of(7L), "pool", List.of(), "policies", 1L, "counters", "y",
                "entries", List.of("z"));
        assertThat(Tables.connections(odd, NOW, 80)).isNotEmpty();
        assertThat(Tables.extensions(odd, 80)).hasSize(2);
        assertThat(Tables.buffers(odd, 80)).isNotEmpty();
        assertThat(Tables.counters(odd, 80)).containsExactly("there are no counters");
        assertThat(Tables.log(odd, ZoneOffset.UTC)).hasSize(1);
        assertThat(Tables.info(odd, ZoneOffset.UTC)).isNotEmpty();
    }
}
