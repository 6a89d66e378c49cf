package medusa.producer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Bytes on demand: what a channel sends is a queue of producers, and each is asked for its next bytes only when the peer
/// has taken the ones before. So a response of any length costs one small buffer.
///
/// **Thread.** Every method is called on the reactor thread and must not block. The one exception is the [Runnable] handed
/// to [#wakeWith], which may be run on any thread.
///
/// **Life.** A producer belongs to the channel it was pushed to. That channel calls [#close] exactly once: after
/// [Next#END], after an exception, or when the channel closes first.
///
/// **Errors.** An [IOException] ends the channel, since its peer has been promised bytes that will not come.
public interface Producer extends AutoCloseable {

    /// The least room that [#more] finds in its buffer.
    int MIN_ROOM = 256;

    /// What comes after the bytes that one call of [#more] has put.
    enum Next {
        /// Call again. At least one byte was put, otherwise the channel's loop would spin; the channel checks it.
        MORE,
        /// Nothing for now: call again after the `wake` of [#wakeWith] has run. Only what this very call found out counts: a
        /// wrapper that remembers an earlier stall loses the wake-up.
        STALLED,
        /// Nothing any more.
        END
    }

    /// Puts its next bytes into `into`, at its position, as many as fit and are at hand. Works whatever [#ready] and
    /// [#transferable] offer; after the end it puts nothing and says [Next#END] again.
    ///
    /// @param into a buffer with at least [#MIN_ROOM] bytes of room, good for this call only
    /// @return what comes after these bytes
    /// @throws IOException if the bytes cannot be had; the channel closes
    Next more(ByteBuffer into) throws IOException;

    /// A direct buffer with all the bytes left, to be sent without a copy; its position moves as they go out. Empty means
    /// the end. Null, the default, means that the bytes come from [#more].
    default ByteBuffer ready() {
        return null;
    }

    /// Whether the next bytes can go by [#transferTo]; [#remaining] is then known. The answer may change between calls.
    default boolean transferable() {
        return false;
    }

    /// Sends bytes straight to a plain socket without a detour through memory. Its end is [#remaining] = 0.
    ///
    /// @param max the most that this turn may send
    /// @return the number of bytes sent, 0 when the socket is full
    default long transferTo(WritableByteChannel socket, long max) throws IOException {
        throw new UnsupportedOperationException(name());
    }

    /// The number of bytes still to come, or -1 when it is not known. At 0 the producer has ended.
    default long remaining() {
        return -1;
    }

    /// Hands over what a stalled producer runs once it has bytes again. Called once, when the producer is pushed; a producer
    /// that wraps another passes it on.
    ///
    /// @param wake may be run on any thread, and more often than needed
    default void wakeWith(Runnable wake) {
    }

    /// Lets go of files and buffers. Must not throw.
    @Override
    default void close() {
    }

    /// What an administrator sees in the list of a channel's producers.
    default String name() {
        return getClass().getSimpleName();
    }
}
