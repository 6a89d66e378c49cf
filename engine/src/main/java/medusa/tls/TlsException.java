package medusa.tls;

/// A certificate, key or setting that TLS cannot be served with. The message is one line that names the file and can be
/// shown to the administrator as it is; it never holds anything of a key.
public final class TlsException extends Exception {
    private static final long serialVersionUID = 1;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
