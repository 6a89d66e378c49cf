package medusa.http;

import java.nio.ByteBuffer;

/// Takes the body of one request off the input, by its length or in chunks (RFC 9112 §6-7), in any split of the bytes.
/// What is not exactly right is refused, since a reader in front of this one may have read it differently. After an
/// exception it must not be used again.
final class BodyDecoder {

    /// Where the content goes.
    @FunctionalInterface
    interface Sink {
        /// Takes a piece of the body, at least one byte.
        ///
        /// @param content to be read or copied within this call; what it leaves is lost
        /// @return false to pause: the bytes behind stay in the input until [BodyDecoder#decode] is called again
        boolean content(ByteBuffer content) throws HttpException;
    }

    enum State {
        SIZE_FIRST, SIZE, SIZE_LF,
        /// White space in front of a semicolon.
        SPACE, NAME_FIRST, NAME, NAME_SPACE, VALUE_FIRST, VALUE, QUOTED, ESCAPED, QUOTED_END,
        CONTENT, CONTENT_CR, CONTENT_LF,
        TRAILERS,
        DONE, REFUSED
    }

    /// A long in hexadecimal; leading zeros count.
    private static final int MOST_DIGITS = 16;
    /// Bytes of a size line that are no waste.
    private static final int PLAIN_LINE = MOST_DIGITS + 2;
    /// What a body may waste on extensions: chunks with little content and much around it would cost more to read than to
    /// send.
    private static final int MOST_WASTE = 16 << 10;

    private static final State[] STATES = State.values();
    private static final byte[] NEXT = table();

    private final boolean chunked;
    private final long given;
    private final long most;
    private final RequestLimits limits;

    private State state;
    /// Bytes that are still to come of the body or of the chunk.
    private long left;
    private int digits;
    private int line;
    private long waste;
    private long total;
    private RequestParser trailerParser;
    private Headers trailers = Headers.EMPTY;

    /// @param most how long a body may be; a longer one is 413
    /// @param limits for the trailer lines
    /// @throws HttpException 413, fatal, if it is known by now that the body is longer
    BodyDecoder(BodyLength length, long most, RequestLimits limits) throws HttpException {
        this.chunked = length.kind() == BodyLength.Kind.CHUNKED;
        this.most = most;
        this.limits = limits;
        given = length.bytes();
        left = given;
        state = chunked ? State.SIZE_FIRST : left > 0 ? State.CONTENT : State.DONE;
        if (left > most) {
            throw tooLong();
        }
    }

    private static byte[] table() {
        ByteSet text = ByteSet.FIELD_VCHAR.or(ByteSet.SPACE);
        Transitions<State> table = new Transitions<>(State.class, State.REFUSED)
                .on(State.SIZE_FIRST, ByteSet.HEX, State.SIZE).on(State.SIZE, ByteSet.HEX, State.SIZE)
                .on(State.SPACE, ByteSet.SPACE, State.SPACE).on(State.SPACE, ";", State.NAME_FIRST)
                .on(State.NAME_FIRST, ByteSet.SPACE, State.NAME_FIRST).on(State.NAME_FIRST, ByteSet.TOKEN, State.NAME)
                .on(State.NAME, ByteSet.TOKEN, State.NAME).on(State.NAME, "=", State.VALUE_FIRST)
                .on(State.NAME_SPACE, ByteSet.SPACE, State.NAME_SPACE).on(State.NAME_SPACE, "=", State.VALUE_FIRST)
                .on(State.NAME_SPACE, ";", State.NAME_FIRST)
                .on(State.VALUE_FIRST, ByteSet.SPACE, State.VALUE_FIRST).on(State.VALUE_FIRST, ByteSet.TOKEN, State.VALUE)
                .on(State.VALUE_FIRST, "\"", State.QUOTED).on(State.VALUE, ByteSet.TOKEN, State.VALUE)
                .on(State.QUOTED, text, State.QUOTED).on(State.QUOTED, "\\", State.ESCAPED)
                .on(State.QUOTED, "\"", State.QUOTED_END).on(State.ESCAPED, text, State.QUOTED)
                .on(State.SIZE_LF, "\n", State.CONTENT)
                .on(State.CONTENT_CR, "\r", State.CONTENT_LF).on(State.CONTENT_LF, "\n", State.SIZE_FIRST);
        for (State end : new State[]{State.SIZE, State.NAME, State.VALUE, State.QUOTED_END}) {
            table.on(end, "\r", State.SIZE_LF).on(end, ";", State.NAME_FIRST)
                    .on(end, ByteSet.SPACE, end == State.NAME ? State.NAME_SPACE : State.SPACE);
        }
        return table.table();
    }

