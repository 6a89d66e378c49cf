package medusa.reactor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

import medusa.metrics.Counter;
import medusa.producer.Producer;
import medusa.reactor.Channel.State;

/// What makes a [Channel] work: its state, and what it asks the selector for. Data goes one way: ready → [Inlet] → the
/// protocol → [Outlet]; [#settle] follows every call into the protocol and does the rest.
final class Link implements Reactor.Registered {

    /// What a channel is given with its socket.
    ///
    /// @param place   among the connections that are counted; null for one that is not
    /// @param tls     null for none
    /// @param proxied how a proxy speaks for the peer; null where the peer comes by itself
    record Terms(ChannelLimits limits, BufferPolicy buffers, ConnectionLimits.Place place, Tls tls, Proxies proxied) {}

    /// What a push copies at most; larger amounts are read from where they are.
    static final int LARGEST_COPY = 64 << 10;

    /// Rounds of "all sent, so let input in, so send again" in one turn, before others have theirs.
    private static final int ROUNDS = 16;

    private final Channel owner;
    private final Reactor reactor;
    private final Wire wire;
    private final long id;
    private final ChannelLimits limits;
    private final Terms terms;
    private final Inlet in;
    private final Outlet out;
    /// Null once the link has been open.
    private Opening opening;
    private final long openedAt;
    private ChannelTimers timers;
    private State state = State.CONNECTING;
    private boolean settling;
    /// A call into the channel is under way.
    private boolean entered;
    /// A time limit has struck: what the system still holds for the peer is not left to it to take, or not.
    private boolean cut;
    /// Null for none. While there is one nobody else touches the wire.
    private Ear ear;
    private Throwable cause;

    Link(Channel owner, Reactor reactor, Wire wire, Terms terms) {
        this.owner = owner;
        this.reactor = reactor;
        this.wire = wire;
        limits = terms.limits();
        this.terms = terms;
        id = reactor.bench().nextId();
        BufferPolicy.Bounds bounds = terms.buffers().boundsFor(wire.socket().address(), null);
        in = new Inlet(this, reactor.bench().pool, bounds);
        out = new Outlet(this, reactor.bench().pool, bounds);
        opening = new Opening(this, terms);
        openedAt = reactor.now();
    }

    /// Separate from the constructor, since what is started here looks at the finished object.
    void start() {
        wire.tell(this);
        timers = new ChannelTimers(this, reactor.bench().timers, limits.idle().toNanos());
    }

    // ---- what the channel asks for ----

    void push(ByteBuffer data) {
        if (accepts()) {
            out.add(data);
            settleLater();
        } else {
            data.position(data.limit());
        }
    }

    void push(Producer producer) {
        if (accepts()) {
            out.add(producer); // first, so that it is closed with the channel whatever comes
            settleLater();
            producer.wakeWith(() -> execute(out::resume));
        } else {
            producer.close();
        }
    }

    private boolean accepts() {
        reactor.assertThread();
        if (state != State.OPEN && !isBeginning()) {
            return false;
        }
        if (out.outgrows()) {
            reactor.counters().increment(Counter.QUEUE_OVERFLOWS);
            close(null);
            return false;
        }
        return true;
    }

    boolean isDrained() {
        reactor.assertThread();
        return out.isDrained();
    }

    boolean wantsInput() {
        return state == State.OPEN && !in.isPaused() && !out.isFull();
    }

    void pauseInput() {
        reactor.assertThread();
        in.pause();
    }

    void resumeInput() {
        reactor.assertThread();
        if (in.isPaused()) {
            in.resume();
            settleLater();
        }
    }

    void closeWhenDone() {
        reactor.assertThread();
        if (state == State.OPEN) {
            state = State.ENDING;
            settleLater();
        } else if (isBeginning()) {
            close(null);
        }
    }

    private boolean isBeginning() { return state == State.CONNECTING || state == State.SECURING; }

