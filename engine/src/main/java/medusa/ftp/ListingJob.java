package medusa.ftp;

import medusa.producer.HookedProducer;
import medusa.producer.OffloadedProducer;
import medusa.producer.Producer;

/// Finds out what is to be sent, and then sends it, each piece on the same lane. It is not looked for any more when the client has
/// ended his side of the control connection and has not said QUIT, for then he is gone; who only reads on has what is on its way.
final class ListingJob extends LongJob<Lines> {
    private static final int BLOCK = 16 << 10;

    /// Finds out what is to be sent. On a worker.
    interface Opening {
        Lines open(Viewer viewer) throws Exception;
    }

    private final Opening opening;
    private final Viewer viewer;

    ListingJob(FtpRequest request, Opening opening) {
        super(request, request.session().server().looks());
        this.opening = opening;
        viewer = Viewer.of(session, wanted);
    }

    @Override
    boolean isVain() { return super.isVain() || session.channel().isDeserted(); }

    @Override
    Lines work() throws Exception {
        try {
            return opening.open(viewer);
        } catch (Exception | Error e) {
            viewer.room().close();
            throw e;
        }
    }

    @Override
    void done(Lines lines) {
        FtpServer server = session.server();
        Producer listing = new OffloadedProducer(new ListingProducer(lines), server.looks().of(session).of(session),
                server.reactor()::execute, BLOCK);
        // A piece may take long, and is not waited for when the transfer is over.
        Producer sent = new HookedProducer(Conversion.listing(session, listing), (_, _) -> {
            wanted.end();
            viewer.room().close();
        });
        new Outgoing(request, null, sent)
                .start(FtpReply.of(150, "Opening ASCII mode data connection for file list."));
    }

    @Override
    void drop(Lines lines) {
        lines.close();
        viewer.room().close();
    }

    @Override
    void interrupted() {
        session.data().drop();
    }
}
