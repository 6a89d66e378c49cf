package medusa.ftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import medusa.auth.Rights;
import medusa.reactor.Acceptor;
import medusa.reactor.ChannelLimits;
import medusa.reactor.ConnectOptions;
import medusa.reactor.ConnectionLimits;
import medusa.reactor.Timers.Timer;

/// How the next data connection of a session comes about (RFC 959 §3.2, RFC 2428), and the connection from the time when it stands
/// until a transfer takes it. There is one arrangement at a time: another one ends it. Reactor thread only.
final class DataPort {
    /// Strangers who knock must not keep the client out.
    private static final int BACKLOG = 16;

    private final FtpSession session;
    /// Null unless the client is to connect, and has not.
    private PassivePorts.Port port;
    /// Null unless the client is to be connected to.
    private InetSocketAddress target;
    /// On its way, or there; null for none.
    private FtpDataChannel channel;
    /// Waits for the connection; null for none.
    private Transfer transfer;
    /// How long that may take; null while nothing has to come about.
    private Timer limit;

    DataPort(FtpSession session) {
        this.session = session;
    }

    // ---- arrangements ----

    /// Listens for the client, and for no longer than a transfer may take to begin.
    ///
    /// @return where
    /// @throws FtpException if there is no port
    InetSocketAddress listen() throws FtpException {
        drop();
        FtpServer server = session.server();
        Acceptor.Options options = new Acceptor.Options(BACKLOG, limits(), server.settings().data().buffers(),
                ConnectionLimits.none(), "");
        try {
            port = server.ports().open(local().getAddress(), server.settings().ports(), options.forOne(),
                    () -> new FtpDataChannel(this));
        } catch (IOException e) {
            throw new FtpException(425, "There is no port for a data connection; try again soon.");
        }
        startLimit();
        return port.address();
    }

    /// Goes to the client when there is something to send or take.
    void goTo(InetSocketAddress address) {
        drop();
        target = address;
    }

    /// Whether the client has said how.
    boolean isSet() { return port != null || target != null || channel != null; }

    /// Whether the client may have data connections with others than himself (RFC 2577 §3).
    boolean mayBeOthers() {
        return Rights.names(session.server().settings().fxp(), session.user());
    }

    private InetSocketAddress local() {
        return (InetSocketAddress) session.channel().local();
    }

    private ChannelLimits limits() {
        FtpSettings settings = session.server().settings();
        return settings.data().limits().withIdle(settings.limits().stall());
    }

    // ---- the connection ----

    /// Gives `waits` the connection as soon as it stands. If it does not come about the transfer fails. Something has to be set.
    void take(Transfer waits) {
        transfer = waits;
        if (target != null) {
            connect();
        } else if (channel != null) {
            hand();
        } else {
            startLimit();
        }
    }

    private void connect() {
        startLimit();
        ConnectOptions how = new ConnectOptions(new InetSocketAddress(local().getAddress(), 0), limits(),
                session.server().settings().data().buffers(), null);
        channel = new FtpDataChannel(this);
        try {
            session.server().reactor().connect(target, how, channel);
        } catch (IOException e) {
            channel = null;
            failed("There is nothing to make a data connection with; try again soon.");
        }
    }

    /// A connection stands. Another address than the control connection's is somebody else's, who has been faster than the
    /// client (RFC 2577 §8): he may still come.
    void arrived(FtpDataChannel connection) {
        if (connection == channel) {
            hand();
        } else if (port == null || !isWelcome(connection.address())) {
            connection.close();
        } else {
            stopWaiting();
            channel = connection;
            if (transfer != null) {
                hand();
            }
        }
    }

    private boolean isWelcome(InetAddress from) {
        return from.equals(session.address()) || mayBeOthers();
    }

    /// A connection is over that no transfer has taken.
    void gone(FtpDataChannel connection) {
        if (connection == channel) {
            failed("The data connection did not come about.");
        }
    }

    private void hand() {
        FtpDataChannel connection = channel;
        Transfer waits = transfer;
        channel = null;
        drop();
        connection.serve(waits);
    }

    private void startLimit() {
        if (limit != null) {
            limit.cancel();
        }
        limit = session.channel().after(session.server().settings().limits().transferStart(),
                () -> failed("The data connection did not come about in time."));
    }

    private void failed(String why) {
        Transfer waits = transfer;
        drop();
        if (waits != null) {
            waits.fail(FtpReply.of(425, why));
        }
    }

    /// Forgets what was arranged, and whoever waits for it.
    void drop() {
        stopWaiting();
        target = null;
        transfer = null;
        if (channel != null) {
            FtpDataChannel unused = channel;
            channel = null;
            unused.close();
        }
    }

    private void stopWaiting() {
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
        if (port != null) {
            port.close();
            port = null;
        }
    }
}
