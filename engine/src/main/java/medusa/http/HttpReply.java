package medusa.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import medusa.producer.BytesProducer;
import medusa.producer.ChunkedProducer;
import medusa.producer.Producer;

/// The reply to one request: status, header fields, and then one of the sending methods, which frames the body: by its
/// length, in chunks, or by the connection's end for HTTP/1.0 (RFC 9112 §6). Reactor thread only.
///
/// `Date`, `Server`, `Connection`, `Content-Length` and `Transfer-Encoding` are added here and nowhere else.
public final class HttpReply {
    private static final List<String> OURS = List.of("Content-Length", "Transfer-Encoding", "Connection", "Date",
            "Server");

    private final HttpRequest request;
    private final HttpChannel channel;
    private final int status;
    private final StringBuilder fields = new StringBuilder(256);
    private boolean compressible;

    HttpReply(HttpRequest request, HttpChannel channel, int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status " + status);
        }
        this.request = request;
        this.channel = channel;
        this.status = status;
    }

    /// Adds one header field.
    ///
    /// @throws IllegalArgumentException if the name is no token or one of those that are added here, or the value could end its line: a reply must not be split by
    ///                                  what a client has sent
    public HttpReply header(String name, String value) {
        requireField(name, value);
        fields.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /// Lets the body be sent as gzip to a client who likes that, if it is worth it and there is room. For a reply of text that
    /// tells no secret next to what the client chose (see [Compression]), is whole, and has no `ETag`, which would have to be
    /// another one for each form. Adds `Vary`, also to a 304 in its place. A producer that is sent with this is asked for its
    /// bytes on a worker thread.
    public HttpReply compressible() {
        if (request.server().settings().compress() && (status == 200 || status == 304)) {
            compressible = status == 200;
            fields.append("Vary: Accept-Encoding\r\n");
        }
        return this;
    }

    /// @param length -1 if it is not known
    private boolean compresses(long length) {
        return compressible && (length < 0 || length >= Compression.WORTH)
                && AcceptEncoding.of(request.headers()).prefersGzip() && request.server().compression().hasRoom();
    }

    private void streamGzip(Producer body) {
        compressible = false;
        header("Content-Encoding", ContentCoding.GZIP.token()).stream(request.server().compression().gzip(body));
    }

    static void requireField(String name, String value) {
        if (!ByteSet.TOKEN.spans(name)) {
            throw new IllegalArgumentException("not the name of a header field");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException("not the value of a header field: " + name);
            }
        }
        for (String ours : OURS) {
            if (ours.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException("the server itself adds " + ours);
            }
        }
    }

    /// The body in one piece.
    public void send(byte[] body) {
        if (compresses(body.length)) {
            streamGzip(new BytesProducer(body));
            return;
        }
        int length = body.length;
        if (!begin(null)) {
            return;
        }
        sendHead(length);
        if (bodyWanted()) {
            channel.push(body);
        }
        channel.replied(request, status, bodyWanted() ? length : 0);
    }

    /// The body in one piece, as UTF-8.
    public void send(String body) {
        send(body.getBytes(StandardCharsets.UTF_8));
    }

    /// No body.
    public void send() {
        if (!begin(null)) {
            return;
        }
        sendHead(HttpStatus.isBodiless(status) ? -1 : 0);
        channel.replied(request, status, 0);
    }

    /// A prepared reply, which carries its own fields and length.
    void send(Prepared prepared) {
        if (!begin(null)) {
            return;
        }
        channel.pushHead(status, fields, prepared.fields());
        if (bodyWanted()) {
            if (prepared.body().remaining() <= Prepared.COPIED) {
                channel.push(prepared.body().duplicate());
            } else {
                channel.push(new BytesProducer(prepared.body()));
            }
        }
        channel.replied(request, status, bodyWanted() ? prepared.body().remaining() : 0);
    }

    /// Exactly `length` bytes from `body`, which is closed in any case.
    public void send(Producer body, long length) {
        if (compresses(length)) {
            streamGzip(body);
            return;
        }
        if (!begin(body)) {
            return;
        }
        sendHead(length);
        sendBody(body, length);
    }

    private void sendBody(Producer body, long length) {
        if (bodyWanted() && length > 0) {
            channel.pushBody(request, status, body, length);
        } else {
            body.close();
            channel.replied(request, status, 0);
        }
    }

    /// Exactly `length` bytes from `body`, which is closed in any case, behind fields that were prepared before.
    ///
    /// @param prepared whole lines, with their CRLFs; `Content-Length` among them
    public void sendPrepared(byte[] prepared, Producer body, long length) {
        if (!begin(body)) {
            return;
        }
        channel.pushHead(status, fields, prepared);
        sendBody(body, length);
    }

    /// As many bytes as `body` gives: in chunks, or up to the connection's end for HTTP/1.0. It is closed in any case.
    public void stream(Producer body) {
        if (compresses(-1)) {
            streamGzip(body);
            return;
        }
        if (!begin(body)) {
            return;
        }
        boolean chunked = request.minorVersion() > 0;
        if (!HttpStatus.mayHaveContent(status)) {
            chunked = false; // there is nothing to frame
            appendLength(0);
        } else if (chunked) {
            fields.append("Transfer-Encoding: chunked\r\n");
        } else {
            channel.endAfterReply();
        }
        channel.pushHead(status, fields, Prepared.NO_FIELDS);
        if (bodyWanted()) {
            channel.pushBody(request, status, chunked ? new ChunkedProducer(body) : body, -1);
        } else {
            body.close();
            channel.replied(request, status, 0);
        }
    }

    /// @param body is closed if nothing may be sent; null for none
    /// @return false if nobody is there any more who could take a reply
    /// @throws IllegalStateException if the request has been answered: the client would take a second reply for another's
    private boolean begin(Producer body) {
        if (request.answer()) {
            return true;
        }
        if (body != null) {
            body.close();
        }
        if (channel.isOpen()) {
            throw new IllegalStateException("a request can be answered once");
        }
        return false;
    }

    private boolean bodyWanted() {
        return !request.isHead() && HttpStatus.mayHaveContent(status);
    }

    private void sendHead(long length) {
        appendLength(length);
        channel.pushHead(status, fields, Prepared.NO_FIELDS);
    }

    private void appendLength(long length) {
        if (length >= 0 && !HttpStatus.isBodiless(status)) {
            fields.append("Content-Length: ").append(HttpStatus.mayHaveContent(status) ? length : 0).append("\r\n");
        }
    }

    /// A body in memory with the header fields that belong to it, made once and sent often.
    ///
    /// @param fields whole lines, with their CRLFs; `Content-Length` among them
    /// @param body   direct, from its position to its limit; never changed
    public record Prepared(byte[] fields, ByteBuffer body) {
        static final byte[] NO_FIELDS = {};
        /// Up to here a copy into the header's block is cheaper than a second buffer in the same write.
        static final int COPIED = 16 << 10;
    }

    /// Sends `body` as it was prepared, behind the fields added here.
    public void sendPrepared(Prepared body) {
        send(body);
    }
}
