package medusa.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

import medusa.monitor.MonitorAddress;

/// The window on a server, which is a module of its own: the engine finds it by [java.util.ServiceLoader] and knows nothing
/// of how it draws. Main thread.
public interface ConsoleWindow {

    /// What the window begins with.
    ///
    /// @param server the monitor to connect to; empty for the one that it was left with, or the one that is running here
    /// @param user   as whom to log in there, if it asks; empty for the system's user
    /// @param folder to be served by a server of the window's own, which ends with it; empty for none
    record Wish(Optional<MonitorAddress> server, Optional<String> user, Optional<Path> folder) {}

    /// Why no window can be opened here, as one line for people: there is no display. Empty if one can.
    Optional<String> obstacle();

    /// Opens it, and returns when it has been closed.
    ///
    /// @param out takes what the window's own server says when it is ready
    /// @param err takes what goes wrong before anything can be shown
    /// @return the status of the process
    int open(Wish wish, PrintStream out, PrintStream err);
}
