package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import medusa.metrics.Counter;
import medusa.monitor.MonitorBench.Client;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;
import medusa.reactor.Channel;

/// What `connections.watch` tells, and when.
class ConnectionWatchTest {
    private static final Duration TICK = Duration.ofMillis(100);

    private MonitorBench monitor;
    private Acceptor sinks;

    /// Takes what comes, and does what it says.
    private static final class SinkChannel extends Channel {
        private String doing = "";

        @Override
        protected void received(ByteBuffer data) {
            doing = new String(new byte[]{data.get(data.limit() - 1)}, StandardCharsets.ISO_8859_1);
            data.position(data.limit());
        }

        @Override
        protected String doing() {
            return doing;
        }
    }

    @BeforeEach
    void open() throws IOException {
        monitor = new MonitorBench();
        sinks = monitor.bench.listen(SinkChannel::new);
    }

    @AfterEach
    void close() throws IOException {
        monitor.close();
    }

    private long channels() {
        return monitor.bench.reactor().channels().size();
    }

    /// Begins a watch, for whose picture it may have to be time.
    private Map<?, ?> watch(Client client, String params) throws IOException {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"connections.watch\",\"params\":" + params + "}";
        long before = bytesIn();
        client.send(call);
        monitor.bench.until("the call", () -> bytesIn() > before + call.length());
        monitor.bench.pass(TICK);
        Map<?, ?> message = (Map<?, ?>) client.next();
        assertThat(message.get("id")).isEqualTo(99L);
        return (Map<?, ?>) message.get("result");
    }

    private Bench.Peer sink() throws IOException {
        long before = channels();
        Bench.Peer peer = monitor.bench.connect(sinks);
        monitor.bench.until("a connection", () -> channels() > before);
        return peer;
    }

    private void send(Bench.Peer peer, String text) throws IOException {
        long before = bytesIn();
        peer.send(text);
        monitor.bench.until("bytes", () -> bytesIn() == before + text.length());
    }

    private long bytesIn() {
        return monitor.bench.reactor().counters().get(Counter.BYTES_IN);
    }

    private void hangUp(Bench.Peer peer) throws IOException {
        long before = channels();
        peer.hangUp();
        monitor.bench.until("the end", () -> channels() < before);
    }

    /// What is told next, without the time.
    private Map<?, ?> told(Client client) throws IOException {
        monitor.bench.pass(TICK);
        Map<?, ?> message = (Map<?, ?>) client.next();
        assertThat(message.get("method")).isEqualTo("connections.changed");
        Map<?, ?> params = (Map<?, ?>) message.get("params");
        assertThat(params.containsKey("at")).isTrue();
        return params;
    }

    /// Lets a tick pass that tells a client nothing.
    private void quiet(Client client) throws IOException {
        monitor.bench.pass(TICK);
        Client other = monitor.connect();
        other.result("connections.list", "{}"); // made behind what that tick had to do
        other.peer.hangUp();
        client.result("extensions.list", "{}");
        assertThat(client.pushed()).isEmpty();
    }

    private static List<Object> ids(Object rows) {
        return ((List<?>) rows).stream().<Object>map(row -> ((Map<?, ?>) row).get("id")).toList();
    }

    @Test
    void aPictureThenWhatChanges() throws IOException {
        var client = monitor.connect();
        Bench.Peer old = sink();
        Map<?, ?> first = watch(client, "{\"rate\":10,\"filter\":\"Sink\"}");
        assertThat(first.get("watch")).isEqualTo(1L);
        assertThat(first.get("total")).isEqualTo(2L);
        assertThat(ids(first.get("connections"))).containsExactly(2L);
        Map<?, ?> before = (Map<?, ?>) ((List<?>) first.get("connections")).getFirst();

        Bench.Peer added = sink();
        assertThat(ids(told(client).get("changed"))).containsExactly(3L);
        quiet(client);

        send(old, "abc");
        Map<?, ?> change = told(client);
        assertThat(ids(change.get("changed"))).containsExactly(2L);
        Map<?, ?> row = (Map<?, ?>) ((List<?>) change.get("changed")).getFirst();
        assertThat(row.get("bytesIn")).isEqualTo(3L);
        assertThat(row.get("doing")).isEqualTo("c");
        assertThat(row.get("opened")).isEqualTo(before.get("opened"));
        assertThat((List<?>) change.get("closed")).isEmpty();

        hangUp(added);
        change = told(client);
        assertThat((List<?>) change.get("changed")).isEmpty();
        assertThat(change.get("closed")).isEqualTo(List.of(3L));
        quiet(client);
    }

    @Test
    void timeAloneIsNoChange() throws IOException {
        var client = monitor.connect();
        sink();
        watch(client, "{\"rate\":10,\"filter\":\"sink\"}");
        for (int i = 0; i < 30; i++) {
            quiet(client);
        }
    }

