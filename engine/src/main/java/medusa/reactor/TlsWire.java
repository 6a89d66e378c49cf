package medusa.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/// TLS around a socket. Bytes are encrypted and decrypted in buffers that all connections share; a connection holds buffers of
/// its own only for half a record that has come, for what its reader had no room for, and for what the socket did not take.
///
/// What takes long in a handshake runs on workers. Meanwhile nobody touches the engine.
final class TlsWire implements Wire, OutputQueue.Sink {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final ByteBuffer[] NO_BYTES = {NOTHING};
    /// An alert and what may come before it need no more.
    private static final int LAST_WORDS = 8;
    /// How many more records without a byte for the reader may come than others, and how many may wait for an answer. A
    /// change of keys is one: 27 bytes for the peer, new ciphers and kilobytes for us.
    private static final int MOST_IDLE_WORDS = 32;

    private final SocketWire socket;
    private final SSLEngine engine;
    private final Tls tls;
    private final Workbench bench;
    private Link link;

    /// Received, not yet decrypted.
    private final InputBuffer received;
    /// Decrypted, not yet read; null for none.
    private ByteBuffer plain;
    /// Encrypted, not yet with the socket; null for none.
    private ByteBuffer unsent;
    /// How much a write should encrypt at once.
    private int portion;

    /// Tasks of the handshake are under way.
    private boolean working;
    private TlsWork work;
    private boolean begun;
    private boolean handshaken;
    /// There is more to decrypt than the reader had room for.
    private boolean more;
    private boolean inputEnded;
    private boolean endTold;
    private int idleWords;
    private int unanswered;

    TlsWire(SocketWire socket, Tls tls, Workbench bench) {
        this.socket = socket;
        this.tls = tls;
        this.bench = bench;
        engine = tls.engines().get();
        received = new InputBuffer(bench.pool);
    }

    // ---- the handshake ----