    /// @param cause null for an orderly end
    void close(Throwable cause) {
        reactor.assertThread();
        if (state != State.CLOSED) {
            state = State.CLOSED;
            this.cause = cause;
            reactor.closeLater(this);
        }
    }

    void execute(Runnable task) {
        reactor.execute(() -> {
            if (state != State.CLOSED) {
                reactor.guard(this, l -> task.run());
            }
        });
    }

    void inputOwed(boolean owed) {
        reactor.assertThread();
        in.owed(owed);
    }

    void bufferBounds(BufferPolicy.Bounds bounds) {
        reactor.assertThread();
        in.bound(bounds);
        out.bound(bounds);
    }

    long bytesIn() {
        return in.bytes();
    }

    long bytesOut() {
        return out.bytes();
    }

    boolean inputEndedCleanly() {
        reactor.assertThread();
        return in.hasEndedCleanly();
    }

    Ear ear() {
        reactor.assertThread();
        if (ear != null) {
            throw new IllegalStateException("two ears at once: " + owner);
        }
        if (state != State.OPEN || in.hasEnded()) {
            return new Ear(null, null, new byte[0]);
        }
        ear = in.ear();
        wire.interest(0);
        return ear;
    }

    boolean isHeard() { return ear != null; }

    void earClosed(Ear closed) {
        if (ear == closed) {
            ear = null;
            again();
        }
    }

    // ---- what others see ----

    Channel owner() {
        return owner;
    }

    Reactor reactor() {
        return reactor;
    }

    Wire wire() {
        return wire;
    }

    ChannelLimits limits() {
        return limits;
    }

    ChannelTimers timers() {
        reactor.assertThread();
        return timers;
    }

    State state() {
        return state;
    }

    long id() {
        return id;
    }

    ChannelSnapshot snapshot() {
        return new ChannelSnapshot(id, owner.getClass().getSimpleName(), state, wire.socket().peer(),
                wire.socket().local(),
                owner.doing(), owner.user(), owner.progress(), reactor.now() - openedAt, timers.idleFor(), in.bytes(),
                out.bytes(), in.buffer(),
                out.buffer(), in.unread(), out.queued(), out.producers());
    }

    // ---- what the reactor does ----

    void peerNamed(String name) {
        bufferBounds(terms.buffers().boundsFor(wire.socket().address(), name));
    }

    /// @return whether the peer takes bytes all the same, which the selector has not told yet
    boolean movesAfterAll() {
        long before = out.bytes();
        out.waitsForPeer();
        return out.bytes() > before;
    }

    void idled() throws Exception {
        if (state == State.OPEN || state == State.CONNECTING) {
            owner.timedOut();
        } else {
            close(null);
        }
        struck();
    }

    /// The peer has not kept the least rate.
    void tooSlow() throws Exception {
        if (state == State.OPEN) {
            owner.tooSlow();
        } else {
            close(null);
        }
        struck();
    }

    private void struck() {
        if (state == State.ENDING && out.isBlocked()) {
            close(null); // an end behind what the peer has not taken in all that time would need as long again
        }
        cut = state == State.CLOSED;
    }

    /// The socket is connected, or `address` is where it goes.
    void begin(SocketAddress address) {
        reactor.guard(this, l -> {
            if (address == null) {
                opening.connected();
            } else {
                opening.connect(address);
            }
        });
    }

    /// What a handshake, or a change of keys, has waited for.
    void tlsTasksDone() {
        if (state == State.SECURING) {
            reactor.guard(this, l -> opening.goOn());
        } else if (state != State.CLOSED) {
            again();
        }
    }

    void is(State now) {
        state = now;
    }

    void opened() throws Exception {
        opening = null;
        state = State.OPEN;
        timers.moved();
        InetAddress address = wire.socket().address();
        if (address != null && terms.buffers().usesNames()) {
            reactor.bench().names.lookUp(this, address);
        }
        owner.opened();
    }

