package medusa.ftp;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

import medusa.filesystem.VirtualPath;
import medusa.metrics.SizeText;
import medusa.reactor.Progress;

/// What goes over one data connection, from the reply that announces it to the one that ends it. Reactor thread only.
///
/// It ends once: by [#complete], or by [#fail], after which its data connection is gone and its command answered. Whatever comes
/// later, an abort, the end of a connection or of a wait, changes nothing any more.
abstract class Transfer {
    final FtpRequest request;
    final FtpSession session;
    /// What it is about; null for a listing. What gets a name of its own has that when it is announced.
    VirtualPath file;
    private final Instant began;
    private final FtpEvent.Client client;
    private FtpDataChannel channel;
    private boolean announced;
    private boolean over;

    /// @param file null for none
    Transfer(FtpRequest request, VirtualPath file) {
        this.request = request;
        this.file = file;
        session = request.session();
        client = session.client();
        began = session.server().clock().instant();
        request.whenInterrupted(this::abort);
    }

    // ---- what goes over it ----

    /// The data connection is there.
    abstract void begin(FtpDataChannel connection);

    /// It brings bytes.
    void received(ByteBuffer data) throws Exception {
        data.position(data.limit()); // nobody has asked for them
    }

    /// It brings no more.
    ///
    /// @param cleanly whether the client has said so
    void inputEnded(boolean cleanly) throws Exception {}

    /// It has taken everything.
    void drained() {}

    /// Its data connection has ended before its time.
    void lost() {
        fail(FtpReply.of(426, "The data connection broke off; the transfer is not complete."));
    }

    /// Whether it is not the client who keeps the data connection waiting, but this server.
    abstract boolean isBusy();

    /// Lets go of whatever was opened for it; called once, at the end.
    ///
    /// @param complete whether it went to its end
    /// @param then     to be run when nothing is left to be done, now or later
    abstract void release(boolean complete, Runnable then);

    /// Which way the bytes of a file go; null if it is none.
    abstract FtpEvent.Direction direction();

    /// How many bytes go over the data connection in all; -1 if nobody knows.
    abstract long total();

    /// How many bytes went over the data connection.
    final long bytes() {
        return channel == null ? 0 : direction() == FtpEvent.Direction.UP ? channel.bytesIn() : channel.bytesOut();
    }

    /// When it was asked for.
    final Instant began() {
        return began;
    }

    // ---- its life ----

    /// Announces it, and has the data connection come about.
    final void start(FtpReply announcement) {
        if (session.channel().isInterrupted() || !session.channel().isOpen()) {
            abort();
            return;
        }
        if (!session.data().isSet()) {
            fail(FtpReply.of(425, "The data connection is gone again; ask for another one."));
            return;
        }
        announced = true;
        request.reply(announcement);
        session.transfer(this);
        session.data().take(this);
    }

    final void connected(FtpDataChannel connection) {
        channel = connection;
        begin(connection);
    }

    /// Null until there is one.
    final FtpDataChannel channel() {
        return channel;
    }

    final boolean isOver() { return over; }

    /// The client wants no more of it, or is gone.
    void abort() {
        fail(FtpReply.of(426, "The transfer was aborted."));
    }

    /// The client has not kept his side of it up.
    ///
    /// @param how what the data connection did
    void cut(String how) {
        fail(FtpReply.of(426, "The data connection " + how + "; the transfer is not complete."));
    }

    final void complete(FtpReply reply) {
        end(reply, true);
    }

    final void fail(FtpReply reply) {
        end(reply, false);
    }

    private void end(FtpReply reply, boolean complete) {
        if (over) {
            return;
        }
        over = true;
        if (channel == null) {
            session.data().drop();
        } else if (complete) {
            session.server().lingering().finish(channel, session.address());
        } else {
            channel.close();
        }
        session.transfer(null);
        tell(complete);
        release(complete, () -> request.reply(reply));
    }

    private void tell(boolean complete) {
        if (announced && file != null && direction() != null) {
            Instant now = session.server().clock().instant();
            session.server().tell(new FtpEvent.Transferred(client, direction(), file, bytes(), began,
                    Duration.between(began, now), session.type(), session.mode(), complete));
        }
    }

    // ---- for people ----

    /// `anna: RETR /big 34 % of 8.0 MiB`
    final String doing() {
        return client.user() + ": " + request.command().name() + (file == null ? "" : ' ' + file.display()) + ' '
                + progress();
    }

    final String user() {
        return client.user();
    }

    final Progress amounts() {
        return new Progress(bytes(), total());
    }

    /// `34 % of 8.0 MiB`, or `2.7 MiB` where nobody knows how much it will be.
    final String progress() {
        long bytes = bytes();
        long total = total();
        return total <= 0
                ? SizeText.rounded(bytes)
                : Math.min(100, (long) (100.0 * bytes / total)) + " % of " + SizeText.rounded(total);
    }
}
