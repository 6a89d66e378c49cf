package medusa.reactor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/// How a connection is made to somebody.
///
/// @param from    this end, where the port may be 0 for any; null for what the system chooses
/// @param limits  of the channel; the idle limit holds for the way to the peer too
/// @param buffers of the channel
/// @param tls     null for none
public record ConnectOptions(InetSocketAddress from, ChannelLimits limits, BufferPolicy buffers, Tls tls) {
    /// What suits most, without TLS.
    public static final ConnectOptions DEFAULT = new ConnectOptions(null, ChannelLimits.DEFAULT, BufferPolicy.DEFAULT,
            null);

    /// The same with TLS.
    ///
    /// @param secured null for none
    public ConnectOptions with(Tls secured) {
        return new ConnectOptions(from, limits, buffers, secured);
    }

    /// A socket for a connection to `address`.
    SocketChannel open(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        }
        SocketChannel socket = SocketChannel.open();
        try {
            if (from != null) {
                socket.setOption(StandardSocketOptions.SO_REUSEADDR, true); // else each port rests a minute after its use
                socket.bind(from);
            }
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
