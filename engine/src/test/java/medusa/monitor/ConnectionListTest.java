package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import medusa.auth.User;
import medusa.http.Extension;
import medusa.http.HttpRequest;
import medusa.http.Place;
import medusa.monitor.MonitorBench.Client;
import medusa.producer.BytesProducer;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// Who has logged in on a connection, and how far its transfer has come.
@Timeout(60)
class ConnectionListTest {
    private static final int BIG = 8 << 20;

    private MonitorBench monitor;
    private Acceptor http;
    private Client client;

    @BeforeEach
    void open() throws Exception {
        monitor = new MonitorBench();
        monitor.http.extensions().install(Place.FRONT, new Guessing());
        http = monitor.bench.listen(monitor.http::newChannel);
        client = monitor.connect();
    }

    @AfterEach
    void close() throws IOException {
        monitor.close();
    }

    /// Believes who one is by the path, takes all bodies, and answers with something large.
    private record Guessing() implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            return true;
        }

        @Override
        public void handle(HttpRequest request) {
            if (!request.path().equals("/")) {
                request.user(new User(request.path().substring(1), Set.of(), "/", User.Limits.NONE));
            }
            if (request.method().equals("GET")) {
                answer(request);
                return;
            }
            request.body(new HttpRequest.BodyReceiver() {
                @Override
                public void content(ByteBuffer content) {}

                @Override
                public void end() {
                    request.reply(204).send();
                }
            });
        }

        private static void answer(HttpRequest request) {
            BytesProducer body = new BytesProducer(ByteBuffer.allocate(BIG));
            if (request.query() == null) {
                request.reply(200).send(body, BIG);
            } else {
                request.reply(200).stream(body);
            }
        }
    }

    /// The one connection of HTTP.
    private Map<?, ?> row() throws IOException {
        monitor.bench.pass(Duration.ofSeconds(1)); // for a new picture
        List<?> rows = (List<?>) client.result("connections.list", "{\"filter\":\"http\"}").get("connections");
        assertThat(rows).hasSize(1);
        return (Map<?, ?>) rows.getFirst();
    }

    private void requireNothingTold(String... members) throws IOException {
        for (String member : members) {
            assertThat(row().containsKey(member)).as(member).isFalse();
        }
    }

    @Test
    void aReplyShowsHowFarItHasCome() throws IOException {
        Bench.Peer peer = monitor.bench.connectNarrow(http);
        requireNothingTold("user", "done", "total");
        peer.send("GET /anna HTTP/1.1\r\nHost: x\r\n\r\n");
        monitor.bench.until("some of it", () -> peer.poll(1 << 16) > 0);
        Map<?, ?> row = row();
        assertThat(row.get("user")).isEqualTo("anna");
        assertThat(row.get("total")).isEqualTo((long) BIG);
        assertThat((long) row.get("done")).isBetween(1L, BIG - 1L);
        monitor.bench.until("more", () -> {
            peer.poll(1 << 20);
            return peer.got().length() > BIG / 2;
        });
        assertThat((long) row().get("done")).isBetween((long) row.get("done") + 1, BIG - 1L);
        monitor.bench.until("all", () -> {
            peer.poll(1 << 20);
            return peer.got().length() > BIG;
        });
        requireNothingTold("done", "total");
        assertThat(row().get("user")).isEqualTo("anna"); // who is known by the last request
    }

    @Test
    void ofAReplyInChunksNobodyKnowsTheLength() throws IOException {
        Bench.Peer peer = monitor.bench.connectNarrow(http);
        peer.send("GET /?chunks HTTP/1.1\r\nHost: x\r\n\r\n");
        monitor.bench.until("some of it", () -> peer.poll(1 << 16) > 0);
        assertThat((long) row().get("done")).isPositive();
        requireNothingTold("user", "total");
    }

    @Test
    void aBodyShowsHowFarItHasCome() throws IOException {
        Bench.Peer peer = monitor.bench.connect(http);
        peer.send("PUT /anna HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(400));
        monitor.bench.turn();
        assertThat(row()).extracting("user", "done", "total").containsExactly("anna", 400L, 1000L);
        assertThat(peer.send("x".repeat(600)).line()).startsWith("HTTP/1.1 204 ");
        requireNothingTold("done", "total");
    }

    @Test
    void aBodyInChunksShowsItsContentAlone() throws IOException {
        Bench.Peer peer = monitor.bench.connect(http);
        peer.send("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n20\r\nhalf");
        monitor.bench.turn();
        assertThat(row().get("done")).isEqualTo(9L);
        requireNothingTold("user", "total");
    }

    @Test
    void theFilterLooksForUsersToo() throws IOException {
        Bench.Peer peer = monitor.bench.connect(http);
        peer.send("PUT /berta HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        monitor.bench.until("the answer", () -> peer.poll() > 0);
        assertThat((List<?>) client.result("connections.list", "{\"filter\":\"BERTA http\"}").get("connections"))
                .hasSize(1);
        assertThat(row().get("doing")).isEqualTo("");
    }

    @Test
    void whoWatchesHearsOfIt() throws IOException {
        Bench.Peer peer = monitor.bench.connect(http);
        assertThat((List<?>) client.result("connections.watch", "{\"rate\":10,\"filter\":\"anna http\"}")
                .get("connections")).isEmpty();
        peer.send("PUT /anna HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
        monitor.bench.turn();
        monitor.bench.pass(Duration.ofMillis(101));
        Map<?, ?> params = (Map<?, ?>) ((Map<?, ?>) client.next()).get("params");
        Map<?, ?> row = (Map<?, ?>) ((List<?>) params.get("changed")).getFirst();
        assertThat(row).extracting("user", "done", "total").containsExactly("anna", 3L, 10L);
    }

    @Test
    void theMonitorsOwnConnectionsHaveUsersToo() throws IOException {
        List<?> rows = (List<?>) client.result("connections.list", "{\"filter\":\"monitor\"}").get("connections");
        assertThat(rows).singleElement().extracting("user").isEqualTo("anna");
    }
}
