package medusa.reactor;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.metrics.Counter;
import medusa.metrics.Printable;
import medusa.reactor.Channel.State;

/// The way of one link until its protocol may begin: to the peer, to who it really is where a proxy stands between, and with
/// it to an agreement on keys.
final class Opening {
    private static final Logger log = LoggerFactory.getLogger(Opening.class);

    private final Link link;
    private final Link.Terms terms;
    /// Until a proxy has said for whom it comes; null where there is none.
    private ProxyHeader.Intake proxy;
    /// How long all this may take; null while it has not begun.
    private Timers.Timer limit;

    Opening(Link link, Link.Terms terms) {
        this.link = link;
        this.terms = terms;
        proxy = terms.proxied() == null ? null : new ProxyHeader.Intake(link.reactor().bench().pool);
    }

    /// @param address where the socket goes; null if it has been on its way, and may stand now
    void connect(SocketAddress address) throws Exception {
        SocketWire socket = link.wire().socket();
        try {
            if (address == null ? !socket.finishConnect() : !socket.connect(address)) {
                return;
            }
        } catch (IOException e) {
            link.broken(e);
            return;
        }
        link.reactor().counters().increment(Counter.CONNECTED);
        connected();
    }

    /// The socket stands.
    void connected() throws Exception {
        if (terms.tls() != null || proxy != null) {
            link.is(State.SECURING);
            Duration time = terms.tls() != null ? terms.tls().handshakeTime() : terms.proxied().headerTime();
            limit = link.timers().after(time.toNanos(), () -> {
                failed("it took too long");
                link.close(null);
            });
        }
        goOn();
    }

    /// What it waits for, as an interest.
    int needs() {
        return proxy == null ? link.wire().handshakeNeeds() : SelectionKey.OP_READ;
    }

    /// Goes on when the socket is ready or a task is done, and opens the link when nothing is left to do.
    void goOn() throws Exception {
        try {
            if (proxy != null && !introduced() || link.state() == State.CLOSED || !link.wire().handshake()) {
                return;
            }
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
            link.close(e);
            return;
        }
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
        if (terms.tls() != null) {
            link.reactor().counters().increment(Counter.HANDSHAKES);
        }
        link.opened();
    }

    /// @return whether the proxy has said for whom it comes
    private boolean introduced() throws IOException {
        SocketWire socket = link.wire().socket();
        ProxyHeader header = proxy.read(socket, link.reactor().bench().readBuffer);
        if (header == null) {
            return false;
        }
        socket.introduced(header.client(), proxy.rest());
        proxy = null;
        if (header.client() != null) {
            link.peerNamed(null);
            if (terms.place() != null && !terms.place().belongsTo(socket.address())) {
                link.reactor().counters().increment(Counter.REFUSED_ADDRESS);
                link.close(null);
            }
        }
        return true;
    }

    /// The link ends before it has been open.
    void drop() {
        if (proxy != null) {
            proxy.drop();
        }
    }

    /// Counted always, and told to who looks for the reason: on the open internet it happens all day.
    private void failed(String why) {
        boolean introduced = proxy == null;
        link.reactor().counters().increment(introduced ? Counter.HANDSHAKES_FAILED : Counter.PROXY_HEADERS_REFUSED);
        log.debug("no {} with {}: {}", introduced ? "TLS" : "PROXY header", link.wire().socket().peer(),
                Printable.line(why));
    }
}
