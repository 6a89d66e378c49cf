package medusa.ftp;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

import medusa.filesystem.VirtualPath;

/// What goes over one data connection, from the reply that announces it to the one that ends it. Reactor thread only.
///
/// It ends once: by [#complete], or by [#fail], after which its data connection is gone and its command answered.
abstract class Transfer {
    final FtpRequest request;
    final FtpSession session;
    /// What it is about; null for a listing.
    final VirtualPath file;
    private final Instant began;
    private DataChannel channel;
    private boolean over;

    /// @param file null for none
    Transfer(FtpRequest request, VirtualPath file) {
        this.request = request;
        this.file = file;
        session = request.session();
        began = session.server().clock().instant();
    }

    // ---- what goes over it ----

    /// The data connection is there.
    abstract void begin(DataChannel connection);

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

    /// Lets go of whatever was opened for it; called once, at the end.
    ///
    /// @param complete whether it went to its end
    /// @param then     to be run when nothing is left to be done, now or later
    abstract void release(boolean complete, Runnable then);

    /// Which way the bytes of a file go; null if it is none.
    abstract FtpEvent.Direction direction();

    /// How many bytes went over the data connection.
    long bytes() {
        return channel == null ? 0 : direction() == FtpEvent.Direction.UP ? channel.bytesIn() : channel.bytesOut();
    }

    // ---- its life ----

    /// Announces it, and has the data connection come about.
    final void start(FtpReply announcement) {
        if (session.channel().isInterrupted()) {
            fail(FtpReply.of(426, "The transfer was aborted."));
            return;
        }
        request.reply(announcement);
        session.transfer(this);
        session.data().take(this);
    }

    final void connected(DataChannel connection) {
        channel = connection;
        begin(connection);
    }

    DataChannel channel() {
        return channel;
    }

    final boolean isOver() { return over; }

    /// The client wants no more of it.
    void abort() {
        fail(FtpReply.of(426, "The transfer was aborted."));
    }

    /// The data connection has stood still for too long.
    void stalled() {
        fail(FtpReply.of(426, "The data connection stood still; the transfer is not complete."));
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
            channel.closeWhenDone();
        } else {
            channel.close();
        }
        session.transfer(null);
        if (file != null && direction() != null) {
            Instant now = session.server().clock().instant();
            session.server().tell(new FtpEvent.Transferred(session.client(), direction(), file, bytes(), began,
                    Duration.between(began, now), session.type(), session.mode(), complete));
        }
        release(complete, () -> request.reply(reply));
    }

    /// For people.
    final String doing() {
        return session.user().name() + ": " + request.command().name() + (file == null ? "" : ' ' + file.display());
    }
}
