package medusa.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/// The way out of one TLS connection: encrypts what the queue holds and what the engine has to say by itself, and writes
/// it to the socket at once. What the socket does not take is kept, in order, and nothing more is encrypted before that has
/// left; for a quiet connection nothing is kept.
///
/// Reactor thread only; nothing but [#sendRest], [#unsent] and [#drop] while the engine's tasks are under way.
final class TlsOutput implements OutputQueue.Sink {
    private static final ByteBuffer[] NO_BYTES = {ByteBuffer.allocate(0)};
    /// An alert and what may come before it need no more.
    private static final int LAST_WORDS = 8;
    /// How many answers to the peer may wait for it.
    private static final int MOST_UNANSWERED = 32;

    private final TlsWire wire;
    private final SocketWire socket;
    private final SSLEngine engine;
    private final Workbench bench;

    /// Encrypted, not yet with the socket; null for none.
    private ByteBuffer unsent;
    /// What the flush under way has sent of that.
    private int resent;
    private int unanswered;

    TlsOutput(TlsWire wire, SocketWire socket, SSLEngine engine, Workbench bench) {
        this.wire = wire;
        this.socket = socket;
        this.engine = engine;
        this.bench = bench;
    }

    // ---- what is queued ----

    /// As [Wire#flush].
    OutputQueue.Outcome flush(OutputQueue out, BufferSize size, long budget, ByteBuffer[] gather, long[] sent)
            throws IOException {
        int before = unsent();
        boolean clear = sendRest();
        resent = before - unsent();
        if (!clear) {
            size.used(resent);
            return OutputQueue.Outcome.BLOCKED;
        }
        sayOwn();
        OutputQueue.Outcome outcome = out.flush(this, size, budget, gather, sent);
        sayOwn(); // a ticket, for example, which it wants to say only behind some data
        return unsent == null ? outcome : OutputQueue.Outcome.BLOCKED;
    }

    /// What the engine took and the socket did not has not been used: a slow peer's buffer would grow.
    @Override
    public long write(ByteBuffer[] from, int count, BufferSize size) throws IOException {
        if (unsent != null) {
            return 0; // the engine took all that was offered before, and the socket did not: nothing new to note
        }
        long taken = 0;
        while (unsent == null && remaining(from, count) > 0) {
            long n = encrypt(from, count, size.bytes());
            if (n == 0) {
                break; // something else has to be done first
            }
            taken += n;
        }
        size.used(unsent == null ? taken : Math.max(0, resent + taken - unsent.remaining()));
        resent = 0;
        return taken;
    }

    private static long remaining(ByteBuffer[] from, int count) {
        long remaining = 0;
        for (int i = 0; i < count; i++) {
            remaining += from[i].remaining();
        }
        return remaining;
    }

    /// Files have to be encrypted, in memory.
    @Override
    public WritableByteChannel direct() {
        return null;
    }

    // ---- what the engine has to say by itself ----

    /// Sends one piece of it.
    void say() throws IOException {
        encrypt(NO_BYTES, 1, 0);
    }

    /// Sends all of it, until the socket is full.
    private void sayOwn() throws IOException {
        while (unsent == null && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                && !engine.isOutboundDone()) {
            say();
        }
    }

    /// Sends an answer that the peer has asked for.
    ///
    /// @param asked by the record at hand; else one before it has
    void answer(boolean asked) throws IOException {
        sayOwn();
        unanswered = unsent == null ? 0 : unanswered + (asked ? 1 : 0);
        if (unanswered > MOST_UNANSWERED) {
            throw new SSLException("the peer asks for answers and takes none");
        }
    }

    /// Says close_notify, behind all that has been encrypted; what is written afterwards is an error.
    ///
    /// @return whether the socket has taken it; otherwise to be called again when [#unsent] has left
    boolean end() throws IOException {
        engine.closeOutbound();
        sayLast();
        return unsent == null;
    }

    /// Says what the engine has to say about an error, or just that this is the end where it knows of none (RFC 8446 §6.1), if
    /// the socket takes it at once: whoever does not listen misses it.
    void alert() {
        try {
            sayLast();
            engine.closeOutbound();
            sayLast();
        } catch (IOException e) {
            // the connection ends anyway
        }
    }

    private void sayLast() throws IOException {
        for (int i = 0; i < LAST_WORDS && unsent == null && !engine.isOutboundDone(); i++) {
            ByteBuffer records = bench.records().clear();
            if (engine.wrap(NO_BYTES, records).bytesProduced() == 0) {
                return;
            }
            send(records.flip());
        }
    }

    // ---- the socket ----

    /// How many encrypted bytes it has still to take.
    int unsent() {
        return unsent == null ? 0 : unsent.remaining();
    }

    /// @return whether nothing is left
    boolean sendRest() throws IOException {
        if (unsent == null) {
            return true;
        }
        if (socket.write(unsent) > 0) {
            wire.moved();
        }
        if (unsent.hasRemaining()) {
            return false;
        }
        drop();
        return true;
    }

    /// Gives back what is kept.
    void drop() {
        if (unsent != null) {
            bench.pool.giveBack(unsent);
            unsent = null;
        }
    }

    /// Encrypts a portion of `from`, or what the engine itself has to say, and writes it to the socket.
    ///
    /// @return how many bytes of `from` have gone
    private long encrypt(ByteBuffer[] from, int count, int portion) throws IOException {
        ByteBuffer records = bench.records().clear();
        long taken = 0;
        SSLEngineResult result;
        do {
            result = engine.wrap(from, 0, count, records);
            taken += result.bytesConsumed();
        } while (result.getStatus() == Status.OK && result.bytesProduced() > 0 && taken < portion
                && remaining(from, count) > 0 && records.remaining() >= engine.getSession().getPacketBufferSize());
        send(records.flip());
        if (result.getStatus() == Status.CLOSED && remaining(from, count) > 0) {
            throw new SSLException("the peer has closed the connection");
        }
        return taken;
    }

    private void send(ByteBuffer records) throws IOException {
        socket.write(records);
        if (records.hasRemaining()) {
            unsent = bench.pool.borrow(records.remaining()).put(records).flip();
        }
    }
}
