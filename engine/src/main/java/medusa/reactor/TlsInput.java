package medusa.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/// The way in of one TLS connection: reads the socket and decrypts, a record at a time, until nothing whole is left, the
/// reader has no more room, or the engine wants something else first. What that is the wire sees to
/// ([TlsWire#mayGoOn]), which is asked after each record.
///
/// Between two calls it keeps half a record that has come, and what the reader had no room for; for a quiet connection
/// nothing.
///
/// Reactor thread only; not [#decrypt] while the engine's tasks are under way.
final class TlsInput {
    /// How many more records without a byte for the reader may come than others. A change of keys is one: 27 bytes for the
    /// peer, new ciphers and kilobytes for us.
    private static final int MOST_IDLE_WORDS = 32;

    private final TlsWire wire;
    private final SocketWire socket;
    private final SSLEngine engine;
    private final Workbench bench;

    /// Received, not yet decrypted.
    private final InputBuffer received;
    /// Decrypted, not yet read; null for none.
    private ByteBuffer plain;
    /// There is more to decrypt than the reader had room for.
    private boolean more;
    private boolean ended;
    /// By close_notify.
    private boolean cleanly;
    private boolean endTold;
    private int idleWords;

    TlsInput(TlsWire wire, SocketWire socket, SSLEngine engine, Workbench bench) {
        this.wire = wire;
        this.socket = socket;
        this.engine = engine;
        this.bench = bench;
        received = new InputBuffer(bench.pool);
    }

    /// As [Wire#read].
    ///
    /// @throws SSLException if the peer is to be told of it by an alert
    int read(ByteBuffer into) throws IOException {
        if (plain != null) {
            return readKept(into);
        }
        if (wire.isWorking()) {
            return 0;
        }
        int n = decrypt(into);
        endTold = n == 0 && ended;
        return endTold ? -1 : n;
    }

    /// As [Wire#hasInput].
    boolean hasInput() {
        return plain != null || !wire.isWorking() && (more || ended && !endTold);
    }

    /// Whether all that the peer has sent is decrypted.
    boolean hasEnded() {
        return ended;
    }

    /// Whether it has ended with close_notify; without that anybody on the way may have cut it off (RFC 8446 §6.1).
    boolean endedCleanly() {
        return cleanly;
    }

    /// Gives back what is kept.
    void drop() {
        received.drop();
        if (plain != null) {
            bench.pool.giveBack(plain);
            plain = null;
        }
    }

    private int readKept(ByteBuffer into) {
        int n = move(plain, into);
        if (!plain.hasRemaining()) {
            bench.pool.giveBack(plain);
            plain = null;
        }
        return n;
    }

    private static int move(ByteBuffer from, ByteBuffer into) {
        int n = Math.min(from.remaining(), into.remaining());
        into.put(into.position(), from, from.position(), n);
        into.position(into.position() + n);
        from.position(from.position() + n);
        return n;
    }

    /// Reads the socket, and decrypts into `into` what is whole and has room; during the handshake none is needed.
    ///
    /// @return how many bytes came out
    int decrypt(ByteBuffer into) throws IOException {
        int start = into.position();
        int wanted = Math.max(into.remaining(), Tls.LARGEST_RECORD);
        ByteBuffer data = received.toReadInto(bench.tls().received, wanted, 2 * Tls.LARGEST_RECORD);
        boolean cut = !ended && socket.read(data) < 0;
        data.flip();
        try {
            more = decryptAll(data, into);
        } finally {
            received.keepRest(data);
        }
        ended |= cut && !more;
        return into.position() - start;
    }

    /// @return whether it ended for want of room, or because something else has to be done first
    private boolean decryptAll(ByteBuffer data, ByteBuffer into) throws IOException {
        while (data.hasRemaining() && !ended) {
            if (plain != null || wire.isHandshaken() && !into.hasRemaining()) {
                return true;
            }
            SSLEngineResult result = decryptRecord(data, into);
            limitIdleWords(result);
            if (result.getStatus() == Status.CLOSED) {
                ended = true;
                cleanly = true;
            }
            if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                return false;
            }
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                throw new SSLException("a record of more than " + Tls.LARGEST_RECORD + " bytes");
            }
            if (!wire.mayGoOn(result)) {
                return true;
            }
        }
        return false;
    }

    private SSLEngineResult decryptRecord(ByteBuffer data, ByteBuffer into) throws SSLException {
        if (into.remaining() >= engine.getSession().getApplicationBufferSize()) {
            return engine.unwrap(data, into);
        }
        ByteBuffer scratch = bench.tls().plain.clear();
        SSLEngineResult result = engine.unwrap(data, scratch);
        scratch.flip();
        move(scratch, into);
        if (scratch.hasRemaining()) {
            plain = bench.pool.borrow(scratch.remaining()).put(scratch).flip();
        }
        return result;
    }

    private void limitIdleWords(SSLEngineResult result) throws SSLException {
        if (wire.isHandshaken() && result.bytesConsumed() > 0) {
            idleWords = result.bytesProduced() > 0 ? Math.max(0, idleWords - 1) : idleWords + 1;
            if (idleWords > MOST_IDLE_WORDS) {
                throw new SSLException("many records with nothing in them");
            }
        }
    }
}
