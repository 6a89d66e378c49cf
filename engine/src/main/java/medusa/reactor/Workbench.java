package medusa.reactor;

import java.nio.ByteBuffer;

/// What all channels of a reactor share, since only one of them works at a time. Reactor thread only.
final class Workbench {
    final Timers timers;
    final BufferPool pool;
    final PeerNames names;
    /// Every channel reads into this one; only what is left over moves into a buffer of its own.
    final ByteBuffer readBuffer;
    /// The buffers of the write under way.
    final ByteBuffer[] gather = new ByteBuffer[OutputQueue.GATHER];
    /// For input that has to be decrypted.
    final Desk desk;
    private ByteBuffer records;
    private long lastId;

    Workbench(ReactorOptions options) {
        timers = new Timers(options.nanoClock());
        pool = new BufferPool(options.poolCeiling());
        desk = new Desk(pool);
        names = new PeerNames(options.names());
        readBuffer = ByteBuffer.allocateDirect(options.readBuffer());
    }

    /// For what is encrypted and not yet written to a socket; there may be no connection with TLS.
    ByteBuffer records() {
        if (records == null) {
            records = ByteBuffer.allocateDirect(128 << 10);
        }
        return records;
    }

    long nextId() {
        return ++lastId;
    }
}
