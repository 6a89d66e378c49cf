package medusa.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLSession;

/// What lies below a channel: a socket, with TLS around it or without. Reactor thread only.
sealed interface Wire permits SocketWire, TlsWire {

    /// Whom the selector tells.
    void tell(Link link);

    /// The bare socket, for what TLS does not change.
    SocketWire socket();

    /// Tells the selector what is wanted.
    ///
    /// @param ops of [java.nio.channels.SelectionKey]
    void interest(int ops);

    /// Goes on with what has to come before the first byte of the protocol.
    ///
    /// @return whether that is over; otherwise it is to be called again when the socket is ready, or when a task is done
    /// @throws IOException if the two sides cannot agree
    boolean handshake() throws IOException;

    /// What [#handshake] waits for, as an interest.
    int handshakeNeeds();

    /// Reads what is there.
    ///
    /// @param into with room for one byte at least
    /// @return 0 for nothing, -1 for the end
    int read(ByteBuffer into) throws IOException;

    /// As [#read], but for an [Ear], on the thread that this has. What else [#read] has to tell or to do, the end or an error
    /// or what TLS wants besides, is left for it, and nothing more is heard.
    ///
    /// @return -1 if the input has ended, in order or not
    int hear(ByteBuffer into);

    /// Keeps its input on another desk from now on.
    ///
    /// @param reads whether that is the reactor's, and [#read] is used; else [#hear]
    void moveTo(Desk desk, boolean reads);

    /// Whether there is something to [#read] that the selector does not know of.
    boolean hasInput();

    /// Whether the end that [#read] has told was said by the peer, and not only by the connection below TLS.
    boolean endedCleanly();

    /// Sends what it can of `out` and counts it in `sent[0]`.
    OutputQueue.Outcome flush(OutputQueue out, BufferSize size, long budget, ByteBuffer[] gather, long[] sent)
            throws IOException;

    /// Whether something is left to be sent that is not in the queue any more.
    boolean hasOutput();

    /// The bytes of that, as far as they are known: those that a flush has counted and the socket has not taken.
    int unsent();

    /// Says that no more will come, behind everything that has been said. Idempotent.
    ///
    /// @return whether that is with the system; otherwise to be called again, when [#hasOutput] has turned false or a task
    ///         is done
    boolean shutdownOutput() throws IOException;

    /// Idempotent.
    ///
    /// @param reset whether bytes that are on their way are given up; else the system goes on to offer them to the peer, for
    ///              as long as that one says that it is still there
    void close(boolean reset);

    /// Null where there is no TLS.
    SSLSession session();
}
