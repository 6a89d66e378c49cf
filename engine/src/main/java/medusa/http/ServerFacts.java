package medusa.http;

import java.time.Instant;
import java.util.List;

import medusa.log.TailLog;

/// What extensions may know of the server as a whole. Reactor thread only.
public interface ServerFacts {

    /// An open listener.
    ///
    /// @param part    `http`, `https`, …
    /// @param address `127.0.0.1:8080`
    record Listener(String part, String address) {}

    /// `1.0.0`
    String version();

    /// When the server was ready.
    Instant started();

    /// Whether it takes its leave: what is running may finish, and new clients should go elsewhere.
    boolean isDraining();

    /// The open ones.
    List<Listener> listeners();

    /// The last entries of the log; none where the log is not the server's own. Any thread.
    TailLog log();
}
