package medusa.http;

import java.nio.charset.StandardCharsets;

/// The head of a reply, as it goes out.
final class ReplyHead {
    private static final byte[] STATUS_OK = "HTTP/1.1 200 OK\r\nServer: Medusa\r\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] KEEP_ALIVE = "Connection: keep-alive\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CRLF = {'\r', '\n'};

    private ReplyHead() {}

    /// @param request  null if it could not be read
    /// @param last     whether the connection ends behind the reply
    /// @param fields   whole lines
    /// @param prepared whole lines that were made before
    static void push(HttpChannel to, HttpRequest request, boolean last, int status, CharSequence fields,
            byte[] prepared) {
        HttpServer server = to.server();
        if (status == 200) {
            to.push(STATUS_OK);
        } else {
            to.push("HTTP/1.1 " + status + " " + HttpStatus.reason(status) + "\r\nServer: Medusa\r\n");
        }
        to.push(server.dateLine());
        if (last) {
            to.push(CLOSE);
        } else if (request != null && request.minorVersion() == 0) {
            to.push(KEEP_ALIVE);
        }
        if (!server.settings().hsts().isZero() && to.tls() != null) {
            to.push("Strict-Transport-Security: max-age=" + server.settings().hsts().toSeconds() + "\r\n");
        }
        if (request != null && request.added() != null) {
            to.push(request.added().beside(fields, prepared));
        }
        if (!fields.isEmpty()) {
            to.push(fields.toString());
        }
        to.push(prepared);
        to.push(CRLF);
    }
}
