package medusa.monitor;

import java.io.IOException;

/// A call without an answer, because the connection was not there, or ended first. Whether the server has done what was asked
/// is not known.
public final class ConnectionLostException extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionLostException(String why) {
        super(why);
    }
}
