package medusa.ftp;

import medusa.filesystem.VirtualPath;
import medusa.producer.Producer;

/// A file or a listing on its way to the client.
final class Outgoing extends Transfer {
    private final Pace pace;
    private final WatchedProducer producer;
    private final long total;
    private boolean pushed;

    /// @param producer closed with the transfer
    Outgoing(FtpRequest request, VirtualPath file, Producer producer) {
        super(request, file);
        pace = session.server().throttles().pace(session, FtpEvent.Direction.DOWN);
        this.producer = new WatchedProducer(new PacedProducer(producer, pace));
        total = producer.remaining();
    }

    @Override
    void begin(FtpDataChannel connection) {
        pushed = true;
        connection.resumeInput(); // so that its end is seen
        connection.push(producer);
    }

    @Override
    void drained() {
        complete(FtpReply.of(226, "Transfer complete."));
    }

    @Override
    void lost() {
        if (producer.hasFailed()) {
            fail(FtpReply.of(451, "It could not be read to its end; the transfer is not complete."));
        } else {
            super.lost();
        }
    }

    @Override
    boolean isBusy() { return producer.isStalled() || pace.hasHeldBack(); }

    @Override
    void release(boolean complete, Runnable then) {
        if (!pushed) {
            producer.close();
        }
        then.run();
    }

    @Override
    FtpEvent.Direction direction() {
        return FtpEvent.Direction.DOWN;
    }

    @Override
    long total() {
        return total;
    }
}
