package medusa.ftp;

import medusa.filesystem.Upload;
import medusa.producer.CompressingProducer;
import medusa.producer.OffloadedProducer;
import medusa.producer.Producer;

/// What happens to bytes between the tree and a data connection, as a session had it set when the transfer began: line ends and
/// compression. Immutable; any thread.
///
/// @param ascii whether line ends are converted
/// @param level of the compression; 0 for none
record Conversion(boolean ascii, int level) {
    private static final int BLOCK = 64 << 10;

    /// What OPTS MODE Z has set.
    ///
    /// @param value from 1, the fastest, to 9, the smallest
    record Level(int value) {
        static final Level USUAL = new Level(6);
    }

    /// As it is set now.
    static Conversion of(FtpSession session) {
        int level = session.mode() == FtpSession.Mode.DEFLATE
                ? session.note(Level.class, () -> Level.USUAL).value()
                : 0;
        return new Conversion(session.type() == FtpSession.Type.ASCII, level);
    }

    /// Whether what goes over the network is what is in the file.
    boolean isNone() { return !ascii && level == 0; }

    /// A file on its way to the client.
    ///
    /// @param file belongs to what is returned; unless it goes as it is, it is asked for its bytes on workers
    static Producer outgoing(FtpSession session, Producer file) {
        Conversion now = of(session);
        Producer text = now.ascii ? new AsciiProducer(file) : file;
        return now.isNone() ? file : offloaded(session, now.compressed(text));
    }

    /// A listing on its way to the client: text that has the network's line ends already.
    ///
    /// @param listing as in [#outgoing]
    static Producer listing(FtpSession session, Producer listing) {
        Conversion now = of(session);
        return now.level == 0 ? listing : offloaded(session, now.compressed(listing));
    }

    private Producer compressed(Producer producer) {
        return level == 0 ? producer : CompressingProducer.deflate(producer, level);
    }

    private static Producer offloaded(FtpSession session, Producer producer) {
        return new OffloadedProducer(producer, session.server().workers().of(session),
                session.server().reactor()::execute, BLOCK);
    }

    /// A file on its way to the tree. What it does it does in the calls to the upload, and so on a worker.
    ///
    /// @param file belongs to what is returned
    Upload incoming(Upload file) {
        Upload text = ascii ? new AsciiUpload(file) : file;
        return level == 0 ? text : new InflatingUpload(text);
    }
}
