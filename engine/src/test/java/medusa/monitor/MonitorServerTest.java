package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import medusa.reactor.Bench;
import medusa.reactor.Channel;

/// JSON-RPC 2.0 on the wire, right and wrong.
class MonitorServerTest {
    private MonitorBench monitor;

    @BeforeEach
    void open() throws IOException {
        monitor = new MonitorBench();
    }

    @AfterEach
    void close() throws IOException {
        monitor.close();
    }

    @Test
    void greetsFirst() throws IOException {
        assertThat(monitor.connect().hello.toString()).isEqualTo(
                "{jsonrpc=2.0, method=hello, params={server=medusa, protocol=1, user=anna, role=eval}}");
    }

    @Test
    void answersByteForByte() throws IOException {
        var client = monitor.connect();
        client.send("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"log.tail\"}");
        assertThat(client.nextLine()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"entries\":[]}}");
    }

    @Test
    void aBatchIsAnsweredTogether() throws IOException {
        var client = monitor.connect();
        client.send("""
                [{"jsonrpc":"2.0","id":1,"method":"server.info"},{"jsonrpc":"2.0","method":"server.drain"},\
                {"jsonrpc":"2.0","id":2,"method":"extensions.list"},7]""");
        assertThat(client.nextLine()).startsWith("[{").contains("\"id\":1", "\"id\":2", "-32600").endsWith("}]");
        monitor.bench.turn();
        assertThat(monitor.asked).containsExactly("drain");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        var client = monitor.connect();
        assertThat(client.error("nothing", "{}")).isEqualTo("-32601 unknown-method: no method \"nothing\"");
        assertThat(client.error("conections.list", "{}")).endsWith("did you mean connections.list?");
        assertThat(client.error("log.tail", "{\"level\":\"loud\"}")).isEqualTo("-32602 invalid-params: params.level:"
                + " expected one of \"error\", \"warn\", \"info\", \"debug\", \"trace\", found \"loud\"");
        assertThat(client.error("log.tail", "{\"lines\":1}"))
                .isEqualTo(
                        "-32602 invalid-params: params: log.tail has no parameter \"lines\"; it takes level, count, follow");
        assertThat(client.error("connections.close", "{}"))
                .isEqualTo("-32602 invalid-params: params.ids: expected a list, found nothing");
        assertThat(client.error("log.tail", "[1]"))
                .isEqualTo("-32602 invalid-params: params: expected an object with names");
    }

