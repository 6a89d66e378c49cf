package medusa.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;

import medusa.metrics.Counter;

/// The way in of one link: reads the socket, hands the bytes to the protocol, and keeps what it leaves.
final class Inlet implements RateFloor.Flow {
    private final Link link;
    private final InputBuffer buffer;
    private final BufferSize size;
    /// What the protocol is being given; null for nothing.
    private ByteBuffer given;
    /// What ears have heard and nobody has read yet. Null while there has been no ear.
    private InputBuffer heard;

    /// The protocol wants no input.
    private boolean paused;
    /// There is input that was kept because it could not be delivered, not because it is not a whole message.
    private boolean held;
    private boolean ended;
    private long bytes;
    private long dropped;
    /// The peer is in the middle of something.
    private boolean owed;
    /// Made when the peer is waited for the first time.
    private RateFloor floor;

    Inlet(Link link, BufferPool pool, BufferPolicy.Bounds bounds) {
        this.link = link;
        buffer = new InputBuffer(pool);
        size = new BufferSize(bounds);
    }

    boolean isPaused() { return paused; }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    /// Whether there is input that has to be delivered before more is read.
    boolean isHeld() { return held; }

    /// Whether the peer has said that it sends no more.
    boolean hasEnded() {
        return ended;
    }

    /// See [Channel#inputEndedCleanly].
    boolean hasEndedCleanly() {
        return ended && link.wire().endedCleanly();
    }

    /// Whether there is something to [#read] that the selector does not know of.
    boolean hasInput() {
        return heard != null && heard.bytes() > 0 || link.wire().hasInput();
    }

    /// Reads no more until the ear is closed.
    Ear ear() {
        if (heard == null) {
            heard = new InputBuffer(link.reactor().bench().pool);
        }
        return new Ear(link, heard, untaken());
    }

    private byte[] untaken() {
        ByteBuffer first = given != null ? given : buffer.kept();
        byte[] bytes = new byte[(first == null ? 0 : first.remaining()) + heard.bytes()];
        int n = bytes.length - heard.bytes();
        if (n > 0) {
            first.get(first.position(), bytes, 0, n);
        }
        if (heard.bytes() > 0) {
            heard.kept().get(heard.kept().position(), bytes, n, heard.bytes());
        }
        return bytes;
    }

    void read() throws Exception {
        ByteBuffer data = buffer.toReadInto(link.reactor().bench().readBuffer, size.bytes(), link.limits().input());
        int n = receive(data);
        data.flip();
        if (n > 0) {
            deliver(data);
        } else if (n < 0 && link.state() == Channel.State.OPEN) {
            ended = true;
            link.owner().inputEnded();
        }
    }

    /// @return as [Wire#read]; -1 also after an error, which has closed the channel
    private int receive(ByteBuffer data) {
        try {
            int n = heard != null && heard.bytes() > 0 ? heard.take(data) : link.wire().read(data);
            if (n > 0) {
                bytes += n;
                link.reactor().counters().add(Counter.BYTES_IN, n);
                link.timers().moved();
                size.used(n);
            }
            return n;
        } catch (IOException e) {
            link.broken(e);
            return -1;
        }
    }

    void deliverHeld() throws Exception {
        deliver(buffer.kept());
    }

    private void deliver(ByteBuffer data) throws Exception {
        given = data;
        while (data.hasRemaining() && link.wantsInput()) {
            int before = data.remaining();
            link.owner().received(data);
            if (data.remaining() == before) {
                break;
            }
        }
        given = null; // an exception ends the channel
        if (link.state() != Channel.State.OPEN) {
            buffer.drop();
            return;
        }
        held = data.hasRemaining() && !link.wantsInput();
        buffer.keepRest(data);
        if (!held && buffer.bytes() >= link.limits().input()) {
            link.reactor().counters().increment(Counter.INPUT_OVERFLOWS);
            link.owner().inputOverflowed();
            if (link.state() == Channel.State.OPEN) {
                link.close(null); // there is no room to read on
            }
        }
    }

    /// Reads what nobody wants any more.
    void readAndDrop() {
        int n = receive(link.reactor().bench().readBuffer.clear());
        dropped += Math.max(n, 0);
        if (n < 0 || dropped > link.limits().lingering()) {
            link.close(null);
        }
    }

    /// See [Channel#inputOwed].
    void owed(boolean now) {
        if (now && !owed && floor != null) {
            floor.refill();
        }
        owed = now;
    }

    @Override
    public boolean waitsForPeer() {
        return owed && link.reads();
    }

    /// Counts the time in which the peer owes input. While the protocol or its own output holds input back it does not.
    void watch() {
        boolean waits = waitsForPeer();
        if (floor == null) {
            if (!waits || link.limits().rate() == 0) {
                return;
            }
            floor = new RateFloor(link, this);
        }
        floor.waiting(waits);
    }

    /// Forgets what is kept.
    void drop() {
        buffer.drop();
        if (heard != null) {
            heard.drop();
        }
    }

    void bound(BufferPolicy.Bounds bounds) {
        size.bound(bounds);
    }

    // ---- for people ----

    @Override
    public long bytes() {
        return bytes;
    }

    int buffer() {
        return size.bytes();
    }

    int unread() {
        return buffer.bytes();
    }
}
