package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.slf4j.event.Level;

import medusa.metrics.Counter;
import medusa.monitor.MonitorBench.Client;
import medusa.reactor.ChannelSnapshot;

/// What `server.watch` and a `log.tail` that follows tell.
class FeedsTest {
    private static final Duration TICK = Duration.ofMillis(100);

    private MonitorBench monitor;

    @BeforeEach
    void open() throws IOException {
        monitor = new MonitorBench();
    }

    @AfterEach
    void close() throws IOException {
        monitor.close();
    }

    private static Map<?, ?> params(Object message, String method) {
        assertThat(((Map<?, ?>) message).get("method")).isEqualTo(method);
        return (Map<?, ?>) ((Map<?, ?>) message).get("params");
    }

    private void log(String text) {
        monitor.log.add(Instant.EPOCH, Level.INFO, text);
    }

    private static List<Object> texts(Map<?, ?> told) {
        return ((List<?>) told.get("entries")).stream().<Object>map(entry -> ((Map<?, ?>) entry).get("text")).toList();
    }

    @Test
    void figuresComeAtTheirRate() throws IOException {
        var client = monitor.connect();
        Map<?, ?> first = client.result("server.watch", "{\"rate\":5}");
        assertThat(first.keySet().stream().map(Object::toString)).containsExactly("watch", "at", "draining", "turns",
                "longestTurnMillis", "recentTurnMillis", "timers", "heap", "heapLimit", "descriptors",
                "descriptorLimit", "pool",
                "connections", "listeners", "extensions", "counters");
        assertThat(first.get("connections")).isEqualTo(Map.of("monitor", 1L));
        assertThat(first.get("extensions").toString()).isEqualTo("[{name=files, enabled=true, requests=3, faults=0}]");
        assertThat(((Map<?, ?>) first.get("counters")).get("accepted")).isEqualTo(1L);
        monitor.bench.pass(TICK);
        client.result("extensions.list", "{}");
        assertThat(client.pushed()).isEmpty();
        monitor.bench.reactor().counters().increment(Counter.FAULTS);
        monitor.bench.pass(TICK);
        Map<?, ?> next = params(client.next(), "server.figures");
        assertThat(next.get("watch")).isEqualTo(first.get("watch"));
        assertThat(((Map<?, ?>) next.get("counters")).get("faults")).isEqualTo(1L);
    }

    @Test
    void newEntriesOfTheLogAreTold() throws IOException {
        log("before");
        var client = monitor.connect();
        Map<?, ?> tail = client.result("log.tail", "{\"follow\":true,\"level\":\"info\"}");
        assertThat(texts(tail)).containsExactly("before");
        assertThat(tail.get("watch")).isEqualTo(1L);
        log("one");
        log("two");
        monitor.log.add(Instant.EPOCH, Level.DEBUG, "talk");
        monitor.bench.pass(TICK);
        Map<?, ?> told = params(client.next(), "log.added");
        assertThat(texts(told)).containsExactly("one", "two");
        assertThat(told.containsKey("missed")).isFalse();
        client.result("watch.end", "{\"watch\":1}");
        log("three");
        monitor.bench.pass(TICK);
        client.result("extensions.list", "{}");
        assertThat(client.pushed()).isEmpty();
    }

    @Test
    void whatTheLogHasLostIsCounted() throws IOException {
        var client = monitor.connect();
        client.result("log.tail", "{\"follow\":true}");
        monitor.bench.pass(TICK);
        for (int i = 0; i < 250; i++) {
            log("line " + i);
        }
        monitor.log.add(Instant.EPOCH, Level.WARN, "hm");
        monitor.bench.pass(TICK);
        Map<?, ?> told = params(client.next(), "log.added");
        assertThat(told.get("missed")).isEqualTo(50L);
        assertThat(texts(told)).hasSize(200).startsWith("line 50").endsWith("line 249");
        monitor.bench.pass(TICK);
        told = params(client.next(), "log.added");
        assertThat(told.containsKey("missed")).isFalse();
        assertThat(texts(told)).containsExactly("hm");
    }

    @Test
    void aLineThatComesOfTellingALineWaitsItsTurn() throws IOException {
        var client = monitor.connect();
        client.result("log.tail", "{\"follow\":true}");
        monitor.log.tell(new Runnable() {
            private int left = 20;

            @Override
            public void run() {
                if (left-- > 0) {
                    monitor.bench.reactor().execute(() -> log("again"));
                }
            }
        });
        log("first");
        monitor.bench.pass(TICK);
        int messages = 0;
        for (int entries = 0; entries < 21; messages++) {
            for (int i = 0; i < 5; i++) {
                monitor.bench.turn();
            }
            monitor.bench.pass(TICK);
            entries += texts(params(client.next(), "log.added")).size();
        }
        assertThat(messages).isLessThan(8);
    }

    @Test
    void whoDoesNotReadHoldsOneMessageOfEach() throws Exception {
        Client stuck = monitor.connectNarrow();
        stuck.result("log.tail", "{\"follow\":true}");
        for (int i = 0; i < 400; i++) {
            for (int line = 0; line < 200; line++) {
                log("x".repeat(390));
            }
            monitor.bench.pass(TICK);
        }
        var later = monitor.bench.reactor().snapshot();
        monitor.bench.turn();
        ChannelSnapshot channel = later.get().channels().getFirst();
        assertThat(channel.queued() + channel.producers().size()).isPositive();
        assertThat(channel.queued()).isLessThan(200 << 10);
        assertThat(channel.producers()).hasSizeLessThanOrEqualTo(1);
        long missed = 0;
        long told = 0;
        while (missed + told < 80_000) {
            monitor.bench.pass(TICK);
            Map<?, ?> added = params(stuck.next(), "log.added");
            missed += added.get("missed") instanceof Long number ? number : 0;
            told += texts(added).size();
        }
        assertThat(missed).isGreaterThan(told);
    }
}
