package medusa.http;

/// The rules for the Host header (RFC 9112 §3.2): what is not exactly one well-formed host in 1.1 is refused, so that no
/// two readers send one request to two sites.
final class HostField {
    private static final String HOST = "host";

    private HostField() {}

    /// @throws HttpException fatal 400
    static void check(RequestHead head) throws HttpException {
        Headers headers = head.headers();
        int line = headers.line(HOST, 0);
        if (line < 0) {
            if (head.minorVersion() == 0) {
                return;
            }
            throw HttpException.fatal(400, "A request in HTTP/1.1 needs a Host header.");
        }
        if (headers.line(HOST, line + 1) >= 0) {
            throw HttpException.fatal(400, "Host must come once.");
        }
        int start = headers.valueStart(line);
        int end = headers.valueEnd(line);
        boolean allowed = start == end ? mayBeEmpty(head) : Authority.isValid(headers.bytes(), start, end);
        if (!allowed) {
            throw HttpException.fatal(400, "Host must be a host, with a port or without.");
        }
    }

    /// A path in 1.1 is part of an http URI, which has a host (RFC 9110 §4.2.1); with `*` or a whole URI as target
    /// nobody reads the header.
    private static boolean mayBeEmpty(RequestHead head) {
        return head.minorVersion() == 0 || !head.hasPathTarget();
    }
}
