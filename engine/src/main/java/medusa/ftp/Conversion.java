package medusa.ftp;

import medusa.filesystem.Upload;
import medusa.producer.Producer;

/// What happens to bytes between the tree and a data connection, as the session has it set: line ends, compression, pace.
final class Conversion {
    private Conversion() {}

    /// A file on its way to the client.
    ///
    /// @param file belongs to what is returned; where something has to be done to its bytes it is asked for them on a worker
    static Producer outgoing(FtpSession session, Producer file) {
        return file;
    }

    /// A listing on its way to the client: text that has the network's line ends already.
    ///
    /// @param listing as in [#outgoing]
    static Producer listing(FtpSession session, Producer listing) {
        return listing;
    }

    /// A file on its way to the tree. On a worker.
    ///
    /// @param file belongs to what is returned
    static Upload incoming(FtpSession session, Upload file) {
        return file;
    }
}
