package medusa.reactor;

import java.net.InetAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Finds the host names of peers away from the reactor, for the rules of a [BufferPolicy] that go by name. A name counts
/// only if it leads back to the address, since whoever owns an address may give it any name. When more are asked for than
/// can be found, the surplus stays unknown: names are a convenience.
final class PeerNames {
    private static final int WAITING = 256;

    private final Function<InetAddress, String> resolver;
    private final ThreadPoolExecutor workers;

    /// @param resolver may block; returns the address as text when there is no name
    PeerNames(Function<InetAddress, String> resolver) {
        this.resolver = resolver;
        workers = new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("medusa-names-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
    }

    /// Tells `link` its peer's name on the reactor thread, if there is one.
    void lookUp(Link link, InetAddress address) {
        try {
            workers.execute(() -> {
                String name = resolver.apply(address);
                if (!name.equals(address.getHostAddress())) {
                    link.execute(() -> link.peerNamed(name));
                }
            });
        } catch (RejectedExecutionException e) {
            // too many are waiting already
        }
    }

    void close() {
        workers.shutdownNow();
    }
}
