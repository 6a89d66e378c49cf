package medusa.gui.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/// Looks for ports that nobody listens on.
final class FreePorts {
    /// So many are tried one after another before any is taken.
    private static final int NEAR = 20;
    private static final int LAST = 65_535;

    private FreePorts() {}

    /// The wanted port if it is free, else one that is, a little above if possible.
    ///
    /// @param wanted empty or 0 for what is never taken
    /// @param open   whether every address of this machine is meant
    static OptionalInt near(OptionalInt wanted, boolean open) {
        if (wanted.isEmpty() || wanted.getAsInt() == 0) {
            return wanted;
        }
        for (int port = wanted.getAsInt(); port <= Math.min(LAST, wanted.getAsInt() + NEAR); port++) {
            if (isFree(port, open)) {
                return OptionalInt.of(port);
            }
        }
        return OptionalInt.of(0);
    }

    private static boolean isFree(int port, boolean open) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the server does it: what lingers is no obstacle
            socket.bind(open
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
