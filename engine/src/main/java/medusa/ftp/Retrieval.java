package medusa.ftp;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.ftp.TransferCommands.Range;
import medusa.producer.Producer;
import medusa.reactor.Reactor;

/// A file that is opened on a worker, and goes to the client from there on (RFC 959 §4.1.3). A client who wants it no more, or is
/// gone, while it is being opened does not wait for that; it is closed as soon as it is open. Reactor thread only, but for [#open].
final class Retrieval {
    private final FtpRequest request;
    private final FtpSession session;
    private final VirtualFilesystem files;
    private final VirtualPath path;
    private final Range range;

    /// What is open.
    ///
    /// @param bytes from the tree, before any conversion
    private record Content(Producer bytes, long count) {}

    Retrieval(FtpRequest request, VirtualPath path, Range range) {
        this.request = request;
        this.path = path;
        this.range = range;
        session = request.session();
        files = session.files();
    }

    /// Has it done, and the request answered.
    ///
    /// @throws FtpException if too much waits already
    void begin() throws FtpException {
        if (session.channel().isInterrupted()) {
            TransferCommands.abortUnbegun(request);
            return;
        }
        request.whenInterrupted(() -> TransferCommands.abortUnbegun(request));
        Reactor home = session.server().reactor();
        session.server().workers().begin(session, () -> {
            try {
                Content content = open();
                home.execute(() -> send(content));
            } catch (Throwable e) { // whatever it is, it is answered
                home.execute(() -> failed(e));
            }
        });
    }

    private Content open() throws FtpException, FilesystemException {
        try (OpenFile file = files.open(path)) { // it stays open for its producer
            long size = file.attributes().size();
            if (range.first() > size) {
                throw new FtpException(554, "The file ends before that offset.");
            }
            long count = range.count(size);
            return new Content(file.produce(range.first(), count), count);
        }
    }

    private void failed(Throwable why) {
        if (!request.isAnswered()) {
            request.fail(why);
        }
    }

    private void send(Content content) {
        if (request.isAnswered()) {
            content.bytes.close();
            return;
        }
        String size = Conversion.of(session).isNone() ? " (" + content.count + " bytes)" : ""; // clients expect so many
        new Outgoing(request, path, Conversion.outgoing(session, content.bytes))
                .start(FtpReply.of(150, TransferCommands.opening(request, path) + size + "."));
    }
}