    /// Hands on what is in `data` of this body's content, and stands behind what it took: at the latest behind the end of
    /// the body. Trailer lines stay in `data` until all of them are there.
    ///
    /// @throws HttpException always fatal, if it is not the sink's: 400, 413, or 431 for the trailers
    void decode(ByteBuffer data, Sink sink) throws HttpException {
        while (data.hasRemaining() && state != State.DONE) {
            if (state == State.CONTENT) {
                if (!handOn(data, sink)) {
                    return;
                }
            } else if (state == State.TRAILERS) {
                if (!trailerParser.parse(data)) {
                    return;
                }
                trailers = trailerParser.trailers();
                trailerParser = null;
                state = State.DONE;
            } else {
                byte b = data.get();
                enter(STATES[NEXT[state.ordinal() << 8 | b & 0xff]], b);
            }
        }
    }

    private boolean handOn(ByteBuffer data, Sink sink) throws HttpException {
        int length = (int) Math.min(left, data.remaining());
        ByteBuffer content = data.slice(data.position(), length);
        data.position(data.position() + length);
        left -= length;
        if (left == 0) {
            state = chunked ? State.CONTENT_CR : State.DONE;
        }
        return sink.content(content);
    }

    private void enter(State to, byte b) throws HttpException {
        if (++line + waste > MOST_WASTE + PLAIN_LINE) {
            throw HttpException.fatal(400, "The chunks have too much around their content.");
        }
        state = to;
        switch (to) {
            case SIZE -> addDigit(Character.digit(b, 16));
            case CONTENT -> beginChunk();
            case SIZE_FIRST -> line = 0;
            case REFUSED -> throw HttpException.fatal(400, "The body is not in well-formed chunks.");
            default -> {
            }
        }
    }

    private void addDigit(int digit) throws HttpException {
        if (++digits > MOST_DIGITS || left > Long.MAX_VALUE >> 4) {
            throw HttpException.fatal(400, "The size of a chunk is too large.");
        }
        left = left << 4 | digit;
    }

    private void beginChunk() throws HttpException {
        waste = Math.max(0, waste + line - PLAIN_LINE - Math.min(left, MOST_WASTE));
        digits = 0;
        if (left > most - total) {
            throw tooLong();
        }
        total += left;
        if (left == 0) {
            state = State.TRAILERS;
            trailerParser = RequestParser.ofTrailers(limits);
        }
    }

    private static HttpException tooLong() {
        return HttpException.fatal(413, "The body is too long.");
    }

    /// Whether more than `bytes` of it may still come; of a body in chunks nobody knows.
    boolean mayExceed(long bytes) {
        return chunked ? state != State.DONE : left > bytes;
    }

    /// How many bytes of it have been handed on.
    long taken() {
        return chunked ? total - (state == State.CONTENT ? left : 0) : given - left;
    }

    /// How many bytes it has in all; -1 if nobody knows.
    long length() {
        return chunked ? -1 : given;
    }

    /// Whether the body has ended; what follows is the next request.
    boolean done() {
        return state == State.DONE;
    }

    /// The trailer lines of a body in chunks. They must not be taken for headers (RFC 9110 §6.5.1).
    Headers trailers() {
        return trailers;
    }
}
