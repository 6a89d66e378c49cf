package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

import medusa.auth.ScramClient;
import medusa.auth.ScramKeys;
import medusa.reactor.Channel;

/// What one who may only look cannot do: keep the reactor, the worker or the heap to himself.
class MonitorLimitsTest {
    private static final String LOG = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"log.tail\",\"params\":{\"count\":200}}";

    private final CountDownLatch free = new CountDownLatch(1);
    private MonitorBench monitor;

    @BeforeEach
    void open() throws IOException {
        monitor = new MonitorBench();
        monitor.role = Role.VIEW;
    }

    @AfterEach
    void close() throws IOException {
        free.countDown();
        monitor.close();
    }

    /// Keeps the worker until `free`.
    private void keepWorker() {
        monitor.monitor.worker().execute(() -> {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void aFilterIsShort() throws IOException {
        var client = monitor.connect();
        for (String method : List.of("connections.list", "connections.watch")) {
            assertThat(client.error(method, "{\"filter\":\"" + "x".repeat(201) + "\"}"))
                    .startsWith(
                            "-32602 invalid-params: params.filter: expected no more than 200 characters, found \"xxx");
            assertThat(client.error(method, "{\"filter\":\"a b c d e f g h i\"}")).isEqualTo(
                    "-32602 invalid-params: params.filter: expected no more than 8 words, found \"a b c d e f g h i\"");
        }
        client.result("connections.list", "{\"filter\":\" " + "x".repeat(150) + " b c d e f g h h H\"}");
    }

    /// Counts how often it is looked at, which takes its time.
    private static final class SeenChannel extends Channel {
        private final Runnable seen;

        private SeenChannel(Runnable seen) {
            this.seen = seen;
        }

        @Override
        protected void received(ByteBuffer data) {
            data.position(data.limit());
        }

        @Override
        protected String doing() {
            seen.run();
            return "";
        }
    }

    @Test
    void howeverManyAskTheReactorIsLookedAtOnce() throws IOException {
        int[] looks = {0};
        seen(() -> looks[0]++);
        var client = monitor.connect();
        var other = monitor.connect();
        client.result("server.info", "{}");
        assertThat(looks[0]).isZero();
        for (int i = 0; i < 3; i++) {
            client.result("connections.list", "{}");
            other.result("buffers.list", "{}");
        }
        assertThat(looks[0]).isEqualTo(1);
        client.result("connections.watch", "{}");
        assertThat(looks[0]).isEqualTo(1);
        monitor.bench.pass(Duration.ofMillis(99));
        other.result("connections.list", "{}");
        assertThat(looks[0]).isEqualTo(1);
        monitor.bench.pass(Duration.ofMillis(1));
        assertThat(other.result("connections.list", "{}").get("total")).isEqualTo(3L);
        assertThat(looks[0]).isEqualTo(2);
    }

    @Test
    void whatIsDearIsDoneSeldom() throws IOException {
        int[] looks = {0};
        seen(() -> {
            looks[0]++;
            monitor.bench.skip(Duration.ofMillis(50));
        });
        var client = monitor.connect();
        client.result("connections.list", "{}");
        monitor.bench.pass(Duration.ofMillis(900));
        client.result("connections.list", "{}");
        assertThat(looks[0]).isEqualTo(1);
        monitor.bench.pass(Duration.ofMillis(100));
        client.result("connections.list", "{}");
        assertThat(looks[0]).isEqualTo(2);
    }

    private void seen(Runnable seen) throws IOException {
        monitor.bench.connect(monitor.bench.listen(() -> new SeenChannel(seen)));
        monitor.bench.until("the connection", () -> monitor.bench.reactor().channels().size() == 1);
    }

    @Test
    void watchesHaveFewFilters() throws IOException {
        var one = monitor.connect();
        for (int i = 0; i < 16; i++) {
            watch(one, "one " + i);
        }
        var other = monitor.connect();
        for (int i = 0; i < 15; i++) {
            watch(other, "other " + i);
        }
        var third = monitor.connect();
        watch(third, "15 ONE"); // the same as another's
        watch(third, "");
        watch(third, "the last");
        assertThat(third.error("connections.watch", "{\"filter\":\"one too many\"}"))
                .isEqualTo("-32007 busy: the watches of"
                        + " all users have no more than 32 different filters; take one that is in use, or none");
        watch(third, "other 3");
        one.result("watch.end", "{\"watch\":1}");
        watch(third, "room again");
    }

    private void watch(MonitorBench.Client client, String filter) throws IOException {
        client.send("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"connections.watch\",\"params\":{\"filter\":\"" + filter
                + "\"}}");
        monitor.bench.until("the answer", () -> {
            monitor.bench.skip(Duration.ofMillis(100));
            client.peer.poll();
            return client.peer.got().contains("\"id\":0,");
        });
        Map<?, ?> message = (Map<?, ?>) client.next();
        while (!message.containsKey("id")) {
            message = (Map<?, ?>) client.next();
        }
        assertThat(message.containsKey("result")).as(message.toString()).isTrue();
    }

    @Test
    void theAnswersToABatchHaveNoMoreThanAMebibyte() throws IOException {
        for (int i = 0; i < 200; i++) {
            monitor.log.add(Instant.EPOCH, Level.INFO, "x".repeat(400));
        }
        var client = monitor.connect();
        int one = client.send(LOG).nextLine().length() + 1;
        int fit = (1 << 20) / one;
        assertThat(fit).isBetween(5, 50);
        client.send("[" + String.join(",", Collections.nCopies(60, LOG)) + "]");
        List<?> answers = (List<?>) client.next();
        assertThat(answers).hasSize(60);
        assertThat(answers.subList(0, fit)).allSatisfy(answer -> assertThat(answer.toString()).contains("result="));
        assertThat(answers.subList(fit, 60)).allSatisfy(answer -> assertThat(MonitorBench.error(answer))
                .isEqualTo(
                        "-32006 too-large: it was done, but the answers to a batch have no more than 1048576 bytes together;"
                                + " ask for this one alone"));
        assertThat((List<?>) client.result("log.tail", "{\"count\":200}").get("entries")).hasSize(200);
    }

    /// What is long is written as JSON by the worker, and not the reactor.
    @Test
    void longAnswersDoNotKeepTheReactor() throws IOException {
        var client = monitor.connect();
        keepWorker();
        client.send(LOG);
        client.send("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"counters.get\"}");
        client.send("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"extensions.list\"}");
        assertThat(((Map<?, ?>) client.next()).get("id")).isEqualTo(9L);
        free.countDown();
        assertThat(((Map<?, ?>) client.next()).get("id")).isEqualTo(7L);
        assertThat(((Map<?, ?>) client.next()).get("id")).isEqualTo(8L);
    }

    @Test
    void logInsDoNotWaitForThoseInside(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("users");
        new UsersFile(file).put("anna", Optional.of(Role.VIEW),
                ScramKeys.of("secret".toCharArray(), new byte[16], 4096));
        monitor.users = MonitorUsers.open(file);
        monitor.role = null;
        keepWorker();
        assertThat(monitor.connect().result("login.start", "{\"mechanism\":\"SCRAM-SHA-256\",\"message\":\""
                + new ScramClient("anna", "secret".toCharArray()).first() + "\"}").containsKey("message")).isTrue();
    }
}
