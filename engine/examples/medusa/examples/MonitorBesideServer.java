package medusa.examples;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import medusa.monitor.Credentials;
import medusa.monitor.Evaluation;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient;
import medusa.server.MedusaServer;
import medusa.server.ServerConfig;

/// A whole server within a program, and a look into it from outside, as `medusa monitor` does it: its address is found in the
/// answer to a line of Java that runs in the server.
public final class MonitorBesideServer implements AutoCloseable {
    private final MedusaServer server;
    private final MonitorClient monitor;

    /// @param folder that is served
    /// @param socket where the monitor listens, in a folder that nobody else may change
    public MonitorBesideServer(Path folder, Path socket) throws Exception {
        server = MedusaServer.start(ServerConfig.of("root=" + folder, "http.listen=127.0.0.1:0", "ftp.listen=off", "monitor.listen=unix:" + socket,
                "state-folder=" + socket.resolveSibling("state")));
        CompletableFuture<Void> connected = new CompletableFuture<>();
        monitor = MonitorClient.open(new MonitorAddress.Unix(socket), Credentials.none(), state -> {
            if (state instanceof MonitorClient.State.Connected) {
                connected.complete(null);
            }
        });
        connected.get();
    }

    /// What a line of Java comes to in the server.
    public CompletableFuture<String> ask(String java) {
        return monitor.eval(java, "reactor").thenApply(Evaluation::value);
    }

    @Override
    public void close() {
        monitor.close();
        server.drain();
        server.awaitEnd();
    }
}