    @Override
    public boolean handshake() throws IOException {
        try {
            if (!begun) {
                begun = true;
                engine.beginHandshake();
            }
            while (!working && !handshaken && sendRest()) {
                if (!step()) {
                    return false;
                }
            }
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
        return handshaken;
    }

    /// @return false if the peer has to say something first
    private boolean step() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> work();
            case NEED_WRAP -> {
                encrypt(NO_BYTES, 1);
                if (engine.isOutboundDone()) {
                    throw new SSLException("no agreement");
                }
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                decrypt(NOTHING);
                if (inputEnded) {
                    throw new SSLException("the peer ended the connection during the handshake");
                }
                return engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP;
            }
            case FINISHED, NOT_HANDSHAKING -> handshaken = true;
        }
        return true;
    }

    @Override
    public int handshakeNeeds() {
        if (working) {
            return 0;
        }
        return unsent == null ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    }

    /// Runs the engine's tasks on a worker, and tells the link when they are done.
    private void work() {
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            tasks.add(task);
        }
        working = true;
        work = new TlsWork(tasks, () -> link.reactor().execute(this::worked));
        tls.workers().execute(work);
    }

    private void worked() {
        working = false;
        work = null;
        link.tlsTasksDone();
    }

    // ---- input ----

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (plain != null) {
            return readKept(into);
        }
        if (working) {
            return 0;
        }
        int n;
        try {
            n = decrypt(into);
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
        endTold = n == 0 && inputEnded;
        return endTold ? -1 : n;
    }

    @Override
    public boolean hasInput() {
        return plain != null || !working && (more || inputEnded && !endTold);
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

    /// Reads the socket, and decrypts into `into` what is whole and has room.
    private int decrypt(ByteBuffer into) throws IOException {
        int start = into.position();
        int wanted = Math.max(into.remaining(), Tls.LARGEST_RECORD);
        ByteBuffer data = received.toReadInto(bench.tls().received, wanted, 2 * Tls.LARGEST_RECORD);
        boolean ended = !inputEnded && socket.read(data) < 0;
        data.flip();
        try {
            more = decryptAll(data, into);
        } finally {
            received.keepRest(data);
        }
        inputEnded |= ended && !more;
        return into.position() - start;
    }

    /// @return whether it ended for want of room, or because something else has to be done first
    private boolean decryptAll(ByteBuffer data, ByteBuffer into) throws IOException {
        while (data.hasRemaining() && !inputEnded) {
            if (plain != null || handshaken && !into.hasRemaining()) {
                return true;
            }
            SSLEngineResult result = decryptRecord(data, into);
            limitIdleWords(result);
            if (result.getStatus() == Status.CLOSED) {
                inputEnded = true;
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
        if (handshaken && result.bytesConsumed() > 0) {
            idleWords = result.bytesProduced() > 0 ? Math.max(0, idleWords - 1) : idleWords + 1;
            if (idleWords > MOST_IDLE_WORDS) {
                throw new SSLException("many records with nothing in them");
            }
        }
    }

    /// What the peer wants after the handshake: TLS 1.3 changes keys so; renegotiation in TLS 1.2 is refused, since it costs
    /// the server far more than the client.
    ///
    /// @return whether the next record may be decrypted
    private boolean mayGoOn(SSLEngineResult result) throws IOException {
        HandshakeStatus status = result.getHandshakeStatus();
        if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
            return true;
        }
        if (result.getStatus() == Status.CLOSED) {
            return true; // the answer to a close is sent with the next output, or at the end
        }
        if (handshaken && !engine.getSession().getProtocol().equals("TLSv1.3")) {
            throw new SSLException("renegotiation");
        }
        if (status == HandshakeStatus.NEED_TASK && handshaken) {
            work();
        }
        if (status == HandshakeStatus.NEED_WRAP && handshaken) {
            answer(); // at once: the engine keeps any number of answers
            return true;
        }
        return status == HandshakeStatus.NEED_UNWRAP;
    }

    // ---- output ----

    @Override
    public OutputQueue.Outcome flush(OutputQueue out, BufferSize size, long budget, ByteBuffer[] gather, long[] sent)
            throws IOException {
        if (working) {
            return OutputQueue.Outcome.STALLED; // until the tasks are done
        }
        if (!sendRest()) {
            return OutputQueue.Outcome.BLOCKED;
        }
        sayOwn();
        portion = size.bytes();
        OutputQueue.Outcome outcome = out.flush(this, size, budget, gather, sent);
        return unsent == null ? outcome : OutputQueue.Outcome.BLOCKED;
    }

    @Override
    public long write(ByteBuffer[] from, int count) throws IOException {
        long taken = 0;
        while (unsent == null && !working && remaining(from, count) > 0) {
            long n = encrypt(from, count);
            if (n == 0) {
                break; // something else has to be done first
            }
            taken += n;
        }
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

    @Override
    public boolean hasOutput() {
        return unsent != null || handshaken && !working && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    private void answer() throws IOException {
        sayOwn();
        unanswered = unsent == null ? 0 : unanswered + 1;
        if (unanswered > MOST_IDLE_WORDS) {
            throw new SSLException("the peer asks for answers and takes none");
        }
    }

    /// Sends what the engine has to say by itself, until the socket is full.
    private void sayOwn() throws IOException {
        while (unsent == null && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                && !engine.isOutboundDone()) {
            encrypt(NO_BYTES, 1);
        }
    }

    @Override
    public int unsent() {
        return unsent == null ? 0 : unsent.remaining();
    }

    /// Encrypts a portion of `from`, or what the engine itself has to say, and writes it to the socket.
    ///
    /// @return how many bytes of `from` have gone
    private long encrypt(ByteBuffer[] from, int count) throws IOException {
        ByteBuffer records = bench.tls().records.clear();
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

    /// @return whether nothing is left
    private boolean sendRest() throws IOException {
        if (unsent == null) {
            return true;
        }
        if (socket.write(unsent) > 0) {
            link.timers().moved();
        }
        if (unsent.hasRemaining()) {
            return false;
        }
        bench.pool.giveBack(unsent);
        unsent = null;
        return true;
    }

    // ---- the end ----

    @Override
    public void shutdownOutput() throws IOException {
        engine.closeOutbound();
        sendAlert();
        socket.shutdownOutput();
    }

    /// Says what the engine still has to say, if the socket takes it at once: whoever does not listen misses it.
    private void sendAlert() {
        try {
            for (int i = 0; i < LAST_WORDS && unsent == null && !working && !engine.isOutboundDone(); i++) {
                ByteBuffer records = bench.tls().records.clear();
                if (engine.wrap(NOTHING, records).bytesProduced() == 0) {
                    return;
                }
                send(records.flip());
            }
        } catch (IOException e) {
            // the connection ends anyway
        }
    }

    @Override
    public void close(boolean reset) {
        socket.close(reset);
        received.drop();
        if (work != null) {
            work.drop();
            work = null;
        }
        if (plain != null) {
            bench.pool.giveBack(plain);
            plain = null;
        }
        if (unsent != null) {
            bench.pool.giveBack(unsent);
            unsent = null;
        }
    }

    // ---- the socket's ----

    @Override
    public void tell(Link told) {
        link = told;
        socket.tell(told);
    }

    @Override
    public void interest(int ops) {
        socket.interest(working ? 0 : ops);
    }

    @Override
    public SocketWire socket() {
        return socket;
    }

    @Override
    public SSLSession session() {
        return handshaken ? engine.getSession() : null;
    }
}
