package medusa.reactor;

import java.nio.ByteBuffer;

/// An ear at one channel: hears on another thread what its peer sends, while the reactor's thread is kept by a long call and
/// cannot. What it has heard comes to the channel all the same, afterwards, in order, as if it had been read then.
///
/// Made by [Channel#ear]. It touches nothing that the reactor's thread could use meanwhile. Until it is closed the channel
/// itself neither reads nor sends, also if turns of the reactor go by. What is beyond hearing, such as a change of keys under
/// TLS, waits for the reactor, and so does everything that follows it.
public final class Ear implements AutoCloseable {
    /// How much it hears that the channel has not yet had.
    static final int MOST = 64 << 10;
    private static final int PORTION = 16 << 10;
    private static final byte[] NOTHING = {};

    private final Link link;
    private final Wire wire;
    /// Where what it hears is kept until the channel has it.
    private final InputBuffer heard;
    /// What has come before, and has not been told yet; null when it has.
    private byte[] before;
    private ByteBuffer shared;
    private boolean ended;
    private boolean closed;

    /// @param link   null for a channel that hears no more
    /// @param before what the channel has not taken yet
    Ear(Link link, InputBuffer heard, byte[] before) {
        this.link = link;
        this.heard = heard;
        this.before = before;
        wire = link == null ? null : link.wire();
        ended = link == null;
        closed = link == null;
        if (link != null) {
            moveTo(new Desk(new BufferPool(0)), false);
        }
    }

    private void moveTo(Desk desk, boolean reads) {
        wire.moveTo(desk, reads);
        heard.moveTo(desk.pool);
    }

    /// What the peer has sent since the last call; the first call begins with what had come before and the channel had not
    /// taken. Empty if there is nothing, and when 64 KiB have been heard that the channel has yet to be given.
    ///
    /// Any one thread, never blocks, never fails: the channel learns of errors when it reads.
    public synchronized byte[] listen() {
        byte[] first = before;
        before = NOTHING;
        if (closed || ended) {
            return first;
        }
        if (shared == null) {
            shared = ByteBuffer.allocate(PORTION);
        }
        ByteBuffer data = heard.toReadInto(shared, PORTION, MOST);
        int known = data.position();
        int n = 1;
        while (n > 0 && data.hasRemaining()) {
            n = wire.hear(data);
        }
        ended = n < 0;
        byte[] all = new byte[first.length + data.position() - known];
        System.arraycopy(first, 0, all, 0, first.length);
        data.get(known, all, first.length, all.length - first.length);
        heard.keepRest(data.flip());
        return all;
    }

    /// Whether the peer is gone or sends no more, or the channel has ended. Any thread.
    public synchronized boolean ended() {
        return ended;
    }

    /// Gives everything heard back to the channel, once a [#listen] under way is over. Reactor thread; idempotent.
    @Override
    public void close() {
        if (link != null) {
            link.reactor().assertThread();
            give();
            link.earClosed(this);
        }
    }

    /// The channel has ended.
    void leave() {
        give();
        synchronized (this) {
            ended = true;
        }
    }

    private synchronized void give() {
        if (!closed) {
            closed = true;
            moveTo(link.reactor().bench().desk, true);
        }
    }
}
