package medusa.reactor;

import java.nio.ByteBuffer;

/// What is needed to read a connection's input: where it is decrypted, and where its leftovers are kept. The reactor has one
/// for all its connections, since only one of them works at a time; an [Ear] has its own, since it works beside the reactor.
///
/// One thread at a time.
final class Desk {
    final BufferPool pool;
    private ByteBuffer received;
    private ByteBuffer plain;

    Desk(BufferPool pool) {
        this.pool = pool;
    }

    /// For what is read from a socket and not yet decrypted.
    ByteBuffer received() {
        if (received == null) {
            received = ByteBuffer.allocateDirect(64 << 10);
        }
        return received;
    }

    /// For what is decrypted, for a reader with less room than a record may have.
    ByteBuffer plain() {
        if (plain == null) {
            plain = ByteBuffer.allocateDirect(Tls.LARGEST_RECORD);
        }
        return plain;
    }
}
