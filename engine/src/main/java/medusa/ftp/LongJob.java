package medusa.ftp;

/// Something for a client that may take long, done on a [Lane] for as long as he wants it. When he says ABOR, or is gone, his request is
/// answered at once; what waits is forgotten, and what a worker is at ends at its next step.
///
/// @param <T> what comes of it
abstract class LongJob<T> implements Runnable {
    final FtpRequest request;
    final FtpSession session;
    final Wanted wanted = new Wanted();
    private final Lane lane;
    /// What has come of it has been handed on; the answer is another's.
    private boolean handedOn;

    LongJob(FtpRequest request, Lanes lanes) {
        this.request = request;
        session = request.session();
        lane = lanes.of(session);
    }

    /// On a worker. It looks at [#wanted] now and then, by [FtpSession#files(Wanted)] or by itself.
    ///
    /// @return null to be called again when others have had their turn
    abstract T work() throws Exception;

    /// No work follows any more, whatever came of it: lets go of what it held. On a worker, or in its place on the reactor thread.
    void ended() {}

    /// Goes on with what has come of it, up to the answer. On the reactor thread.
    abstract void done(T result);

    /// Lets go of what has come of it when nobody wants it any more. On the reactor thread.
    void drop(T result) {}

    /// Whether the client has changed his mind, or has gone, before it begins. On the reactor thread.
    boolean isVain() { return session.channel().isInterrupted(); }

    /// What else is to end before the client hears that it was interrupted. On the reactor thread.
    void interrupted() {}

    /// Has it done, and the request answered.
    ///
    /// @throws FtpException if too many wait already
    final void begin() throws FtpException {
        request.whenInterrupted(this::interrupt);
        if (isVain()) {
            interrupt();
        } else {
            lane.begin(session, this);
        }
    }

    final void interrupt() {
        if (!handedOn && !wanted.isOver()) {
            wanted.end();
            if (lane.withdraw(session, this)) {
                ended();
            }
            interrupted();
            request.reply(426, "It was aborted.");
        }
    }

    @Override
    public final void run() {
        try {
            T result = work();
            if (result == null && !wanted.isOver()) {
                lane.of(session).execute(this);
            } else {
                finish(() -> take(result));
            }
        } catch (Throwable e) { // whatever it is, it is answered
            finish(() -> failed(e));
        }
    }

    private void finish(Runnable then) {
        ended();
        session.server().reactor().execute(then);
    }

    private void take(T result) {
        if (!wanted.isOver()) {
            handedOn = true;
            done(result);
        } else if (result != null) {
            drop(result);
        }
    }

    private void failed(Throwable why) {
        if (!wanted.isOver()) {
            request.fail(why);
        }
    }
}
