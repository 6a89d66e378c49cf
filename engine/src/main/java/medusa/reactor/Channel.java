package medusa.reactor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import medusa.metrics.Counter;
import medusa.producer.BytesProducer;
import medusa.producer.Producer;
import medusa.reactor.Timers.Timer;

/// One connection, accepted or made, over TCP or a Unix-domain socket. A protocol is a subclass: it is told what happens
/// and answers by pushing bytes or producers.
///
/// ```
///  NEW ──→ CONNECTING ──→ OPEN ── closeWhenDone() ──→ ENDING ── all sent ──→ LINGERING ──→ CLOSED
///   └────── accepted ──────↑  └──────────── close(), error, time limit, from every state ─────↑
/// ```
///
/// **Thread.** Every method, called or overridden, belongs to the reactor thread and must not block; other threads come in
/// through [#execute] and see out through [Reactor#snapshot]. **Errors.** An exception out of an overridden method is
/// counted, logged once, and ends this channel only.
///
/// **Order.** [#opened], then any number of [#received], then perhaps [#inputEnded]. [#closed] is the last call and comes
/// exactly once, also when a connection could not be made.
///
/// **Back-pressure.** While the peer does not take what was pushed (see [ChannelLimits]) nothing more is read from it, and
/// [#received] is not called, even for input that has been read already; all of it is delivered later.
public abstract non-sealed class Channel implements Reactor.Registered {

    /// Where in its life a channel is.
    public enum State {
        /// Made, but not yet given to a reactor.
        NEW,
        /// On its way to a peer.
        CONNECTING,
        /// Bytes go both ways.
        OPEN,
        /// Sending what is left; input is dropped.
        ENDING,
        /// All is sent; waiting for the peer to close its side.
        LINGERING,
        /// Over.
        CLOSED
    }

    /// What a channel is given with its socket.
    ///
    /// @param place among the connections that are counted; null for one that is not
    record Terms(ChannelLimits limits, BufferPolicy buffers, ConnectionLimits.Place place) {}

    private static final Reactor.Upcall NOTHING = channel -> {};
    /// Rounds of "all sent, so let input in, so send again" in one turn, before others have theirs.
    private static final int ROUNDS = 16;

    private Reactor reactor;
    private Wire wire;
    private State state = State.NEW;
    private long id;
    private ChannelLimits limits;
    private ConnectionLimits.Place place;
    private ChannelTimers timers;

    private InputBuffer in;
    private OutputQueue out;
    private BufferPolicy policy;
    private BufferSize inSize;
    private BufferSize outSize;
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

    private long openedAt;
    private long bytesIn;
    private long bytesOut;
    private long dropped;
    private Throwable cause;

    /// A channel that does nothing until [Acceptor] or [Reactor#connect] gives it a socket.
    protected Channel() {}

    // ---- what a protocol overrides ----

    /// The connection stands.
    protected void opened() throws Exception {}

    /// Takes input. What it leaves unread in `data` is kept, and comes again in front of the bytes that follow; more than
    /// [ChannelLimits#input] of it leads to [#inputOverflowed]. It should stop when [#wantsInput] turns false.
    ///
    /// @param data good for this call only
    protected abstract void received(ByteBuffer data) throws Exception;

    /// The peer sends no more, but may still read: by default what is queued is sent, then the channel closes.
    protected void inputEnded() throws Exception {
        closeWhenDone();
    }

    /// All output has left for the socket.
    protected void drained() throws Exception {}

    /// More unread input than allowed is waiting: the place to say so to the peer. Unless this ends the channel, the caller
    /// does.
    protected void inputOverflowed() throws Exception {}

    /// No byte has moved for the idle limit: by default the channel closes.
    protected void timedOut() throws Exception {
        close();
    }

    /// The channel is over; its socket and producers are closed already.
    ///
    /// @param cause null when it ended in order
    protected void closed(Throwable cause) throws Exception {}

    /// The server is about to stop: by default the channel ends once its output is sent. A protocol in the middle of
    /// something ends after it instead.
    protected void drain() throws Exception {
        closeWhenDone();
    }

    /// What the channel is doing, for people: `GET /index.html`. Must be cheap.
    protected String doing() {
        return "";
    }

    // ---- output ----

    /// Queues `data`; it leaves at the end of the call that pushed it. A small amount is copied; a large one is not, and
    /// must not be changed afterwards.
    public final void push(byte[] data) {
        push(ByteBuffer.wrap(data));
    }

    /// Queues `text`, one byte for each character (ISO 8859-1), as protocols write their lines.
    public final void push(String text) {
        push(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Queues what `data` holds from its position to its limit, and moves the position there. A small amount is copied; a
    /// large one is not, and must not be changed afterwards.
    public final void push(ByteBuffer data) {
        if (data.remaining() > Reactor.LARGEST_COPY) {
            ByteBuffer all = data.slice();
            data.position(data.limit());
            push(new BytesProducer(all));
        } else if (accepts()) {
            out.add(data, outSize.bytes());
            pushed();
        }
    }

    /// Queues a producer, which belongs to the channel from now on.
    public final void push(Producer producer) {
        if (!accepts()) {
            producer.close();
            return;
        }
        producer.wakeWith(() -> execute(out::resume));
        out.add(producer);
        pushed();
    }

    private boolean accepts() {
        reactor.assertThread();
        if (state != State.OPEN && state != State.CONNECTING) {
            return false;
        }
        if (out.bytes() > limits.queue()) {
            reactor.counters().increment(Counter.QUEUE_OVERFLOWS);
            close();
            return false;
        }
        return true;
    }

    private void pushed() {
        pushed = true;
        settleLater();
    }

    // ---- input ----

    /// Whether [#received] may be given bytes now: the channel is open, not paused, and its output is below high water.
    public final boolean wantsInput() {
        return state == State.OPEN && !paused && !full && out.bytes() < limits.highWater();
    }

    /// Holds input back until [#resumeInput]: nothing is read, and what has been read is kept.
    public final void pauseInput() {
        paused = true;
    }

    /// Lets input flow again, kept input first.
    public final void resumeInput() {
        if (paused) {
            paused = false;
            settleLater();
        }
    }

    // ---- ends ----

    /// Sends what is queued, then ends in order. Input is dropped from now on. Idempotent.
    public final void closeWhenDone() {
        reactor.assertThread();
        if (state == State.OPEN) {
            state = State.ENDING;
            settleLater();
        } else if (state == State.CONNECTING) {
            close();
        }
    }

    /// Ends now; what is queued is lost. The socket closes at the end of the turn. Idempotent.
    public final void close() {
        close(null);
    }

    final void close(Throwable cause) {
        reactor.assertThread();
        if (state != State.CLOSED) {
            state = State.CLOSED;
            this.cause = cause;
            reactor.closeLater(this);
        }
    }

    // ---- time ----

    /// Runs `task` after `delay`, unless the channel has ended by then.
    public final Timer after(Duration delay, Runnable task) {
        return timers.after(delay.toNanos(), task);
    }

    /// Changes the idle limit of this channel; zero for none.
    public final void idleLimit(Duration limit) {
        timers.idleLimit(limit.toNanos());
    }

    final void forget(Timer timer) {
        timers.forget(timer);
    }

    final void idled() throws Exception {
        if (state == State.OPEN || state == State.CONNECTING) {
            timedOut();
        } else {
            close();
        }
    }

    // ---- who and where ----

    /// Runs `task` on the reactor thread as this channel's own code, unless the channel has ended by then. Any thread.
    public final void execute(Runnable task) {
        reactor.execute(() -> {
            if (state != State.CLOSED) {
                reactor.guard(this, c -> task.run());
            }
        });
    }

    /// The reactor that owns the channel; null before it is given to one.
    public final Reactor reactor() {
        return reactor;
    }

    /// Where the channel is in its life.
    public final State state() {
        return state;
    }

    /// Whether input may come and output may be pushed.
    public final boolean isOpen() {
        return state == State.OPEN;
    }

    /// The peer's address: for a Unix-domain socket one without a name, null when there is no connection.
    public final SocketAddress peer() {
        return wire == null ? null : wire.peer();
    }

    /// The peer's Internet address; null over a Unix-domain socket and when there is no connection.
    public final InetAddress address() {
        return peer() instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    /// Puts the buffers of both directions into other bounds; equal ones fix their size.
    public final void bufferBounds(BufferPolicy.Bounds bounds) {
        inSize.bound(bounds);
        outSize.bound(bounds);
    }

    final void peerNamed(String name) {
        bufferBounds(policy.boundsFor(address(), name));
    }

    /// Unique within the reactor's life, in order of opening.
    public final long id() {
        return id;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " #" + id + " " + peer();
    }

    final ChannelSnapshot snapshot() {
        return new ChannelSnapshot(id, getClass().getSimpleName(), state, wire.peer(), wire.local(), doing(),
                reactor.now() - openedAt, timers.idleFor(), bytesIn, bytesOut, inSize.bytes(), outSize.bytes(), in.bytes(),
                out.bytes(), out.producers());
    }

    // ---- the reactor's side ----

    final void attach(Reactor reactor, Wire wire, Terms terms) {
        if (state != State.NEW) {
            throw new IllegalStateException("a channel can be used once: " + this);
        }
        this.reactor = reactor;
        this.wire = wire;
        limits = terms.limits();
        place = terms.place();
        id = reactor.bench().nextId();
        in = new InputBuffer(reactor.bench().pool);
        out = new OutputQueue(reactor.bench().pool);
        policy = terms.buffers();
        InetAddress address = address();
        inSize = new BufferSize(policy.boundsFor(address, null));
        outSize = new BufferSize(policy.boundsFor(address, null));
        if (address != null && policy.usesNames()) {
            reactor.bench().names.lookUp(this, address);
        }
        timers = new ChannelTimers(this, reactor.bench().timers, limits.idle().toNanos());
        openedAt = reactor.now();
        state = State.CONNECTING;
    }

    /// The socket is connected, or `address` is where it goes.
    final void begin(SocketAddress address) {
        reactor.guard(this, address == null ? Channel::opening : c -> c.connect(address));
    }

    private void opening() throws Exception {
        state = State.OPEN;
        timers.moved();
        opened();
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
    public final void ready() {
        if (state != State.CLOSED) { // by another channel, in this same turn
            reactor.guard(this, Channel::handleReady);
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
        ByteBuffer data = in.toReadInto(reactor.bench().readBuffer, inSize.bytes(), limits.input());
        int n = receive(data);
        data.flip();
        if (n > 0) {
            deliver(data);
        } else if (n < 0 && state == State.OPEN) {
            inputEnded = true;
            inputEnded();
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
            received(data);
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
            inputOverflowed();
            if (state == State.OPEN) {
                close(); // there is no room to read on
            }
        }
    }

    /// After each call into the channel: send what can be sent, and let in what had to wait for that.
    final void settle() throws Exception {
        for (int round = 0; state != State.CLOSED && state != State.CONNECTING; round++) {
            if (!out.isEmpty() && !blocked) {
                flush();
            }
            full = full ? out.bytes() > limits.highWater() / 2 : out.bytes() >= limits.highWater();
            if (held && wantsInput() && round < ROUNDS) {
                deliver(in.kept());
            } else if (pushed && out.isEmpty() && state == State.OPEN && round < ROUNDS) {
                pushed = false;
                drained();
            } else {
                if (round == ROUNDS) {
                    again();
                }
                break;
            }
        }
        if (state == State.ENDING && out.isEmpty()) {
            finish();
        }
        if (state != State.CLOSED) {
            wire.interest(interest());
        }
    }

    private void flush() {
        long[] sent = { 0 };
        try {
            blocked = wire.flush(out, outSize, limits.budget(), reactor.bench().gather, sent)
                    == OutputQueue.Outcome.BLOCKED;
        } catch (IOException e) {
            broken(e);
        }
        if (sent[0] > 0) {
            bytesOut += sent[0];
            reactor.counters().add(Counter.BYTES_OUT, sent[0]);
            timers.moved();
        }
    }

    /// The last byte is with the socket: say so to the peer, and wait for it to do the same.
    private void finish() {
        in.drop();
        try {
            if (!inputEnded) {
                wire.shutdownOutput();
                state = State.LINGERING;
                after(limits.linger(), this::close);
                return;
            }
        } catch (IOException e) {
            // the peer is gone already
        }
        close();
    }

    private void drop() {
        int n = receive(reactor.bench().readBuffer.clear());
        dropped += Math.max(n, 0);
        if (n < 0 || dropped > limits.lingering()) {
            close();
        }
    }

    private int interest() {
        if (state == State.CONNECTING) {
            return SelectionKey.OP_CONNECT;
        }
        boolean reads = state == State.LINGERING || wantsInput() && !held;
        return (reads && !inputEnded ? SelectionKey.OP_READ : 0) | (blocked ? SelectionKey.OP_WRITE : 0);
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

    final void settleNow() {
        settling = false;
        reactor.guard(this, NOTHING);
    }

    /// The one place where a channel lets go of everything it holds.
    final void release() {
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
        reactor.guard(this, c -> c.closed(reason));
    }
}
