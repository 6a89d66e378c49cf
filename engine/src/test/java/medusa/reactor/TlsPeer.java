package medusa.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// One side of TLS over a [Bench.Peer], a step at a time, so that each byte can be held back, broken or split.
final class TlsPeer {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Bench bench;
    private final Bench.Peer peer;
    private final SSLEngine engine;
    private final StringBuilder got = new StringBuilder();
    private int taken;
    private boolean ended;

    TlsPeer(Bench bench, Bench.Peer peer, SSLEngine engine) {
        this.bench = bench;
        this.peer = peer;
        this.engine = engine;
    }

    Bench.Peer peer() {
        return peer;
    }

    SSLEngine engine() {
        return engine;
    }

    /// What the engine has to say next, encrypted.
    byte[] wrap(String text) throws SSLException {
        ByteBuffer plain = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer records = ByteBuffer.allocate(text.length() * 2 + (64 << 10));
        do {
            engine.wrap(plain, records);
        } while (plain.hasRemaining());
        byte[] bytes = new byte[records.flip().remaining()];
        records.get(bytes);
        return bytes;
    }

    /// Decrypts what has come.
    void poll() {
        peer.poll();
        ByteBuffer data = ByteBuffer.wrap(peer.got().substring(taken).getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer plain = ByteBuffer.allocate(Tls.LARGEST_RECORD);
        try {
            while (data.hasRemaining()) {
                SSLEngineResult result = engine.unwrap(data, plain.clear());
                taken += result.bytesConsumed();
                got.append(StandardCharsets.ISO_8859_1.decode(plain.flip()));
                runTasks();
                if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                    ended = true;
                }
                if (result.bytesConsumed() == 0 || ended) {
                    return;
                }
            }
        } catch (SSLException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /// The next record that this side says in the handshake; waits for the other one first if that is its turn.
    ///
    /// @return null when the handshake is over
    byte[] nextFlight() throws IOException {
        for (;;) {
            switch (engine.getHandshakeStatus()) {
                case NOT_HANDSHAKING, FINISHED -> {
                    if (engine.getSession().isValid() && !engine.getSession().getProtocol().equals("NONE")) {
                        return null;
                    }
                    engine.beginHandshake();
                }
                case NEED_WRAP -> {
                    return wrap("");
                }
                case NEED_TASK -> runTasks();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    int before = taken;
                    bench.until("the other side's part of the handshake", () -> {
                        poll();
                        return taken > before || peer.ended()
                                || engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP;
                    });
                    if (peer.ended() && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                        throw new SSLException("the other side ended");
                    }
                }
            }
        }
    }

    TlsPeer handshake() throws IOException {
        for (byte[] flight = nextFlight(); flight != null; flight = nextFlight()) {
            peer.send(flight);
        }
        return this;
    }

    TlsPeer send(String text) throws IOException {
        peer.send(wrap(text));
        return this;
    }

    /// Turns until exactly `text` has come, and forgets it.
    TlsPeer expect(String text) throws IOException {
        bench.until("\"" + text + "\"", () -> {
            poll();
            return got.length() >= text.length() || ended;
        });
        if (!got.toString().equals(text)) {
            throw new AssertionError("expected \"" + text + "\" but got \"" + got + "\"");
        }
        got.setLength(0);
        return this;
    }

    /// Turns until the other side has said that it sends no more.
    TlsPeer expectEnd() throws IOException {
        bench.until("the close_notify", () -> {
            poll();
            return ended;
        });
        return this;
    }

    String got() {
        return got.toString();
    }

    /// Whether the server has said, within TLS, that it sends no more.
    boolean ended() {
        return ended;
    }

    /// What is left of the engine's words: alerts.
    byte[] close() throws SSLException {
        engine.closeOutbound();
        ByteBuffer records = ByteBuffer.allocate(Tls.LARGEST_RECORD);
        engine.wrap(NOTHING, records);
        byte[] bytes = new byte[records.flip().remaining()];
        records.get(bytes);
        return bytes;
    }
}
