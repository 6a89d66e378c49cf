package medusa.http;

import java.nio.charset.StandardCharsets;

/// The request line and the headers of one request, well formed (RFC 9112 §2-6). Immutable.
///
/// It keeps the bytes as they came and makes a string for what is asked.
public final class RequestHead {
    private static final String[] METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"};
    /// `HTTP/1.`
    private static final int BEFORE_MINOR = 7;

    private final byte[] bytes;
    private final int methodEnd;
    private final int targetEnd;
    private final Headers headers;
    private final BodyLength bodyLength;
    private final String method;
    /// Made when it is asked for.
    private String target;

    /// @param bytes from the method to the empty line
    RequestHead(byte[] bytes, int methodEnd, int targetEnd, Headers headers) throws HttpException {
        this.bytes = bytes;
        this.methodEnd = methodEnd;
        this.targetEnd = targetEnd;
        this.headers = headers;
        this.method = readMethod();
        HostField.check(this);
        this.bodyLength = BodyLength.of(minorVersion(), headers);
    }

    /// The method, which is case-sensitive (RFC 9110 §9.1); any token.
    public String method() {
        return method;
    }

    /// The target as it was sent: visible ASCII characters, at least one, not interpreted yet. See [RequestTarget].
    public String target() {
        if (target == null) {
            target = text(methodEnd + 1, targetEnd);
        }
        return target;
    }

    /// 0 or 1; a later minor version counts as 1 (RFC 9110 §2.5).
    public int minorVersion() {
        return bytes[targetEnd + 1 + BEFORE_MINOR] == '0' ? 0 : 1;
    }

    /// The header lines.
    public Headers headers() {
        return headers;
    }

    /// Where the body ends.
    public BodyLength bodyLength() {
        return bodyLength;
    }

    /// Whether the client would go on with this connection after the answer (RFC 9112 §9.3).
    public boolean isPersistent() {
        if (!headers.contains("connection")) {
            return minorVersion() == 1;
        }
        var options = headers.tokens("connection");
        return !options.contains("close") && (minorVersion() == 1 || options.contains("keep-alive"));
    }

    /// The first line as it was sent, without its end: for the access log.
    public String requestLine() {
        return text(0, targetEnd + 1 + BEFORE_MINOR + 1);
    }

    /// Whether the target is a path: the usual case, without a string.
    boolean hasPathTarget() {
        return bytes[methodEnd + 1] == '/';
    }

    private String readMethod() {
        for (String known : METHODS) {
            if (known.length() == methodEnd && startsWith(known)) {
                return known;
            }
        }
        return text(0, methodEnd);
    }

    private boolean startsWith(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /// As it was sent, without the empty line.
    @Override
    public String toString() {
        return text(0, bytes.length - 2);
    }
}
