package medusa.ftp;

import medusa.filesystem.VirtualPath;
import medusa.producer.Producer;

/// A file or a listing on its way to the client.
final class Outgoing extends Transfer {
    private final Producer producer;
    private boolean pushed;

    /// @param producer closed with the transfer
    Outgoing(FtpRequest request, VirtualPath file, Producer producer) {
        super(request, file);
        this.producer = producer;
        request.whenInterrupted(this::abort);
    }

    @Override
    void begin(DataChannel connection) {
        pushed = true;
        connection.resumeInput(); // so that its end is seen
        connection.push(producer);
    }

    @Override
    void drained() {
        complete(FtpReply.of(226, "Transfer complete."));
    }

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
}
