package medusa.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import medusa.reactor.Acceptor;
import medusa.reactor.Channel;
import medusa.reactor.Reactor;

/// Sends back what it gets (RFC 862). The smallest server: a channel and one of its calls.
public final class Echo extends Channel {
    @Override
    protected void received(ByteBuffer data) {
        push(data);
    }

    /// Listens on the port given, 8007 without one.
    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8007;
        try (Reactor reactor = Reactor.open()) {
            reactor.listen(new InetSocketAddress("127.0.0.1", port), Acceptor.Options.defaults(), Echo::new);
            reactor.run();
        }
    }
}
