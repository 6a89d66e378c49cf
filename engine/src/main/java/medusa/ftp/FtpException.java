package medusa.ftp;

/// Why a command is not done, as its client is told: it becomes the reply in one place.
public final class FtpException extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    /// @param code of the reply (RFC 959 §4.2)
    /// @param text for people, in one line
    public FtpException(int code, String text) {
        super(text, null, false, false); // it says what the client did, and not where in the code that was seen
        this.code = code;
    }

    /// The reply.
    FtpReply reply() {
        return FtpReply.of(code, getMessage());
    }
}
