package medusa.server;

import java.time.Duration;
import java.util.List;

/// What the command line does with a server that it has started. All methods may be called from any thread.
interface Running {
    /// Where it listens, in words for its user: one for each listener.
    List<String> listening();

    /// Reads the configuration again and goes on with that, without dropping a connection. What cannot change while the server
    /// runs stays, and the log says so. Returns when it is done.
    ///
    /// @return what is wrong with it, one line each, which the log has too: then nothing has changed
    List<String> reload();

    /// Lets running transfers finish, accepts nothing new, then ends. Returns at once; a second call changes nothing.
    void drain();

    /// How long a drain may take, if all goes as it should.
    Duration drainLimit();

    /// Waits until the server has ended.
    ///
    /// @return the status with which the process should exit
    int awaitEnd();
}
