package medusa.reactor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLSession;

import medusa.producer.BytesProducer;
import medusa.producer.Producer;
import medusa.reactor.Timers.Timer;

/// One connection, accepted or made, over TCP or a Unix-domain socket. A protocol is a subclass: it is told what happens
/// and answers by pushing bytes or producers.
///
/// ```
///  NEW ──→ CONNECTING ──→ SECURING ──→ OPEN ── closeWhenDone() ──→ ENDING ── all sent ──→ LINGERING ──→ CLOSED
///   └────── accepted ──────↑     without TLS: at once     └── close(), error, time limit, from every state ─────↑
/// ```
///
/// **Thread.** Every method, called or overridden, belongs to the reactor thread and must not block; other threads come in
/// through [#execute] and see out through [Reactor#snapshot]. **Errors.** An exception out of an overridden method is
/// counted, logged once, and ends this channel only.
///
/// **Order.** [#opened], then any number of [#received], then perhaps [#inputEnded]. [#closed] is the last call and comes
/// exactly once, also when a connection could not be made. A channel that is NEW can only be asked who and where it is.
///
/// **Back-pressure.** While the peer does not take what was pushed (see [ChannelLimits]; 64 producers that wait count as
/// much as bytes above high water) nothing more is read from it, and [#received] is not called, even for input that has been read already; all of it is delivered later.
public abstract class Channel {

    /// Where in its life a channel is.
    public enum State {
        /// Made, but not yet given to a reactor.
        NEW,
        /// On its way to a peer.
        CONNECTING,
        /// Agreeing on keys with the peer (TLS).
        SECURING,
        /// Bytes go both ways.
        OPEN,
        /// Sending what is left; input is dropped.
        ENDING,
        /// All is sent; waiting for the peer to close its side.
        LINGERING,
        /// Over.
        CLOSED
    }

    /// The mechanism below this contract; null as long as there is no socket.
    private Link link;

    /// A channel that does nothing until [Acceptor] or [Reactor#connect] gives it a socket.
    protected Channel() {}

    // ---- what a protocol overrides ----

    /// The connection stands, and so does its TLS if it has any.
    protected void opened() throws Exception {}

    /// Takes input. What it leaves unread in `data` is kept, and comes again in front of the bytes that follow; more than
    /// [ChannelLimits#input] of it leads to [#inputOverflowed]. It should stop when [#wantsInput] turns false.
    ///
    /// @param data good for this call only
    protected abstract void received(ByteBuffer data) throws Exception;

    /// The peer sends no more, but may still read: by default what is queued is sent, then the channel closes. Where no
    /// message may be cut short, ask [#inputEndedCleanly].
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

