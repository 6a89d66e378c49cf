package medusa.reactor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

import medusa.metrics.Counter;
import medusa.producer.Producer;
import medusa.reactor.Channel.State;

/// What makes a [Channel] work: its state, its input and output, and what it asks the selector for. Data goes one way:
/// ready → read → deliver to the protocol → queue → flush; [#settle] follows every call into the protocol and does the rest.
final class Link implements Reactor.Registered {

    /// What a channel is given with its socket.
    ///
    /// @param place among the connections that are counted; null for one that is not
    record Terms(ChannelLimits limits, BufferPolicy buffers, ConnectionLimits.Place place) {}

    /// What a push copies at most; larger amounts are read from where they are.
    static final int LARGEST_COPY = 64 << 10;

    private static final Reactor.Upcall NOTHING = link -> {};
    /// Rounds of "all sent, so let input in, so send again" in one turn, before others have theirs.
    private static final int ROUNDS = 16;
    /// With so many producers waiting, input is held as it is above high water: each may hold a file.
    private static final int MOST_PRODUCERS = 64;

    private final Channel owner;
    private final Reactor reactor;
    private final Wire wire;
    private final long id;
    private final ChannelLimits limits;
    private final BufferPolicy policy;
    private final ConnectionLimits.Place place;
    private final InputBuffer in;
    private final OutputQueue out;
    private final BufferSize inSize;
    private final BufferSize outSize;
    private final long openedAt;
    private ChannelTimers timers;
    private State state = State.CONNECTING;

    /// The socket took less than it was offered.
    private boolean blocked;
    /// The output is above high water, or has been and is not yet below half of it.
    private boolean full;
    /// The protocol wants no input.
    private boolean paused;
    /// There is input that was kept because it could not be delivered, not because it is not a whole message.
    private boolean held;
    private boolean inputEnded;
    private boolean pushed;
    private boolean settling;
    /// A call into the channel is under way.
    private boolean entered;

    /// What may still be sent in the turn `budgetOf`.
    private long budget;
    private long budgetOf = -1;

    private long bytesIn;
    private long bytesOut;
    private long dropped;
    private Throwable cause;

