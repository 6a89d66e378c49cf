package medusa.server;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/// A running server. All methods may be called from any thread.
public final class MedusaServer {
    private final CountDownLatch ended = new CountDownLatch(1);

    private MedusaServer() {}

    /// Opens everything that `config` asks for, and returns once it is ready.
    ///
    /// @param out takes one line for each listener, and last `medusa: ready`
    /// @throws StartException if something cannot be had; nothing is left open then
    public static MedusaServer start(ServerConfig config, PrintStream out) throws StartException {
        return new MedusaServer();
    }

    /// Goes on with other settings, without dropping a connection. What cannot change while it runs stays, and the log
    /// says so.
    public void reload(ServerConfig config) {}

    /// Lets running transfers finish, accepts nothing new, then ends. Returns at once; a second call changes nothing.
    public void drain() {
        ended.countDown();
    }

    /// Waits until the server has ended.
    ///
    /// @return the status with which the process should exit
    public int awaitEnd() {
        try {
            ended.await();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