    /// The peer does not keep the least rate ([ChannelLimits#rate]): by default the channel closes. Called again only when
    /// input is owed anew, or the peer has been waited for anew.
    protected void tooSlow() throws Exception {
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

    /// Who has logged in, for people; empty for nobody. Must be cheap.
    protected String user() {
        return "";
    }

    /// How far it has come with what it is transferring. Must be cheap.
    protected Progress progress() {
        return Progress.NONE;
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

    /// Queues what `data` holds from its position to its limit, and moves the position there. A small amount is copied, and
    /// so is all of a direct buffer, since the buffers that input comes in are direct and next hold another peer's bytes. A
    /// large amount on the heap is not copied and must not be changed afterwards.
    public final void push(ByteBuffer data) {
        if (data.remaining() > Link.LARGEST_COPY && !data.isDirect()) {
            ByteBuffer all = data.slice();
            data.position(data.limit());
            link.push(new BytesProducer(all));
        } else {
            link.push(data);
        }
    }

    /// Queues a producer, which belongs to the channel from now on; it is closed at once if the channel is ending.
    public final void push(Producer producer) {
        link.push(producer);
    }

    /// Whether all that was pushed has left for the socket; if it has not, [#drained] tells when it has.
    public final boolean isDrained() {
        return link == null || link.isDrained();
    }

    /// How many bytes the socket has taken; with TLS before they are encrypted.
    public final long bytesOut() {
        return link == null ? 0 : link.bytesOut();
    }

    // ---- input ----

    /// How many bytes have come; with TLS after they are decrypted.
    public final long bytesIn() {
        return link == null ? 0 : link.bytesIn();
    }

    /// Whether [#received] may be given bytes now: the channel is open, not paused, and its output is below high water.
    public final boolean wantsInput() {
        return link.wantsInput();
    }

    /// Holds input back until [#resumeInput]: nothing is read, and what has been read is kept.
    public final void pauseInput() {
        link.pauseInput();
    }

    /// Lets input flow again, kept input first.
    public final void resumeInput() {
        link.resumeInput();
    }

    /// Takes what the peer marks as urgent with the rest of the input, in its place; otherwise the system throws the marked byte away
    /// (RFC 9293 §3.8.5, RFC 1122 §4.2.2.4). Only over TCP, and while the channel is open.
    public final void keepUrgentData() {
        link.wire().socket().keepUrgentData();
    }

    /// Whether the peer itself has said that it sends no more: without TLS by ending its side of the connection, with TLS by
    /// close_notify. False before [#inputEnded]; false then and later, also in [#closed], if the connection below TLS ended
    /// without that word, as anybody on the way can bring about (RFC 8446 §6.1). What is whole only at the end of the
    /// connection is whole only if this is true.
    public final boolean inputEndedCleanly() {
        return link != null && link.inputEndedCleanly();
    }

    /// An ear that hears on another thread what the peer sends, while this one is kept by a call that takes long. One at a time;
    /// to be closed when the call is over. For a channel that is not open it hears nothing, and says that it has ended.
    ///
    /// @throws IllegalStateException if there is one already
    public final Ear ear() {
        return link.ear();
    }

    // ---- ends ----

    /// Sends what is queued, then ends in order, with TLS by close_notify; a channel that is still connecting ends at once.
    /// Input is dropped from now on. Idempotent.
    public final void closeWhenDone() {
        link.closeWhenDone();
    }

    /// Ends now; what is queued is lost, and with TLS the peer can tell, since no close_notify is sent. The socket closes at
    /// the end of the turn. Idempotent.
    public final void close() {
        link.close(null);
    }

    // ---- time ----

    /// Runs `task` after `delay`, unless the channel has ended by then.
    public final Timer after(Duration delay, Runnable task) {
        return link.timers().after(delay.toNanos(), task);
    }

    /// Says whether the peer is in the middle of sending something, and so has to keep the least rate
    /// ([ChannelLimits#rate]) whenever input is wanted; each time it begins the peer has the whole grace again. Initially
    /// it is not. Output that waits for the peer is held to the rate in any case.
    public final void inputOwed(boolean owed) {
        link.inputOwed(owed);
    }

    /// Changes the idle limit of this channel; zero for none.
    public final void idleLimit(Duration limit) {
        link.timers().idleLimit(limit.toNanos());
    }

    // ---- who and where ----

    /// Runs `task` on the reactor thread as this channel's own code, unless the channel has ended by then. Any thread.
    public final void execute(Runnable task) {
        link.execute(task);
    }

    /// The reactor that owns the channel; null before it is given to one.
    public final Reactor reactor() {
        return link == null ? null : link.reactor();
    }

    /// Where the channel is in its life.
    public final State state() {
        return link == null ? State.NEW : link.state();
    }

    /// Whether input may come and output may be pushed.
    public final boolean isOpen() {
        return state() == State.OPEN;
    }

    /// The peer's address: for a Unix-domain socket one without a name, null when there is no connection.
    public final SocketAddress peer() {
        return link == null ? null : link.wire().socket().peer();
    }

    /// The peer's Internet address; null over a Unix-domain socket and when there is no connection.
    public final InetAddress address() {
        return peer() instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    /// The name of the user whose process is at the other end of a Unix-domain socket, as the system vouches for it; a number
    /// where the user has no name. Empty over a network, without a connection, and on systems that do not tell. Looks into
    /// the system's list of users, so ask once.
    public final Optional<String> peerUser() {
        return link == null ? Optional.empty() : link.wire().socket().user();
    }

    /// The address of this end; null when there is no connection.
    public final SocketAddress local() {
        return link == null ? null : link.wire().socket().local();
    }

    /// What the two sides have agreed on; null without TLS and before it stands.
    public final SSLSession tls() {
        return link == null ? null : link.wire().session();
    }

    /// Puts the buffers of both directions into other bounds; equal ones fix their size.
    public final void bufferBounds(BufferPolicy.Bounds bounds) {
        link.bufferBounds(bounds);
    }

    /// Unique within the reactor's life, in order of opening; 0 before that.
    public final long id() {
        return link == null ? 0 : link.id();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " #" + id() + " " + peer();
    }

    // ---- the reactor's side ----

    /// @throws IllegalStateException if the channel has been used before
    final Link attach(Reactor reactor, Wire wire, Link.Terms terms) {
        if (link != null) {
            throw new IllegalStateException("a channel can be used once: " + this);
        }
        link = new Link(this, reactor, wire, terms);
        link.start();
        return link;
    }

    final Link link() {
        return link;
    }
}
