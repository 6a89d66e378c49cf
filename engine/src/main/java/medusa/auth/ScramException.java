package medusa.auth;

/// A log-in that ends here. Its message says no more than the other side may know: it is the same for a wrong password and for
/// an unknown user.
public final class ScramException extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    ScramException(String code, String message) {
        super(message);
        this.code = code;
    }

    /// What RFC 5802 §7 calls it, behind `e=`.
    public String code() {
        return code;
    }

    static ScramException malformed(String message) {
        return new ScramException("invalid-encoding", message);
    }

    static ScramException unexpected() {
        return new ScramException("other-error", "a message of the log-in came twice or out of order");
    }
}