    @Test
    void truncatedJsonIsAnErrorAndNoMore() throws IOException {
        var client = monitor.connect();
        client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":");
        Map<?, ?> answer = (Map<?, ?>) client.next();
        assertThat(answer.get("id")).isNull();
        assertThat(MonitorBench.error(answer)).startsWith("-32700 parse: no JSON: ");
        assertThat(client.result("extensions.list", "{}").toString()).startsWith("{extensions=[");
    }

    @Test
    void whatIsWrongWithJsonIsSaidInOurWords() throws IOException {
        monitor.role = null;
        var client = monitor.connect();
        for (var wrong : Map.of(
                "[".repeat(33),
                "it is nested deeper than 32, or has a number of more than 40 digits or a text that is too long",
                "1".repeat(41),
                "it is nested deeper than 32, or has a number of more than 40 digits or a text that is too long",
                "{\"id\":", "it ends too early",
                "{\"id\":1,\"id\":2}", "the member \"id\" is there twice",
                "{\"id\":nil}", "it goes wrong in column 7",
                "7 8", "something stands behind the JSON text",
                "\u00ff\u00fe", "it goes wrong in column 2").entrySet()) {
            client.peer.send(wrong.getKey() + "\n"); // one byte a character
            assertThat(MonitorBench.error(client.next())).isEqualTo("-32700 parse: no JSON: " + wrong.getValue());
        }
    }

    @Test
    void aLineOfTenMegabytesIsPassedOver() throws IOException {
        var client = monitor.connect();
        String filler = "x".repeat(1 << 20);
        for (int i = 0; i < 10; i++) {
            client.peer.send(filler);
        }
        client.send("");
        assertThat(MonitorBench.error(client.next()))
                .isEqualTo("-32006 too-large: a line has no more than 1048576 bytes; it was passed over");
        assertThat(client.result("extensions.list", "{}").toString()).startsWith("{extensions=[");
    }

    @Test
    void whoHasNotLoggedInLearnsNothing() throws IOException {
        monitor.role = null;
        var client = monitor.connect();
        assertThat(client.hello.toString()).contains("login=[SCRAM-SHA-256]").doesNotContain("1.2.3");
        assertThat(client.error("server.info", "{}")).isEqualTo("-32001 login-required: log in first");
        assertThat(client.error("no.such", "{}")).isEqualTo("-32001 login-required: log in first");
    }

    @Test
    void strangersOfOneAddressKeepNobodyOut() throws IOException {
        monitor.role = null;
        Bench.Peer admin = monitor.bench.connectFrom(InetAddress.ofLiteral("127.0.0.2"), monitor.acceptor());
        assertThat(admin.line()).contains("hello");
        List<Bench.Peer> idle = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            idle.add(monitor.connect().peer);
        }
        monitor.connect();
        idle.getFirst().expectEnd();
        monitor.bench.turn();
        assertThat(monitor.bench.reactor().channels()).hasSize(9);
        assertThat(admin.poll()).isZero();
        assertThat(admin.gone()).isFalse();
    }

    @Test
    void ofTooManyStrangersTheOldestOfTheMostGoes() throws IOException {
        monitor.role = null;
        List<Bench.Peer> others = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            InetAddress from = InetAddress.ofLiteral("127.0.0." + (i == 0 ? 2 : 3 + i / 8));
            others.add(monitor.bench.connectFrom(from, monitor.acceptor()));
            assertThat(others.getLast().line()).contains("hello");
        }
        monitor.connect();
        others.get(8).expectEnd();
        monitor.bench.turn();
        assertThat(monitor.bench.reactor().channels()).hasSize(32);
    }

    @Test
    void aStrangerThatTakesNothingIsClosedAtTheDeadline() throws IOException {
        monitor.role = null;
        var client = monitor.connectNarrow();
        Channel channel = monitor.bench.reactor().channels().getFirst();
        String rubbish = "[1]\n".repeat(200);
        for (int i = 0; i < 2000 && channel.isDrained(); i++) {
            client.peer.send(rubbish);
            monitor.bench.turn();
        }
        assertThat(channel.isDrained()).isFalse();
        monitor.bench.pass(Duration.ofSeconds(20));
        monitor.bench.turn();
        assertThat(monitor.bench.reactor().channels()).isEmpty();
    }

    @Test
    void aRoleThatMayNot() throws IOException {
        monitor.role = Role.VIEW;
        assertThat(monitor.connect().error("server.stop", "{}"))
                .isEqualTo("-32003 forbidden: server.stop needs the role manage; anna has view");
        monitor.role = Role.MANAGE;
        assertThat(monitor.connect().error("extensions.load", "{\"path\":\"x\"}"))
                .isEqualTo("-32003 forbidden: extensions.load needs the role eval; anna has manage");
        assertThat(monitor.asked).isEmpty();
    }

    @Test
    void connectionsAreListedAndClosed() throws IOException {
        var client = monitor.connect();
        var other = monitor.connect();
        Map<?, ?> listed = client.result("connections.list", "{\"filter\":\"monitor ANNA\"}");
        assertThat(listed.get("total")).isEqualTo(2L);
        assertThat(listed.toString()).contains("protocol=monitor", "doing=anna (eval)");
        assertThat(client.result("connections.close", "{\"ids\":[2,99]}").toString()).isEqualTo("{closed=1}");
        other.peer.expectEnd();
    }

    @Test
    void aJarComesInPieces() throws IOException {
        var client = monitor.connect();
        assertThat(
                client.result("extensions.upload", "{\"name\":\"a.jar\",\"data\":\"AAEC\",\"last\":false}").toString())
                .isEqualTo("{received=3}");
        assertThat(client.error("extensions.upload", "{\"name\":\"a.jar\",\"data\":\"AAEC\",\"offset\":9}"))
                .isEqualTo("-32005 refused: the next piece of a.jar begins at 3");
        client.result("extensions.upload", "{\"name\":\"a.jar\",\"data\":\"AwQ=\",\"offset\":3}");
        assertThat(monitor.asked).containsExactly("take a.jar of 5");
        assertThat(client.error("extensions.upload", "{\"name\":\"a.jar\",\"data\":\"?\"}"))
                .isEqualTo("-32602 invalid-params: params.data: expected base64 (RFC 4648 §4)");
    }

    @Test
    void aFaultTellsThePeerNothing() throws IOException {
        monitor.reloadProblems = null; // the stub fails on it
        assertThat(monitor.connect().error("server.reload", "{}"))
                .isEqualTo("-32603 internal: the server failed at it; its log says more");
    }
}
