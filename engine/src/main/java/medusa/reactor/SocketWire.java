package medusa.reactor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

import javax.net.ssl.SSLSession;

import jdk.net.ExtendedSocketOptions;

/// The bare socket, and what the selector is asked about it. The one place that touches the network.
final class SocketWire implements Wire, OutputQueue.Sink {
    private final SocketChannel socket;
    private final SelectionKey key;
    private int interest;
    private SocketAddress peer;
    /// What was read too early; null for nothing.
    private InputBuffer early;
    /// What an ear has met; null for nothing.
    private IOException failure;

    SocketWire(SocketChannel socket, SelectionKey key) {
        this.socket = socket;
        this.key = key;
        this.interest = key.interestOps();
    }

    @Override
    public void tell(Link link) {
        key.attach(link);
    }

    int readyOps() {
        return key.readyOps();
    }

    /// Tells the selector only what is new: each change costs a system call.
    @Override
    public void interest(int wanted) {
        if (wanted != interest) {
            interest = wanted;
            key.interestOps(wanted);
        }
    }

    /// @return whether the connection stands already
    boolean connect(SocketAddress address) throws IOException {
        return socket.connect(address);
    }

    boolean finishConnect() throws IOException {
        return socket.finishConnect();
    }

    @Override
    public boolean handshake() {
        return true;
    }

    @Override
    public int handshakeNeeds() {
        return 0;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (early != null) {
            return readEarly(into);
        }
        if (failure != null) {
            throw failure;
        }
        return socket.read(into);
    }

    private int readEarly(ByteBuffer into) {
        int n = early.take(into);
        if (early.bytes() == 0) {
            early = null;
        }
        return n;
    }

    @Override
    public int hear(ByteBuffer into) {
        try {
            return read(into);
        } catch (IOException e) {
            failure = e;
            return -1;
        }
    }

    @Override
    public void moveTo(Desk desk, boolean reads) {
        if (early != null) {
            early.moveTo(desk.pool);
        }
    }

    @Override
    public boolean hasInput() {
        return early != null || failure != null;
    }

    void keepUrgentData() {
        try {
            socket.socket().setOOBInline(true);
        } catch (IOException e) {
            failure = e; // it is gone
        }
    }

    /// Somebody has spoken for the peer, and read on behind that.
    ///
    /// @param client who the peer really is; null if it is who it is
    /// @param rest   becomes the wire's
    void introduced(SocketAddress client, InputBuffer rest) {
        peer = client == null ? peer() : client;
        early = rest.bytes() > 0 ? rest : null;
    }

    @Override
    public boolean endedCleanly() {
        return true; // whatever else ends the input is an error
    }

    @Override
    public OutputQueue.Outcome flush(OutputQueue out, BufferSize size, long budget, ByteBuffer[] gather, long[] sent)
            throws IOException {
        return out.flush(this, size, budget, gather, sent);
    }

    @Override
    public long write(ByteBuffer[] from, int count, BufferSize size) throws IOException {
        long taken = count == 1 ? socket.write(from[0]) : socket.write(from, 0, count);
        size.used(taken);
        return taken;
    }

    int write(ByteBuffer from) throws IOException {
        return socket.write(from);
    }

    @Override
    public WritableByteChannel direct() {
        return socket;
    }

    @Override
    public boolean hasOutput() {
        return false;
    }

    @Override
    public int unsent() {
        return 0;
    }

    @Override
    public boolean shutdownOutput() throws IOException {
        socket.shutdownOutput();
        return true;
    }

    @Override
    public void close(boolean reset) {
        peer();
        if (early != null) {
            early.drop();
            early = null;
        }
        key.cancel();
        try {
            if (reset && socket.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // the peer was faster
        }
        try {
            socket.close();
        } catch (IOException e) {
            // the descriptor is gone all the same, and nobody waits for the answer
        }
    }

    /// Null over a Unix-domain socket, and like [#peer].
    InetAddress address() {
        return peer() instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    /// Who is at the other end of a Unix-domain socket.
    Optional<String> user() {
        try {
            return socket.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
                    ? Optional.of(socket.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName())
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // it has ended, or is no such socket
        }
    }

    /// Null before the connection stands; still known when it has ended, since logs are written then.
    SocketAddress peer() {
        try {
            if (peer == null) {
                peer = socket.getRemoteAddress();
            }
        } catch (IOException e) {
            // closed before anybody asked
        }
        return peer;
    }

    @Override
    public SocketWire socket() {
        return this;
    }

    @Override
    public SSLSession session() {
        return null;
    }

    /// Null after the connection has ended.
    SocketAddress local() {
        try {
            return socket.getLocalAddress();
        } catch (IOException e) {
            return null;
        }
    }
}
