package medusa.monitor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import medusa.reactor.Acceptor;
import medusa.reactor.Bench;
import medusa.reactor.LineChannel;
import medusa.reactor.Terminator;

/// A server that says what the test wants it to say, on the reactor that the test turns by hand. It listens on a Unix-domain socket
/// and on the network.
final class FakeMonitor {
    static final String HELLO = "{\"jsonrpc\":\"2.0\",\"method\":\"hello\",\"params\":"
            + "{\"server\":\"medusa\",\"protocol\":1,\"user\":\"anna\",\"role\":\"eval\"}}";
    static final String LOGIN = "{\"jsonrpc\":\"2.0\",\"method\":\"hello\",\"params\":"
            + "{\"server\":\"medusa\",\"protocol\":1,\"login\":[\"SCRAM-SHA-256\"]}}";

    final List<Connection> connections = new ArrayList<>();
    String hello = HELLO;
    /// What it does about a line; by default nothing.
    Consumer<Request> onRequest = _ -> {};
    private final Bench bench;
    private final Acceptor local;
    private final Acceptor network;
    private final int port;
    private final Path socket;

    /// @param socket which is made
    FakeMonitor(Bench bench, Path socket) throws IOException {
        this.bench = bench;
        this.socket = socket;
        local = bench.reactor().listen(UnixDomainSocketAddress.of(socket), Acceptor.Options.defaults(),
                Connection::new);
        network = bench.listen(Connection::new);
        port = ((InetSocketAddress) network.address()).getPort();
    }

    /// Where a client needs no log-in.
    MonitorAddress local() {
        return new MonitorAddress.Unix(socket);
    }

    MonitorAddress network() {
        return new MonitorAddress.Tcp("127.0.0.1", port);
    }

    void stopListening() {
        local.close();
        network.close();
    }

    /// The n-th connection, once it is there.
    Connection connection(int n) throws IOException {
        bench.until("connection " + n, () -> connections.size() >= n);
        return connections.get(n - 1);
    }

    /// A call that has come.
    record Request(Connection from, Object id, String method, Map<?, ?> params) {
        void result(String json) {
            from.say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + json + "}");
        }

        void error(int code, String message) {
            from.say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                    + "\"}}");
        }
    }

    final class Connection extends LineChannel {
        final List<Request> requests = new ArrayList<>();
        boolean over;

        Connection() {
            super(2 << 20);
            terminator(Terminator.bytes("\n"));
        }

        @Override
        protected void opened() {
            connections.add(this);
            say(hello);
        }

        @Override
        protected void line(String line) throws IOException {
            Map<?, ?> message = (Map<?, ?>) Json.read(line.getBytes(StandardCharsets.ISO_8859_1));
            Request request = new Request(this, message.get("id"), (String) message.get("method"),
                    (Map<?, ?>) message.get("params"));
            requests.add(request);
            onRequest.accept(request);
        }

        @Override
        protected void closed(Throwable cause) {
            over = true;
        }

        void say(String line) {
            push((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /// The n-th call, once it has come.
        Request request(int n) throws IOException {
            bench.until("request " + n, () -> requests.size() >= n);
            return requests.get(n - 1);
        }
    }
}
