package medusa.http;

import java.nio.ByteBuffer;
import java.util.List;

import medusa.reactor.Progress;

/// The body of one request on its way in: decoded, and handed to whoever asked for it, or else dropped.
final class BodyIntake {
    private final HttpChannel channel;
    private final HttpRequest request;
    private final BodyDecoder decoder;
    private boolean continueOwed;

    /// @param continueOwed whether the client waits until it is told to send it
    /// @throws HttpException 413 if it is known by now that the body is too long
    BodyIntake(HttpChannel channel, HttpRequest request, HttpSettings settings, boolean continueOwed)
            throws HttpException {
        this.channel = channel;
        this.request = request;
        this.continueOwed = continueOwed;
        decoder = new BodyDecoder(request.head().bodyLength(), settings.body(), settings.request());
    }

    /// RFC 9110 §10.1.1. HTTP/1.0 knows no expectations.
    ///
    /// @throws HttpException 417 for one that cannot be met, be there a body or not
    static boolean expectsContinue(RequestHead head) throws HttpException {
        List<String> expected = head.headers().tokens("Expect");
        if (expected.isEmpty() || head.minorVersion() == 0) {
            return false;
        }
        if (!expected.equals(List.of("100-continue"))) {
            throw HttpException.fatal(417, "Only 100-continue can be expected here.");
        }
        return true;
    }

    /// Takes what `data` has of the body, until the channel wants no more.
    void take(ByteBuffer data) throws HttpException {
        decoder.decode(data, content -> {
            hand(request, receiver -> receiver.content(content));
            return channel.wantsInput();
        });
    }

    boolean isWhole() { return decoder.done(); }

    Progress progress() {
        return new Progress(decoder.taken(), decoder.length());
    }

    /// The client waits until it is told to send the body.
    boolean isHeldBack() { return continueOwed; }

    /// The client may send the body now, if it has been waiting for that.
    ///
    /// @return whether it has
    boolean release() {
        boolean waited = continueOwed;
        continueOwed = false;
        return waited;
    }

    /// Whether the rest is short enough to be read and dropped, so that the connection can go on.
    boolean canBeDropped(long most) {
        return !continueOwed && !decoder.mayExceed(most);
    }

    /// The body of `request` is complete, or there is none.
    static void end(HttpRequest request) {
        hand(request, HttpRequest.BodyReceiver::end);
    }

    /// A call of a receiver.
    private interface Step {
        void on(HttpRequest.BodyReceiver receiver) throws Exception;
    }

    /// What a receiver throws becomes a reply, as what [Extension#handle] throws.
    private static void hand(HttpRequest request, Step step) {
        if (request.receiver() == null || request.isAnswered()) {
            return;
        }
        long since = System.nanoTime();
        try {
            step.on(request.receiver());
        } catch (HttpException e) {
            request.fail(e);
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
            request.server().fault("receiving a body", request, e);
        }
        request.kept(since);
    }
}
