package medusa.ftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Set;

import medusa.producer.Producer;

/// Another one's bytes, and whose fault it is if they do not come: the client learns of a file that has failed, not of a
/// connection.
final class WatchedProducer implements Producer {
    /// How the system says that it was the connection, where file and socket fail in one call.
    private static final Set<String> OF_CONNECTIONS = Set.of("Broken pipe", "Connection reset by peer",
            "Connection reset", "Connection timed out", "No route to host", "Network is unreachable");

    private final Producer inner;
    private boolean stalled;
    private boolean failed;

    WatchedProducer(Producer inner) {
        this.inner = inner;
    }

    /// Whether bytes are not at hand, which is not the client's fault.
    boolean isStalled() { return stalled; }

    /// Whether it was asked for more and could not give it.
    boolean hasFailed() {
        return failed;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        failed = true;
        Next next = inner.more(into);
        failed = false;
        stalled = next == Next.STALLED;
        return next;
    }

    @Override
    public ByteBuffer ready() {
        return inner.ready();
    }

    @Override
    public boolean transferable() {
        return inner.transferable();
    }

    @Override
    public long transferTo(WritableByteChannel socket, long max) throws IOException {
        stalled = false;
        try {
            return inner.transferTo(socket, max);
        } catch (IOException e) {
            failed = !OF_CONNECTIONS.contains(e.getMessage());
            throw e;
        }
    }

    @Override
    public long remaining() {
        return inner.remaining();
    }

    @Override
    public void wakeWith(Runnable wake) {
        inner.wakeWith(wake);
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public String name() {
        return inner.name();
    }
}
