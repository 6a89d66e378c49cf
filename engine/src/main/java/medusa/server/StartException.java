package medusa.server;

/// Something that the server needs cannot be had: a port is in use, a log cannot be written. Its message is one line
/// that says what and why, ready to be shown; the process then ends with status 1.
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message one line, without a full stop
    public StartException(String message) {
        super(message);
    }

    /// @param message one line, without a full stop
    /// @param cause for the log; it is not shown
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
