package medusa.state;

import java.io.IOException;

/// Something of the server's own that others could read or exchange, or that is not what it should be. The message is one line
/// that names it and the remedy, and can be shown as it is.
public final class UnsafeException extends IOException {
    private static final long serialVersionUID = 1;

    /// @param message one line, without a full stop
    public UnsafeException(String message) {
        super(message);
    }

    /// @param message one line, without a full stop
    /// @param cause for the log; it is not shown
    public UnsafeException(String message, Throwable cause) {
        super(message, cause);
    }
}
