package medusa.reactor;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.metrics.Counter;

/// A listening socket: turns each connection into a channel of its own. Where the process has no descriptor left it stops
/// accepting until one is free, instead of spinning; connections wait in the backlog meanwhile.
///
/// Reactor thread only.
public final class Acceptor implements Reactor.Registered {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

    /// The most connections that one turn accepts, at some tens of microseconds each: others wait meanwhile.
    private static final int BATCH = 32;
    /// The most refused peers that are being told so at the same time; others are just closed.
    private static final int MOST_REFUSALS = 64;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration REFUSAL_TIME = Duration.ofSeconds(1);
    private static final Path NULL_DEVICE = Path.of("/dev/null");

    /// How a listener treats those who come.
    ///
    /// @param backlog     connections that the system holds until they are accepted
    /// @param limits      of each channel
    /// @param buffers     of each channel
    /// @param connections how many there may be, shared between listeners
    /// @param refusal     what a peer is told that would be one too many, in its protocol; empty for nothing. With TLS it is
    ///                    not said, since a handshake costs more than a busy server has.
    /// @param tls         null for none
    /// @param proxies     who speaks for others
    /// @param spare       whether a descriptor is set aside, so that somebody can be sent away when there is no other
    public record Options(int backlog, ChannelLimits limits, BufferPolicy buffers, ConnectionLimits connections,
            String refusal, Tls tls, Proxies proxies, boolean spare) {
        /// Without TLS and proxies.
        public Options(int backlog, ChannelLimits limits, BufferPolicy buffers, ConnectionLimits connections,
                String refusal) {
            this(backlog, limits, buffers, connections, refusal, null, Proxies.NONE, true);
        }

        /// For examples and tests: default limits, nobody refused.
        public static Options defaults() {
            return new Options(1024, ChannelLimits.DEFAULT, BufferPolicy.DEFAULT, ConnectionLimits.none(), "");
        }

        /// The same with TLS.
        ///
        /// @param secured null for none
        public Options with(Tls secured) {
            return new Options(backlog, limits, buffers, connections, refusal, secured, proxies, spare);
        }

        /// The same behind proxies.
        public Options with(Proxies before) {
            return new Options(backlog, limits, buffers, connections, refusal, tls, before, spare);
        }

        /// The same for a listener that waits for one connection and then closes: it costs one descriptor, not two, and whoever
        /// comes while there is no other waits for one.
        public Options forOne() {
            return new Options(backlog, limits, buffers, connections, refusal, tls, proxies, false);
        }
    }

    private final Reactor reactor;
    private final ServerSocketChannel server;
    private final SelectionKey key;
    private final Supplier<? extends Channel> channels;
    private Options options;
    /// Given up for a moment when there is no other descriptor, so that a peer can be accepted and sent away.
    private FileChannel spare;
    private boolean paused;
    private int refusals;

