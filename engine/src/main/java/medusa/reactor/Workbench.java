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
    private Tls.Buffers tls;
    private long lastId;

    Workbench(ReactorOptions options) {
        timers = new Timers(options.nanoClock());
        pool = new BufferPool(options.poolCeiling());
        names = new PeerNames(options.names());
        readBuffer = ByteBuffer.allocateDirect(options.readBuffer());
    }

    /// For connections with TLS; there may be none.
    Tls.Buffers tls() {
        if (tls == null) {
            tls = new Tls.Buffers();
        }
        return tls;
    }

    long nextId() {
        return ++lastId;
    }
}