    Link(Channel owner, Reactor reactor, Wire wire, Terms terms) {
        this.owner = owner;
        this.reactor = reactor;
        this.wire = wire;
        limits = terms.limits();
        policy = terms.buffers();
        place = terms.place();
        id = reactor.bench().nextId();
        in = new InputBuffer(reactor.bench().pool);
        out = new OutputQueue(reactor.bench().pool);
        BufferPolicy.Bounds bounds = policy.boundsFor(wire.address(), null);
        inSize = new BufferSize(bounds);
        outSize = new BufferSize(bounds);
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
            out.add(data, outSize.bytes());
            pushed();
        } else {
            data.position(data.limit());
        }
    }

    void push(Producer producer) {
        if (accepts()) {
            out.add(producer); // first, so that it is closed with the channel whatever comes
            pushed();
            producer.wakeWith(() -> execute(out::resume));
        } else {
            producer.close();
        }
    }

    private boolean accepts() {
        reactor.assertThread();
        if (state != State.OPEN && state != State.CONNECTING) {
            return false;
        }
        if (out.outgrows(limits.queue())) {
            reactor.counters().increment(Counter.QUEUE_OVERFLOWS);
            close(null);
            return false;
        }
        return true;
    }

    private void pushed() {
        pushed = true;
        settleLater();
    }

    boolean wantsInput() {
        return state == State.OPEN && !paused && !full && !out.isLong(limits.highWater(), MOST_PRODUCERS);
    }

    void pauseInput() {
        reactor.assertThread();
        paused = true;
    }

    void resumeInput() {
        reactor.assertThread();
        if (paused) {
            paused = false;
            settleLater();
        }
    }

    void closeWhenDone() {
        reactor.assertThread();
        if (state == State.OPEN) {
            state = State.ENDING;
            settleLater();
        } else if (state == State.CONNECTING) {
            close(null);
        }
    }

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

    void bufferBounds(BufferPolicy.Bounds bounds) {
        reactor.assertThread();
        inSize.bound(bounds);
        outSize.bound(bounds);
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
        return new ChannelSnapshot(id, owner.getClass().getSimpleName(), state, wire.peer(), wire.local(),
                owner.doing(),
                reactor.now() - openedAt, timers.idleFor(), bytesIn, bytesOut, inSize.bytes(), outSize.bytes(),
                in.bytes(),
                out.bytes(), out.producers());
    }

    // ---- what the reactor does ----

    void peerNamed(String name) {
        bufferBounds(policy.boundsFor(wire.address(), name));
    }

    void idled() throws Exception {
        if (state == State.OPEN || state == State.CONNECTING) {
            owner.timedOut();
        } else {
            close(null);
        }
    }

    /// The socket is connected, or `address` is where it goes.
    void begin(SocketAddress address) {
        reactor.guard(this, address == null ? Link::opening : l -> l.connect(address));
    }

    private void opening() throws Exception {
        state = State.OPEN;
        timers.moved();
        InetAddress address = wire.address();
        if (address != null && policy.usesNames()) {
            reactor.bench().names.lookUp(this, address);
        }
        owner.opened();
    }

    private void connect(SocketAddress address) throws Exception {
        try {
            if (address == null ? !wire.finishConnect() : !wire.connect(address)) {
                return;
            }
        } catch (IOException e) {
            broken(e);
            return;
        }
        reactor.counters().increment(Counter.CONNECTED);
        opening();
    }

    @Override
    public void ready() {
        if (state != State.CLOSED) { // by another channel, in this same turn
            reactor.guard(this, Link::handleReady);
        }
    }

    /// Writing is part of [#settle], which follows every call.
    private void handleReady() throws Exception {
        int ready = wire.readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            blocked = false;
        }
        if ((ready & SelectionKey.OP_CONNECT) != 0) {
            connect(null);
        } else if ((ready & SelectionKey.OP_READ) != 0) {
            read();
        }
    }

    private void read() throws Exception {
        if (state == State.LINGERING) {
            drop();
            return;
        }
        if (!reads()) {
            return; // paused since the selector was last told
        }
        ByteBuffer data = in.toReadInto(reactor.bench().readBuffer, inSize.bytes(), limits.input());
        int n = receive(data);
        data.flip();
        if (n > 0) {
            deliver(data);
        } else if (n < 0 && state == State.OPEN) {
            inputEnded = true;
            owner.inputEnded();
        }
    }

    /// @return as [Wire#read]; -1 also after an error, which has closed the channel
    private int receive(ByteBuffer data) {
        try {
            int n = wire.read(data);
            if (n > 0) {
                bytesIn += n;
                reactor.counters().add(Counter.BYTES_IN, n);
                timers.moved();
                inSize.used(n);
            }
            return n;
        } catch (IOException e) {
            broken(e);
            return -1;
        }
    }

    private void deliver(ByteBuffer data) throws Exception {
        while (data.hasRemaining() && wantsInput()) {
            int before = data.remaining();
            owner.received(data);
            if (data.remaining() == before) {
                break;
            }
        }
        if (state != State.OPEN) {
            in.drop();
            return;
        }
        held = data.hasRemaining() && !wantsInput();
        in.keepRest(data);
        if (!held && in.bytes() >= limits.input()) {
            reactor.counters().increment(Counter.INPUT_OVERFLOWS);
            owner.inputOverflowed();
            if (state == State.OPEN) {
                close(null); // there is no room to read on
            }
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
        for (int round = 0; state != State.CLOSED && state != State.CONNECTING; round++) {
            if (!out.isEmpty() && !blocked) {
                flush();
            }
            full = full
                    ? out.isLong(limits.highWater() / 2 + 1, MOST_PRODUCERS / 2 + 1)
                    : out.isLong(limits.highWater(), MOST_PRODUCERS);
            if (held && wantsInput() && round < ROUNDS) {
                deliver(in.kept());
            } else if (pushed && out.isEmpty() && state == State.OPEN && round < ROUNDS) {
                pushed = false;
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
        }
    }

    private void flush() {
        if (budgetOf != reactor.turns()) {
            budgetOf = reactor.turns();
            budget = limits.budget();
        }
        if (budget <= 0) {
            blocked = true; // till the next turn
            return;
        }
        long[] sent = {0};
        try {
            blocked = wire.flush(out, outSize, budget, reactor.bench().gather,
                    sent) == OutputQueue.Outcome.BLOCKED;
        } catch (IOException e) {
            broken(e);
        }
        if (sent[0] > 0) {
            budget -= sent[0];
            bytesOut += sent[0];
            reactor.counters().add(Counter.BYTES_OUT, sent[0]);
            timers.moved();
        }
    }

    /// The last byte is with the socket: say so to the peer, and wait for it to do the same.
    private void finish() {
        try {
            if (!inputEnded) {
                wire.shutdownOutput();
                state = State.LINGERING;
                timers.after(limits.linger().toNanos(), () -> close(null));
                return;
            }
        } catch (IOException e) {
            // the peer is gone already
        }
        close(null);
    }

    private void drop() {
        int n = receive(reactor.bench().readBuffer.clear());
        dropped += Math.max(n, 0);
        if (n < 0 || dropped > limits.lingering()) {
            close(null);
        }
    }

    private int interest() {
        if (state == State.CONNECTING) {
            return SelectionKey.OP_CONNECT;
        }
        return (reads() ? SelectionKey.OP_READ : 0) | (blocked ? SelectionKey.OP_WRITE : 0);
    }

    private boolean reads() {
        return !inputEnded && (state == State.LINGERING || wantsInput() && !held);
    }

    private void broken(IOException e) {
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

    private void again() {
        if (!settling) {
            settling = true;
            reactor.settleLater(this);
        }
    }

    void settleNow() {
        settling = false;
        reactor.guard(this, NOTHING);
    }

    /// The one place where a channel lets go of everything it holds.
    void release() {
        wire.close();
        while (!out.isEmpty()) {
            reactor.guard(null, c -> out.discardFirst());
        }
        in.drop();
        timers.cancelAll();
        if (place != null) {
            place.free();
        }
        reactor.counters().increment(Counter.CLOSED);
        Throwable reason = cause;
        cause = null;
        reactor.guard(this, l -> owner.closed(reason));
    }
}
