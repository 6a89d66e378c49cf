package medusa.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/// TLS around a socket: agrees with the peer on keys, and on new ones later. The bytes are the matter of its two
/// directions, [TlsInput] and [TlsOutput], which encrypt and decrypt in buffers that all connections share.
///
/// What takes long in a handshake runs on workers. Meanwhile nobody touches the engine.
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketWire socket;
    private final SSLEngine engine;
    private final Tls tls;
    private final TlsInput in;
    private final TlsOutput out;
    private Link link;

    private boolean begun;
    private boolean handshaken;
    /// The tasks of the handshake that are under way; null for none.
    private volatile TlsWork work; // since an ear looks at it, too

    TlsWire(SocketWire socket, Tls tls, Workbench bench) {
        this.socket = socket;
        this.tls = tls;
        engine = tls.engines().get();
        in = new TlsInput(this, socket, engine, bench.desk);
        out = new TlsOutput(this, socket, engine, bench);
    }

    // ---- the handshake ----

    @Override
    public boolean handshake() throws IOException {
        try {
            if (!begun) {
                begun = true;
                engine.beginHandshake();
            }
            while (!isWorking() && !handshaken && out.sendRest()) {
                if (!step()) {
                    return false;
                }
            }
        } catch (SSLException e) {
            out.alert();
            throw e;
        }
        return handshaken;
    }

    /// @return false if the peer has to say something first
    private boolean step() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> work();
            case NEED_WRAP -> {
                out.say();
                if (engine.isOutboundDone()) {
                    throw new SSLException("no agreement");
                }
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.decrypt(NOTHING);
                if (in.hasEnded()) {
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
        if (isWorking()) {
            return 0;
        }
        return out.unsent() == 0 ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    }

    /// Runs the engine's tasks on a worker, and tells the link when they are done.
    private void work() {
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            tasks.add(task);
        }
        work = new TlsWork(tasks, () -> link.reactor().execute(this::worked));
        tls.workers().execute(work);
    }

    private void worked() {
        work = null;
        link.tlsTasksDone();
    }

    // ---- what the two directions ask ----

    boolean isHandshaken() { return handshaken; }

    /// Whether tasks of the handshake are under way.
    boolean isWorking() { return work != null; }

    /// The peer has taken bytes.
    void moved() {
        link.timers().moved();
    }

    /// Sees to what the engine wants after a record. After the handshake TLS 1.3 changes keys so; renegotiation in TLS 1.2
    /// is refused, since it costs the server far more than the client.
    ///
    /// @return whether the next record may be decrypted
    boolean mayGoOn(SSLEngineResult result) throws IOException {
        if (wantsNothing(result)) {
            return true;
        }
        HandshakeStatus status = result.getHandshakeStatus();
        if (handshaken && !engine.getSession().getProtocol().equals("TLSv1.3")) {
            throw new SSLException("renegotiation");
        }
        if (status == HandshakeStatus.NEED_TASK && handshaken) {
            work();
        }
        if (status == HandshakeStatus.NEED_WRAP && handshaken) {
            out.answer(result.bytesProduced() == 0); // at once: the engine keeps any number of answers
            return true;
        }
        return status == HandshakeStatus.NEED_UNWRAP;
    }

    /// Whether the engine is content with a record by itself. The answer to a close is sent with the next output, or at the end.
    static boolean wantsNothing(SSLEngineResult result) {
        HandshakeStatus status = result.getHandshakeStatus();
        return status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED
                || result.getStatus() == Status.CLOSED;
    }

    // ---- input ----

    @Override
    public int read(ByteBuffer into) throws IOException {
        try {
            return in.read(into);
        } catch (SSLException e) {
            out.alert();
            throw e;
        }
    }

    @Override
    public int hear(ByteBuffer into) {
        return in.hear(into);
    }

    @Override
    public void moveTo(Desk desk, boolean reads) {
        socket.moveTo(desk, reads);
        in.moveTo(desk, reads);
    }

    @Override
    public boolean hasInput() {
        return in.hasInput();
    }

    @Override
    public boolean endedCleanly() {
        return in.endedCleanly();
    }

    // ---- output ----

    @Override
    public OutputQueue.Outcome flush(OutputQueue queue, BufferSize size, long budget, ByteBuffer[] gather, long[] sent)
            throws IOException {
        if (isWorking()) {
            return OutputQueue.Outcome.STALLED; // until the tasks are done
        }
        return out.flush(queue, size, budget, gather, sent);
    }

    @Override
    public boolean hasOutput() {
        return out.unsent() > 0
                || handshaken && !isWorking() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    @Override
    public int unsent() {
        return out.unsent();
    }

    // ---- the end ----

    @Override
    public boolean shutdownOutput() throws IOException {
        if (isWorking() || !out.end()) {
            return false;
        }
        return socket.shutdownOutput();
    }

    @Override
    public void close(boolean reset) {
        socket.close(reset);
        in.drop();
        out.drop();
        if (work != null) {
            work.drop();
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
        socket.interest(isWorking() ? 0 : ops);
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
