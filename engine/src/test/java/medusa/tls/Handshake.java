package medusa.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/// Two engines, and the wire between them in memory.
public final class Handshake {
    private static final int ROUNDS = 100;

    final SSLEngine client;
    final SSLEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 18);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 18);

    Handshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    public static Handshake run(SSLEngine client, SSLEngine server) throws SSLException {
        Handshake handshake = new Handshake(client, server);
        handshake.exchange();
        return handshake;
    }

    /// Lets the client speak first, and nobody answer yet.
    Handshake hello() throws SSLException {
        client.wrap(ByteBuffer.allocate(0), toServer);
        return this;
    }

    /// Carries a line each way, so that whatever comes after the handshake (tickets, a refused certificate) has come too.
    void exchange() throws SSLException {
        send(client, toServer, "ping", server, toClient);
        send(server, toClient, "pong", client, toServer);
    }

    private static void send(SSLEngine from, ByteBuffer out, String text, SSLEngine to, ByteBuffer back)
            throws SSLException {
        ByteBuffer plain = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer got = ByteBuffer.allocate(1 << 16);
        for (int i = 0; i < ROUNDS && got.position() < text.length(); i++) {
            step(from, plain, out, back, ByteBuffer.allocate(1 << 16));
            step(to, ByteBuffer.allocate(0), back, out, got);
        }
        if (got.position() < text.length()) {
            throw new AssertionError("no end: " + from.getHandshakeStatus() + ", " + to.getHandshakeStatus());
        }
    }

    /// Everything that one side can do now.
    private static void step(SSLEngine engine, ByteBuffer plain, ByteBuffer out, ByteBuffer in, ByteBuffer got)
            throws SSLException {
        in.flip();
        try {
            while (true) {
                Runnable task;
                while ((task = engine.getDelegatedTask()) != null) {
                    task.run();
                }
                HandshakeStatus status = engine.getHandshakeStatus();
                boolean unwrap = status != HandshakeStatus.NEED_WRAP && in.hasRemaining();
                if (!unwrap && status == HandshakeStatus.NEED_UNWRAP) {
                    return;
                }
                int before = plain.remaining() + in.remaining() + out.remaining();
                SSLEngineResult result = unwrap ? engine.unwrap(in, got) : engine.wrap(plain, out);
                boolean moved = before != plain.remaining() + in.remaining() + out.remaining();
                if (!moved && engine.getHandshakeStatus() == status
                        || result.getStatus() == SSLEngineResult.Status.CLOSED) {
                    return;
                }
            }
        } finally {
            in.compact();
        }
    }

    SSLSession session() {
        return client.getSession();
    }

    /// The certificate that the client was shown.
    X509Certificate shown() {
        try {
            return (X509Certificate) client.getSession().getPeerCertificates()[0];
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }
}
