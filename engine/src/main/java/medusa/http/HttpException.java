package medusa.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request that is answered with an error. Thrown anywhere between the first byte and the reply; the channel turns it
/// into a page, or plain text or JSON, in one place.
public final class HttpException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final boolean fatal;
    private boolean loginHelps;
    private final transient Map<String, String> fields = new LinkedHashMap<>();

    private HttpException(int status, String detail, boolean fatal) {
        super(detail, null, false, false); // it is a reply, not a fault: nobody wants its stack
        this.status = status;
        this.fatal = fatal;
    }

    /// An error after which the connection goes on.
    ///
    /// @param status 400 to 599
    /// @param detail one sentence for the client; never a path of the machine or an exception's text
    public HttpException(int status, String detail) {
        this(status, detail, false);
    }

    /// An error after which nobody can say where the next request begins (RFC 9112 §9.2): answered, then closed.
    public static HttpException fatal(int status, String detail) {
        return new HttpException(status, detail, true);
    }

    /// 403 for something that this user may not, and another one might: to somebody unknown it is said with 401 where he could log
    /// in.
    public static HttpException forbidden(String detail) {
        HttpException exception = new HttpException(403, detail);
        exception.loginHelps = true;
        return exception;
    }

    boolean loginHelps() {
        return loginHelps;
    }

    /// Adds a header field that goes with the error, such as `Allow` with a 405.
    public HttpException with(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /// The header fields that go with the error.
    public Map<String, String> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /// The status code (RFC 9110 §15).
    public int status() {
        return status;
    }

    /// Whether the connection ends with the answer.
    public boolean isFatal() { return fatal; }
}
