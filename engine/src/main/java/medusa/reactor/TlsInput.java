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
    private Desk desk;
    /// An ear does, which leaves to the reactor whatever is not just reading.
    private boolean heard;
    /// What that has left: what the engine wants after the last record, and an error. Null for none.
    private SSLEngineResult pending;
    private IOException failure;

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

    TlsInput(TlsWire wire, SocketWire socket, SSLEngine engine, Desk desk) {
        this.wire = wire;
        this.socket = socket;
        this.engine = engine;
        this.desk = desk;
        received = new InputBuffer(desk.pool);
    }

    /// As [Wire#read].
    ///
    /// @throws SSLException if the peer is to be told of it by an alert
    int read(ByteBuffer into) throws IOException {
        if (plain != null) {
            return readKept(into);
        }
        if (failure != null) {
            throw failure;
        }
        if (wire.isWorking() || !seesToPending()) {
            return 0;
        }
        int n = decrypt(into);
        endTold = n == 0 && ended && !heard;
        return n == 0 && ended ? -1 : n;
    }

    /// @return whether the next record may be decrypted
    private boolean seesToPending() throws IOException {
        SSLEngineResult last = pending;
        if (last == null || heard) {
            return last == null;
        }
        pending = null;
        return wire.mayGoOn(last);
    }

    /// As [Wire#hear].
    int hear(ByteBuffer into) {
        try {
            return read(into);
        } catch (IOException e) {
            failure = e;
            return -1;
        }
    }

    /// As [Wire#moveTo].
    void moveTo(Desk other, boolean reads) {
        if (plain != null) {
            ByteBuffer moved = other.pool.borrow(plain.remaining()).put(plain).flip();
            desk.pool.giveBack(plain);
            plain = moved;
        }
        received.moveTo(other.pool);
        desk = other;
        heard = !reads;
    }

    /// As [Wire#hasInput].
    boolean hasInput() {
        return plain != null || failure != null
                || !wire.isWorking() && (more || pending != null || ended && !endTold);
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
            desk.pool.giveBack(plain);
            plain = null;
        }
    }

    private int readKept(ByteBuffer into) {
        int n = move(plain, into);
        if (!plain.hasRemaining()) {
            desk.pool.giveBack(plain);
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
        ByteBuffer data = received.toReadInto(desk.received(), wanted, 2 * Tls.LARGEST_RECORD);
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
            if (!mayGoOn(result)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayGoOn(SSLEngineResult result) throws IOException {
        if (heard && !TlsWire.wantsNothing(result)) {
            pending = result;
            return false;
        }
        return wire.mayGoOn(result);
    }

    private SSLEngineResult decryptRecord(ByteBuffer data, ByteBuffer into) throws SSLException {
        if (into.remaining() >= engine.getSession().getApplicationBufferSize()) {
            return engine.unwrap(data, into);
        }
        ByteBuffer scratch = desk.plain().clear();
        SSLEngineResult result = engine.unwrap(data, scratch);
        scratch.flip();
        move(scratch, into);
        if (scratch.hasRemaining()) {
            plain = desk.pool.borrow(scratch.remaining()).put(scratch).flip();
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
