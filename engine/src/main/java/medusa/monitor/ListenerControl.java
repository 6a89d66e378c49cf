package medusa.monitor;

import java.util.concurrent.CompletableFuture;

import medusa.http.ServerFacts.Listener;

/// Opening and closing the server's listeners. Reactor thread only. What is opened or closed here holds until the configuration
/// is read again.
public interface ListenerControl {

    /// Opens one. Does not wait.
    ///
    /// @param part    `http`, `https`, …
    /// @param address as in the configuration: `127.0.0.1:8080`
    /// @return completed on the reactor thread with the listener, its port known; fails with a [MonitorException] whose message
    ///         says why it cannot be had
    CompletableFuture<Listener> start(String part, String address);

    /// Closes one; its connections go on.
    ///
    /// @throws MonitorException if there is none
    void stop(String part, String address) throws MonitorException;
}
