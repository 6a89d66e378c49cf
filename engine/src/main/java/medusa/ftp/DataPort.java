package medusa.ftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import medusa.reactor.Acceptor;
import medusa.reactor.BufferPolicy;
import medusa.reactor.ChannelLimits;
import medusa.reactor.ConnectionLimits;
import medusa.reactor.Timers.Timer;

/// How the next data connection of a session comes about (RFC 959 §3.2, RFC 2428), and the connection from the time when it stands
/// until a transfer takes it. Reactor thread only.
final class DataPort {
    private final FtpSession session;
    /// Null unless the client is to connect, and has not.
    private Acceptor acceptor;
    /// Null unless the client is to be connected to.
    private InetSocketAddress target;
    /// On its way, or there; null for none.
    private DataChannel channel;
    /// Waits for the connection; null for none.
    private Transfer transfer;
    private Timer limit;

    DataPort(FtpSession session) {
        this.session = session;
    }

    /// Listens for the client.
    ///
    /// @return where
    /// @throws FtpException if there is no port
    InetSocketAddress listen() throws FtpException {
        drop();
        InetAddress here = ((InetSocketAddress) session.channel().local()).getAddress();
        try {
            acceptor = session.server().reactor().listen(new InetSocketAddress(here, 0), options(),
                    () -> new DataChannel(this));
        } catch (IOException e) {
            throw new FtpException(425, "There is no port for a data connection.");
        }
        startLimit();
        return (InetSocketAddress) acceptor.address();
    }

    /// Goes to the client when there is something to send or take.
    void goTo(InetSocketAddress address) {
        drop();
        target = address;
    }

    private Acceptor.Options options() {
        return new Acceptor.Options(1, limits(), BufferPolicy.DEFAULT, ConnectionLimits.none(), "");
    }

    private ChannelLimits limits() {
        return ChannelLimits.DEFAULT.withIdle(session.server().settings().limits().stall());
    }

    private void startLimit() {
        limit = session.channel().after(session.server().settings().limits().transferStart(), this::tooLate);
    }

    private void tooLate() {
        Transfer waits = transfer;
        drop();
        if (waits != null) {
            waits.fail(FtpReply.of(425, "The data connection did not come about in time."));
        }
    }

    /// A connection stands.
    void arrived(DataChannel connection) {
        InetAddress from = connection.address();
        if (target == null && (acceptor == null || channel != null || !from.equals(session.address()))) {
            connection.close(); // somebody else's; the client may still come
            return;
        }
        closeAcceptor();
        channel = connection;
        if (transfer != null) {
            hand();
        }
    }

    /// A connection is over that no transfer has taken.
    void gone(DataChannel connection) {
        if (connection == channel) {
            Transfer waits = transfer;
            drop();
            if (waits != null) {
                waits.fail(FtpReply.of(425, "The data connection did not come about."));
            }
        }
    }

    /// Whether the client has said how.
    boolean isSet() { return acceptor != null || target != null || channel != null; }

    /// Gives `waits` the connection as soon as it stands. If it does not come about the transfer fails.
    void take(Transfer waits) {
        transfer = waits;
        if (channel != null && channel.isOpen()) {
            hand();
        } else if (target != null) {
            connect();
        }
    }

    private void connect() {
        startLimit();
        try {
            channel = session.server().reactor().connect(target, new DataChannel(this));
        } catch (IOException e) {
            tooLate();
        }
    }

    private void hand() {
        DataChannel connection = channel;
        Transfer waits = transfer;
        channel = null;
        drop();
        connection.serve(waits);
    }

    /// Forgets what was arranged, and whoever waits for it.
    void drop() {
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
        closeAcceptor();
        target = null;
        transfer = null;
        if (channel != null) {
            DataChannel unused = channel;
            channel = null;
            unused.close();
        }
    }

    private void closeAcceptor() {
        if (acceptor != null) {
            acceptor.close();
            acceptor = null;
        }
    }
}
