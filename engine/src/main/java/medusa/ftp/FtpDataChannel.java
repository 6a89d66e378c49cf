package medusa.ftp;

import java.nio.ByteBuffer;

import medusa.reactor.Channel;
import medusa.reactor.Progress;

/// A data connection, for one transfer.
final class FtpDataChannel extends Channel {
    private final DataPort port;
    /// Null until one has it.
    private Transfer transfer;

    FtpDataChannel(DataPort port) {
        this.port = port;
    }

    @Override
    protected void opened() {
        pauseInput(); // what comes early waits for who wants it
        port.arrived(this);
    }

    /// Begins.
    void serve(Transfer with) {
        transfer = with;
        transfer.connected(this);
    }

    @Override
    protected void received(ByteBuffer data) throws Exception {
        transfer.received(data);
    }

    @Override
    protected void inputEnded() throws Exception {
        transfer.inputEnded(inputEndedCleanly());
    }

    @Override
    protected void drained() throws Exception {
        if (transfer != null) {
            transfer.drained();
        }
    }

    @Override
    protected void timedOut() {
        if (transfer == null) {
            close();
        } else if (!transfer.isBusy()) {
            transfer.cut("stood still for too long");
        }
    }

    @Override
    protected void tooSlow() {
        transfer.cut("was too slow");
    }

    /// The control connection ends it.
    @Override
    protected void drain() {}

    @Override
    protected void closed(Throwable cause) {
        if (transfer != null) {
            transfer.session.server().lingering().remove(this);
            transfer.lost();
        } else {
            port.gone(this);
        }
    }

    @Override
    protected String doing() {
        return transfer == null ? "" : transfer.doing();
    }

    @Override
    protected String user() {
        return transfer == null ? "" : transfer.user();
    }

    @Override
    protected Progress progress() {
        return transfer == null ? Progress.NONE : transfer.amounts();
    }
}