    @Test
    void watchersDoNotKeepEachOtherBusy() throws IOException {
        var one = monitor.connect();
        var other = monitor.connect();
        watch(one, "{\"rate\":10}");
        watch(other, "{\"rate\":10}");
        told(one); // of the other's call
        monitor.bench.pass(TICK);
        monitor.bench.pass(TICK);
        sink();
        monitor.bench.pass(TICK);
        assertThat(ids(params(one.next()).get("changed"))).containsExactly(3L);
        assertThat(ids(params(other.next()).get("changed"))).containsExactly(3L);
        monitor.bench.pass(Duration.ofSeconds(11));
        assertThat(ids(params(one.next()).get("changed"))).containsExactly(1L, 2L); // what they were sent, at long last
    }

    private static Map<?, ?> params(Object message) {
        return (Map<?, ?>) ((Map<?, ?>) message).get("params");
    }

    @Test
    void whatMatchesNoMoreIsClosed() throws IOException {
        var client = monitor.connect();
        Bench.Peer peer = sink();
        assertThat((List<?>) watch(client, "{\"rate\":10,\"filter\":\"sink x\"}")
                .get("connections")).isEmpty();
        send(peer, "ab");
        quiet(client);
        send(peer, "x");
        assertThat(ids(told(client).get("changed"))).containsExactly(2L);
        send(peer, "y");
        assertThat(told(client).get("closed")).isEqualTo(List.of(2L));
        send(peer, "z");
        hangUp(peer);
        quiet(client);
    }

    @Test
    void thoseInStepShareAPicture() throws IOException {
        var clients = List.of(monitor.connect(), monitor.connect(), monitor.connect());
        for (var client : clients) {
            watch(client, "{\"rate\":10,\"filter\":\"sink\"}");
        }
        Bench.Peer peer = sink();
        for (int i = 0; i < 3; i++) {
            send(peer, "a");
            monitor.bench.pass(TICK);
            String first = clients.getFirst().nextLine();
            for (var client : clients.subList(1, clients.size())) {
                assertThat(client.nextLine()).isEqualTo(first);
            }
        }
    }

    @Test
    void theRateIsKept() throws IOException {
        var client = monitor.connect();
        Bench.Peer peer = sink();
        watch(client, "{\"rate\":2,\"filter\":\"sink\"}");
        var eager = monitor.connect();
        watch(eager, "{\"rate\":10,\"filter\":\"sink\"}");
        for (int i = 0; i < 2; i++) {
            send(peer, "a");
            told(eager);
        }
        client.result("extensions.list", "{}");
        assertThat(client.pushed()).isEmpty();
        Map<?, ?> change = told(client);
        assertThat(change.get("changed").toString()).contains("bytesIn=2");
        assertThat(client.error("connections.watch", "{\"rate\":11}"))
                .isEqualTo("-32602 invalid-params: params.rate: expected a whole number from 1 to 10, found 11");
        assertThat(client.error("connections.watch", "{\"rate\":0}")).contains("expected a whole number from 1 to 10");
    }

    @Test
    void aWatchIsEnded() throws IOException {
        var client = monitor.connect();
        watch(client, "{\"rate\":10,\"filter\":\"sink\"}");
        assertThat(client.error("watch.end", "{\"watch\":2}")).isEqualTo("-32004 not-found: there is no watch 2");
        client.result("watch.end", "{\"watch\":1}");
        sink();
        quiet(client);
        assertThat(client.error("watch.end", "{\"watch\":1}")).isEqualTo("-32004 not-found: there is no watch 1");
        Map<?, ?> again = watch(client, "{\"filter\":\"sink\"}");
        assertThat(again.get("watch")).isEqualTo(2L);
        assertThat(ids(again.get("connections"))).hasSize(1);
    }

    @Test
    void whoVanishesDisturbsNobody() throws IOException {
        var gone = monitor.connect();
        var stays = monitor.connect();
        watch(gone, "{\"rate\":10,\"filter\":\"sink\"}");
        watch(stays, "{\"rate\":10,\"filter\":\"sink\"}");
        sink();
        gone.peer.reset(); // between the tick and what follows of it
        assertThat(ids(told(stays).get("changed"))).hasSize(1);
        sink();
        assertThat(ids(told(stays).get("changed"))).hasSize(1);
        assertThat(monitor.bench.reactor().errors().snapshot()).isEmpty();
    }

    @Test
    void aBatchIsAnsweredWithThePicture() throws IOException {
        var client = monitor.connect();
        client.send("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"connections.watch\"},"
                + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"log.tail\"}]");
        assertThat(client.nextLine()).startsWith("[{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"entries\":[]}},"
                + "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"watch\":1,\"at\":\"").endsWith("]}}]");
    }
}
