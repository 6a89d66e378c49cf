package medusa.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import medusa.reactor.ChatChannel;
import medusa.reactor.Terminator;

/// Fetches one page: a channel that goes out. The head ends at an empty line; then the terminator is changed to "whatever
/// comes until the server closes", and the rest of the very same buffer is the page's beginning.
public final class HttpFetch extends ChatChannel {
    /// What came back.
    public record Page(String head, String body) {}

    private final String host;
    private final String path;
    private final CompletableFuture<Page> page = new CompletableFuture<>();
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private StringBuilder current = head;

    public HttpFetch(String host, String path) {
        this.host = host;
        this.path = path;
        terminator(Terminator.bytes("\r\n\r\n"));
    }

    /// Completes when the server has ended the connection, with an exception if it could not be reached or was cut off.
    public CompletableFuture<Page> page() {
        return page;
    }

    @Override
    protected void opened() {
        push("GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n");
    }

    @Override
    protected void collect(ByteBuffer data) {
        current.append(ISO_8859_1.decode(data));
    }

    @Override
    protected void foundTerminator() {
        current = body;
        terminator(Terminator.NONE);
    }

    @Override
    protected void closed(Throwable cause) {
        if (inputEndedCleanly()) { // the only sign that nothing is missing
            page.complete(new Page(head.toString(), body.toString()));
        } else {
            page.completeExceptionally(cause == null ? new EOFException("the page has been cut off") : cause);
        }
    }
}
