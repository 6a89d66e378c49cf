package medusa.reactor;

import java.io.IOException;
import java.net.SocketAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.metrics.Counter;
import medusa.metrics.Printable;
import medusa.reactor.Channel.State;

/// The way of one link until its protocol may begin: to the peer, and with it to an agreement on keys.
final class Opening {
    private static final Logger log = LoggerFactory.getLogger(Opening.class);

    private final Link link;
    private final Tls tls;
    /// How long the handshake may take; null while none is under way.
    private Timers.Timer limit;

    /// @param tls null for none
    Opening(Link link, Tls tls) {
        this.link = link;
        this.tls = tls;
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
        if (tls != null) {
            link.is(State.SECURING);
            limit = link.timers().after(tls.handshakeTime().toNanos(), () -> {
                failed("it took too long");
                link.close(null);
            });
        }
        secure();
    }

    /// Goes on with the handshake, and opens the link after it.
    void secure() throws Exception {
        try {
            if (!link.wire().handshake()) {
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
            link.reactor().counters().increment(Counter.HANDSHAKES);
        }
        link.opened();
    }

    /// Counted always, and told to who looks for the reason: on the open internet it happens all day.
    private void failed(String why) {
        link.reactor().counters().increment(Counter.HANDSHAKES_FAILED);
        log.debug("no TLS with {}: {}", link.wire().socket().peer(), Printable.line(why));
    }
}
