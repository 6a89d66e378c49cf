package medusa.monitor;

import java.util.Map;

import medusa.reactor.BufferPolicy;

/// The sizes that connections' buffers may have, listener by listener. Reactor thread only. What is changed here holds until
/// the configuration is read again.
public interface BufferControl {

    /// What counts now, by part: `http`, `https`, …
    Map<String, BufferPolicy> policies();

    /// Gives one part's connections other bounds: those that stand and those to come.
    ///
    /// @throws MonitorException if no listener of that part is open
    void set(String part, BufferPolicy policy) throws MonitorException;
}