    @Override
    public void ready() {
        if (state != State.CLOSED) { // by another channel, in this same turn
            reactor.guard(this, Link::handleReady);
        }
    }

    /// Writing is part of [#settle], which follows every call.
    private void handleReady() throws Exception {
        int ready = wire.socket().readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            out.writable();
        }
        if ((ready & SelectionKey.OP_CONNECT) != 0) {
            opening.connect(null);
        } else if (state == State.SECURING) {
            opening.goOn();
        } else if ((ready & SelectionKey.OP_READ) != 0) {
            read();
        }
    }

    private void read() throws Exception {
        if (state == State.LINGERING) {
            in.readAndDrop();
        } else if (reads()) { // else paused since the selector was last told
            in.read();
        }
    }

    /// @return false if a call into the channel is under way already, which will settle when it ends
    boolean enter() {
        boolean first = !entered;
        entered = true;
        return first;
    }

    void leave() {
        entered = false;
    }

    /// After each call into the channel: send what can be sent, and let in what had to wait for that.
    void settle() throws Exception {
        if (ear != null) {
            return; // all of this when it is closed
        }
        for (int round = 0; state != State.CLOSED && !isBeginning(); round++) {
            out.flush();
            if (in.isHeld() && wantsInput() && round < ROUNDS) {
                in.deliverHeld();
            } else if (state == State.OPEN && round < ROUNDS && out.tellDrained()) {
                owner.drained();
            } else {
                if (round == ROUNDS) {
                    again();
                }
                break;
            }
        }
        if (state == State.ENDING) {
            in.drop();
            if (out.isEmpty()) {
                finish();
            }
        }
        if (state != State.CLOSED) {
            wire.interest(interest());
            in.watch();
            out.watch();
            if (!isBeginning() && reads() && in.hasInput()) {
                again();
            }
        }
    }

    /// The last byte is with the socket: say so to the peer, and wait for it to do the same.
    private void finish() {
        try {
            if (!out.end()) {
                return; // again when that has left
            }
            if (!in.hasEnded()) {
                state = State.LINGERING;
                timers.after(limits.linger().toNanos(), () -> close(null));
                return;
            }
        } catch (IOException e) {
            // the peer is gone already
        }
        close(null);
    }

    private int interest() {
        if (state == State.CONNECTING) {
            return SelectionKey.OP_CONNECT;
        }
        if (state == State.SECURING) {
            return opening.needs();
        }
        return (reads() ? SelectionKey.OP_READ : 0) | (out.isBlocked() ? SelectionKey.OP_WRITE : 0);
    }

    boolean reads() {
        return ear == null && !in.hasEnded() && (state == State.LINGERING || wantsInput() && !in.isHeld());
    }

    void broken(IOException e) {
        if (state != State.CLOSED) {
            reactor.counters().increment(Counter.BROKEN);
            close(e);
        }
    }

    /// Nothing to do inside the channel's own call, which settling follows.
    private void settleLater() {
        if (reactor.current() != this) {
            again();
        }
    }

    /// Settles in the next turn.
    void again() {
        if (!settling) {
            settling = true;
            reactor.settleLater(this);
        }
    }

    void settleNow() {
        settling = false;
        reactor.guard(this, Link::readPending);
    }

    /// What the selector does not know of, since it has been read from the socket already.
    private void readPending() throws Exception {
        if (!isBeginning() && in.hasInput()) {
            read();
        }
    }

    /// The one place where a channel lets go of everything it holds.
    void release() {
        if (ear != null) {
            ear.leave();
            ear = null;
        }
        wire.close(cut && !out.isEmpty());
        if (opening != null) {
            opening.drop();
        }
        out.discard();
        in.drop();
        timers.cancelAll();
        if (terms.place() != null) {
            terms.place().free();
        }
        reactor.counters().increment(Counter.CLOSED);
        Throwable reason = cause;
        cause = null;
        reactor.guard(this, l -> owner.closed(reason));
    }
}
