package medusa.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Requests as text, one character for each byte, for the tests of what reads them.
final class Heads {
    private Heads() {}

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Lines as a text block has them, each ended by CR LF.
    static String crlf(String lines) {
        return lines.replace("\n", "\r\n");
    }

    static RequestHead parse(String request) throws HttpException {
        RequestParser parser = new RequestParser(RequestLimits.DEFAULT);
        if (!parser.parse(bytes(request))) {
            throw new AssertionError("more is wanted behind " + request);
        }
        return parser.head();
    }

    /// A request in HTTP/1.1 with a host.
    static RequestHead request(String line, String... headers) throws HttpException {
        return parse(line + " HTTP/1.1\r\nHost: a\r\n" + lines(headers) + "\r\n");
    }

    /// Of a GET, without the Host line.
    static Headers headers(String... lines) throws HttpException {
        return parse("GET / HTTP/1.0\r\n" + lines(lines) + "\r\n").headers();
    }

    private static String lines(String... lines) {
        return lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
    }

    /// What became of some input, for comparing: the head, the error, or that more is wanted.
    static String outcome(RequestParser parser, String... pieces) {
        StringBuilder input = new StringBuilder();
        int taken = 0;
        try {
            for (String piece : pieces) {
                input.append(piece);
                ByteBuffer data = bytes(input.substring(taken));
                boolean complete = parser.parse(data);
                taken += data.position();
                if (complete) {
                    return describe(parser.head()) + "taken " + taken;
                }
            }
            return "more";
        } catch (HttpException e) {
            return e.status() + (e.isFatal() ? " fatal " : " ") + e.getMessage();
        }
    }

    private static String describe(RequestHead head) {
        return head.requestLine() + "|" + head.method() + "|" + head.target() + "|" + head.minorVersion() + "\n"
                + head.headers() + head.bodyLength() + "\n";
    }
}
