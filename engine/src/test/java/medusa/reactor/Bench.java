package medusa.reactor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A reactor that the test turns by hand, with a clock that the test moves, and peers in the same thread. Nothing sleeps:
/// a turn waits for the network only, and a test that waits for something turns until it is so.
public final class Bench implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(1);
    private static final int PATIENCE = 20_000;

    private long nanos = 1_000_000_000L;
    private final Reactor reactor;
    private final List<Peer> peers = new ArrayList<>();

    public Bench() throws IOException {
        this(ReactorOptions.DEFAULT);
    }

    public Bench(ReactorOptions options) throws IOException {
        reactor = Reactor.open(options.withNanoClock(() -> nanos));
    }

    public Reactor reactor() {
        return reactor;
    }

    /// How many listeners there are.
    public long listeners() {
        return reactor.selector().keys().stream().filter(key -> key.isValid() && key.attachment() instanceof Acceptor)
                .count();
    }

    /// How many timers are pending.
    public int timers() {
        return reactor.bench().timers.size();
    }

    /// Moves the clock; what became due runs in the turn that follows.
    public void pass(Duration time) throws IOException {
        nanos += time.toNanos();
        turn();
    }

    /// Moves the clock in the middle of a turn, as work does that takes long.
    public void skip(Duration time) {
        nanos += time.toNanos();
    }

    /// One turn without waiting.
    public void turn() throws IOException {
        reactor.turn(Duration.ZERO);
    }

    /// Turns until `condition` holds.
    public void until(String what, BooleanSupplier condition) throws IOException {
        for (int i = 0; i < PATIENCE; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            reactor.turn(WAIT);
        }
        throw new AssertionError("did not come: " + what);
    }

    /// Listens on a free loopback port.
    public Acceptor listen(Acceptor.Options options, Supplier<? extends Channel> channels) throws IOException {
        return reactor.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options, channels);
    }

    public Acceptor listen(Supplier<? extends Channel> channels) throws IOException {
        return listen(Acceptor.Options.defaults(), channels);
    }

    public Peer connect(Acceptor acceptor) throws IOException {
        return connect(acceptor.address());
    }

    public Peer connect(SocketAddress address) throws IOException {
        return new Peer(SocketChannel.open(address));
    }

    /// A peer that a channel has connected to, or is connecting to.
    Peer accept(ServerSocketChannel listener) throws IOException {
        return new Peer(listener.accept());
    }

    /// The next peer that a channel has connected to, if `listener`, which does not block, has one.
    public Optional<Peer> accepted(ServerSocketChannel listener) throws IOException {
        SocketChannel socket = listener.accept();
        return socket == null ? Optional.empty() : Optional.of(new Peer(socket));
    }

    /// A peer with another address of the loopback network, such as 127.0.0.2.
    public Peer connectFrom(InetAddress local, Acceptor acceptor) throws IOException {
        return connectFrom(local, acceptor.address());
    }

    public Peer connectFrom(InetAddress local, SocketAddress address) throws IOException {
        SocketChannel socket = SocketChannel.open();
        try {
            socket.bind(new InetSocketAddress(local, 0));
            socket.connect(address);
            return new Peer(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// A peer whose receive buffer is so small that the server soon finds the socket full.
    public Peer connectNarrow(Acceptor acceptor) throws IOException {
        return connectNarrow(acceptor.address());
    }

    public Peer connectNarrow(SocketAddress address) throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        socket.connect(address);
        return new Peer(socket);
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers) {
            peer.socket.close();
        }
        reactor.close();
    }

    /// The other end of a connection.
    public final class Peer {
        private final SocketChannel socket;
        private final StringBuilder got = new StringBuilder();
        private boolean ended;
        private IOException error;

        Peer(SocketChannel socket) throws IOException {
            this.socket = socket;
            socket.configureBlocking(false);
            if (socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true); // each piece leaves when it is sent
            }
            peers.add(this);
        }

        public Peer send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        public Peer send(byte[] bytes) throws IOException {
            return send(ByteBuffer.wrap(bytes));
        }

        public Peer send(ByteBuffer data) throws IOException {
            until("room for what the peer sends", () -> {
                try {
                    socket.write(data);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return !data.hasRemaining();
            });
            return this;
        }

        /// Sends as much of `data` as the network takes now.
        public Peer offer(ByteBuffer data) throws IOException {
            socket.write(data);
            return this;
        }

        /// The fault `SplitEveryByte`: each byte arrives in a packet of its own.
        public Peer dribble(String text) throws IOException {
            for (int i = 0; i < text.length(); i++) {
                send(text.substring(i, i + 1));
                reactor.turn(WAIT);
            }
            return this;
        }

        /// The fault `HalfClose`.
        public Peer halfClose() throws IOException {
            socket.shutdownOutput();
            return this;
        }

        /// The fault `Reset`.
        public void reset() throws IOException {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        }

        public void hangUp() throws IOException {
            socket.close();
        }

        /// Reads what is there, and forgets what is beyond 16 MiB.
        public int poll() {
            return poll(64 << 10);
        }

        /// Reads no more than `most` bytes of what is there.
        public int poll(int most) {
            ByteBuffer into = ByteBuffer.allocate(most);
            try {
                int n = socket.read(into);
                if (n < 0) {
                    ended = true;
                } else if (got.length() < 16 << 20) {
                    got.append(StandardCharsets.ISO_8859_1.decode(into.flip()));
                }
                return n;
            } catch (IOException e) {
                error = e;
                return -1;
            }
        }

        /// Everything received so far.
        public String got() {
            return got.toString();
        }

        public boolean ended() {
            return ended;
        }

        /// Whether the connection is over, in whatever way.
        public boolean gone() {
            return ended || error != null;
        }

        /// Turns until exactly `text` has come, and forgets it.
        public Peer expect(String text) throws IOException {
            until("\"" + text + "\"; there is \"" + got + "\"", () -> {
                poll();
                return got.length() >= text.length() || ended || error != null;
            });
            if (!got.toString().equals(text)) {
                throw new AssertionError(
                        "expected \"" + text + "\" but got \"" + got + "\"" + (ended ? " and the end" : ""));
            }
            got.setLength(0);
            return this;
        }

        /// Turns until a whole line has come, and takes it, without its end.
        public String line() throws IOException {
            until("a line", () -> got.indexOf("\n") >= 0 || poll() < 0);
            int end = got.indexOf("\n");
            if (end < 0) {
                throw new AssertionError("expected a line but got \"" + got + "\" and the end");
            }
            String line = got.substring(0, end);
            got.delete(0, end + 1);
            return line;
        }

        /// Turns until the server has ended its side.
        public Peer expectEnd() throws IOException {
            until("the end", () -> {
                poll();
                return ended || error != null;
            });
            if (error != null) {
                throw new AssertionError("expected an orderly end", error);
            }
            return this;
        }

        /// Turns until the connection is over, in whatever way.
        public Peer expectGone() throws IOException {
            until("an end of any kind", () -> {
                poll();
                return ended || error != null;
            });
            return this;
        }
    }
}
