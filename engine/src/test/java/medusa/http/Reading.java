package medusa.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What the server's own readers make of the input of one connection, fed to them in pieces.
final class Reading {
    private static final long LONGEST_BODY = 1L << 40;

    private final RequestLimits limits;
    private final List<Message> messages = new ArrayList<>();
    private String outcome;
    private int taken;
    private int most;
    private int steps;

    private RequestParser parser;
    private RequestHead head;
    private BodyDecoder body;
    private int start;
    private final StringBuilder content = new StringBuilder();

    /// A whole request; `start` to `end` are its bytes in the input.
    record Message(int start, int end, RequestHead head, String content, Headers trailers) {
        @Override
        public String toString() {
            return start + "-" + end + " " + head + "\n" + content + "\n" + trailers;
        }
    }

    private Reading(RequestLimits limits) {
        this.limits = limits;
        parser = new RequestParser(limits);
    }

    static Reading of(byte[] input, RequestLimits limits, int... cuts) {
        Reading reading = new Reading(limits);
        for (int cut : cuts) {
            if (reading.outcome == null) {
                reading.feed(input, cut);
            }
        }
        if (reading.outcome == null) {
            reading.feed(input, input.length);
        }
        return reading;
    }

    /// In pieces of one byte.
    static Reading ofSingleBytes(byte[] input, RequestLimits limits) {
        Reading reading = new Reading(limits);
        for (int end = 0; end <= input.length && reading.outcome == null; end++) {
            reading.feed(input, end);
        }
        return reading;
    }

    private void feed(byte[] input, int end) {
        ByteBuffer data = ByteBuffer.wrap(input, taken, Math.max(0, end - taken));
        try {
            while (data.hasRemaining() && (head == null ? readHead(data) : readBody(data))) {
                if (++steps > input.length * 2 + 10) {
                    throw new AssertionError("it does not come to an end");
                }
            }
        } catch (HttpException e) {
            if (!e.isFatal() && e.status() != 404) {
                throw new AssertionError("an error that nobody ends with", e);
            }
            outcome = e.status() + " " + e.getMessage();
        }
        taken = data.position();
        most = Math.max(most, data.remaining());
    }

    private boolean readHead(ByteBuffer data) throws HttpException {
        if (!parser.parse(data)) {
            return false;
        }
        head = parser.head();
        start = data.position() - head.toString().length() - 2;
        RequestTarget.of(head);
        body = new BodyDecoder(head.bodyLength(), LONGEST_BODY, limits);
        if (body.done()) {
            complete(data.position());
        }
        return true;
    }

    private boolean readBody(ByteBuffer data) throws HttpException {
        body.decode(data, piece -> {
            content.append(StandardCharsets.ISO_8859_1.decode(piece));
            return true;
        });
        if (!body.done()) {
            return false;
        }
        complete(data.position());
        return true;
    }

    private void complete(int end) {
        messages.add(new Message(start, end, head, content.toString(), body.trailers()));
        content.setLength(0);
        head = null;
        body = null;
        parser.reset();
    }

    List<Message> messages() {
        return messages;
    }

    /// The status of the error that ended it; 0 if it could go on.
    int error() {
        return outcome == null ? 0 : Integer.parseInt(outcome.substring(0, 3));
    }

    /// Whether a request has begun that is not complete.
    boolean begun() {
        return outcome == null && (head != null || parser.begun());
    }

    /// Whether the head of a request is there and the rest of its body is not.
    boolean waitsForBody() {
        return outcome == null && head != null;
    }

    /// The head of the request that is not complete, or in which the error was; null if there is none.
    RequestHead head() {
        return head;
    }

    /// The method of a head that is not complete, or wrong, as far as it matters to the answer.
    String unreadMethod() {
        return parser.isForHead() ? "HEAD" : "GET";
    }

    /// Whether that head is all right, so that its body was being read.
    boolean hasReachedBody() {
        return body != null;
    }

    /// Where the request begins that was begun last.
    int start() {
        return start;
    }

    /// The most bytes that had to be kept between two pieces.
    int kept() {
        return most;
    }

    /// For comparing.
    @Override
    public String toString() {
        return messages + (outcome != null ? outcome : begun() ? "begun at " + taken() : "quiet") + "|" + content;
    }

    private String taken() {
        return head == null ? "head" : head + "|" + taken;
    }
}
