package medusa.reactor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// The socket below a channel, and what the selector is asked about it. The one place that touches the network.
final class Wire {
    private final SocketChannel socket;
    private final SelectionKey key;
    private int interest;
    private SocketAddress peer;

    Wire(SocketChannel socket, SelectionKey key) {
        this.socket = socket;
        this.key = key;
        this.interest = key.interestOps();
    }

    /// Whom the selector tells.
    void tell(Link link) {
        key.attach(link);
    }

    int readyOps() {
        return key.readyOps();
    }

    /// Tells the selector only what is new: each change costs a system call.
    void interest(int wanted) {
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

    int read(ByteBuffer into) throws IOException {
        return socket.read(into);
    }

    /// Sends what it can of `out` and counts it in `sent[0]`.
    OutputQueue.Outcome flush(OutputQueue out, BufferSize size, long budget, ByteBuffer[] gather, long[] sent)
            throws IOException {
        return out.flush(socket, size, budget, gather, sent);
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// @param reset whether bytes that are on their way are given up; else the system goes on to offer them to the peer, for
    ///              as long as that one says that it is still there
    void close(boolean reset) {
        peer();
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

    /// Null after the connection has ended.
    SocketAddress local() {
        try {
            return socket.getLocalAddress();
        } catch (IOException e) {
            return null;
        }
    }
}
