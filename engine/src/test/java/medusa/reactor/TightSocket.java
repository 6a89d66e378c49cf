package medusa.reactor;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;

/// The fault `Full`: a socket that takes as many bytes as the test gives it room for, and then none.
final class TightSocket extends SocketChannel {
    private final SocketChannel socket;
    /// How much it takes yet.
    int room = Integer.MAX_VALUE;
    boolean shut;

    private TightSocket(SocketChannel socket) {
        super(socket.provider());
        this.socket = socket;
    }

    /// Puts one around a connected socket, and gives it to `channel`.
    ///
    /// @param tls null for none
    static TightSocket under(Channel channel, SocketChannel socket, Reactor reactor, Tls tls) throws IOException {
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        TightSocket tight = new TightSocket(socket);
        Selector selector = reactor.selector();
        SelectionKey key = socket.register(selector, 0);
        SocketWire bare = new SocketWire(tight, key);
        var terms = new Link.Terms(ChannelLimits.DEFAULT, BufferPolicy.DEFAULT, null, tls, null);
        channel.attach(reactor, tls == null ? bare : new TlsWire(bare, tls, reactor.bench()), terms).begin(null);
        return tight;
    }

    @Override
    public int write(ByteBuffer data) throws IOException {
        int limit = data.limit();
        data.limit(data.position() + Math.min(room, data.remaining()));
        try {
            int n = socket.write(data);
            room -= n;
            return n;
        } finally {
            data.limit(limit);
        }
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long taken = 0;
        for (int i = offset; i < offset + length; i++) {
            taken += write(from[i]);
            if (from[i].hasRemaining()) {
                break;
            }
        }
        return taken;
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        shut = true;
        return socket.shutdownOutput();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        socket.close();
    }

    // ---- as it is ----

    @Override
    public int read(ByteBuffer into) throws IOException {
        return socket.read(into);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        return socket.read(into, offset, length);
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        socket.configureBlocking(block);
    }

    @Override
    public SocketChannel bind(SocketAddress local) throws IOException {
        return socket.bind(local);
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        return socket.setOption(name, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return socket.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return socket.supportedOptions();
    }

    @Override
    public SocketChannel shutdownInput() throws IOException {
        return socket.shutdownInput();
    }

    @Override
    public Socket socket() {
        return socket.socket();
    }

    @Override
    public boolean isConnected() { return socket.isConnected(); }

    @Override
    public boolean isConnectionPending() { return socket.isConnectionPending(); }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        return socket.connect(remote);
    }

    @Override
    public boolean finishConnect() throws IOException {
        return socket.finishConnect();
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException { return socket.getRemoteAddress(); }

    @Override
    public SocketAddress getLocalAddress() throws IOException { return socket.getLocalAddress(); }
}