    Acceptor(Reactor reactor, SocketAddress address, Options options, Supplier<? extends Channel> channels)
            throws IOException {
        this.reactor = reactor;
        this.options = options;
        this.channels = channels;
        boolean unix = address instanceof UnixDomainSocketAddress;
        server = open(address);
        try {
            server.configureBlocking(false);
            if (!unix) {
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            bind(address, options.backlog());
            key = server.register(reactor.selector(), SelectionKey.OP_ACCEPT, this);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        openSpare();
    }

    /// An IPv4 address means IPv4 alone: whoever writes 0.0.0.0 has not asked for IPv6.
    private static ServerSocketChannel open(SocketAddress address) throws IOException {
        return switch (address) {
            case UnixDomainSocketAddress _ -> ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            case InetSocketAddress inet when inet.getAddress() instanceof Inet4Address ->
                ServerSocketChannel.open(StandardProtocolFamily.INET);
            default -> ServerSocketChannel.open();
        };
    }

    private void bind(SocketAddress address, int backlog) throws IOException {
        try {
            server.bind(address, backlog);
        } catch (BindException e) {
            if (!(address instanceof UnixDomainSocketAddress unix) || !UnixSockets.removeLeftOver(unix.getPath())) {
                throw e;
            }
            server.bind(address, backlog);
        }
    }

    /// The address bound, with the port that the system chose for port 0.
    public SocketAddress address() {
        try {
            return server.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException("closed", e);
        }
    }

    /// Changes how those are treated who come from now on; the backlog stays as it was bound.
    public void options(Options options) {
        this.options = options;
    }

    /// Stops listening, and removes the file of a Unix-domain socket; connections that stand are not touched. Idempotent.
    public void close() {
        reactor.assertThread();
        if (!server.isOpen()) {
            return;
        }
        reactor.forget(this);
        try {
            SocketAddress address = address();
            server.close();
            if (spare != null) {
                spare.close();
            }
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (AccessDeniedException e) {
            log.info("{} is left behind, since whoever made it was root then; the next server replaces it",
                    e.getFile());
        } catch (IOException e) {
            log.warn("closing a listener: {}", e.toString());
        }
    }

    @Override
    public void ready() {
        reactor.guard(null, c -> accept());
    }

    private void accept() {
        for (int i = 0; i < BATCH && server.isOpen() && !paused; i++) {
            try {
                SocketChannel socket = server.accept();
                if (socket == null) {
                    return;
                }
                welcome(socket);
            } catch (IOException e) {
                outOfDescriptors(e);
            }
        }
    }

    private void welcome(SocketChannel socket) throws IOException {
        boolean adopted = false;
        try {
            if (options.connections().full()) {
                reactor.counters().increment(Counter.REFUSED_FULL);
                adopted = refuse(socket);
                return;
            }
            var peer = socket.getRemoteAddress() instanceof InetSocketAddress inet ? inet.getAddress() : null;
            boolean proxied = options.proxies().include(peer);
            ConnectionLimits.Place place = options.connections().take(proxied ? null : peer);
            if (place == null) {
                reactor.counters().increment(Counter.REFUSED_ADDRESS);
                adopted = refuse(socket);
                return;
            }
            var terms = new Link.Terms(options.limits(), options.buffers(), place, options.tls(),
                    proxied ? options.proxies() : null);
            try {
                reactor.adopt(socket, channels.get(), terms);
                adopted = true;
                reactor.counters().increment(Counter.ACCEPTED);
            } finally {
                if (!adopted) {
                    place.free();
                }
            }
        } finally {
            if (!adopted) {
                socket.close();
            }
        }
    }

    private boolean refuse(SocketChannel socket) throws IOException {
        if (options.refusal().isEmpty() || options.tls() != null || refusals >= MOST_REFUSALS) {
            return false;
        }
        refusals++;
        var terms = new Link.Terms(options.limits().withIdle(REFUSAL_TIME), options.buffers(), null, null, null);
        reactor.adopt(socket, new Refusal(), terms);
        return true;
    }

    /// Says why, then ends.
    private final class Refusal extends Channel {
        @Override
        protected void opened() {
            push(options.refusal());
            closeWhenDone();
        }

        @Override
        protected void received(ByteBuffer data) {
            data.position(data.limit());
        }

        @Override
        protected void closed(Throwable cause) {
            refusals--;
        }
    }

    private void outOfDescriptors(IOException why) {
        reactor.counters().increment(Counter.ACCEPT_PAUSES);
        reactor.errors().report("accepting on " + this, why);
        sendOneAway();
        paused = true;
        key.interestOps(0);
        reactor.resumeOnClose(this);
        reactor.after(PAUSE, this::resume);
    }

    private void sendOneAway() {
        if (spare == null) {
            return;
        }
        try {
            spare.close();
            spare = null;
            SocketChannel socket = server.accept();
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            log.debug("nobody could be sent away: {}", e.toString());
        }
        openSpare();
    }

    /// Accepts again; called when a channel has closed, and after a while in any case.
    void resume() {
        if (paused && key.isValid()) {
            paused = false;
            if (spare == null) {
                openSpare();
            }
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void openSpare() {
        try {
            if (options.spare() && Files.exists(NULL_DEVICE)) {
                spare = FileChannel.open(NULL_DEVICE);
            }
        } catch (IOException e) {
            spare = null; // another thread was quicker: the next resume tries again
        }
    }

    @Override
    public String toString() {
        return server.isOpen() ? String.valueOf(address()) : "a closed listener";
    }
}
