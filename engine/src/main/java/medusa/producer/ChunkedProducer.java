package medusa.producer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The chunked transfer coding of HTTP/1.1 (RFC 9112 §7.1) around a producer whose length is not known beforehand. The inner
/// producer writes straight into the caller's buffer, behind room left for the size line; each of its calls that puts bytes
/// makes one chunk.
public final class ChunkedProducer extends WrappingProducer {

    private static final byte[] CRLF = {'\r', '\n'};
    /// More than the size line of a chunk and the line end behind it take while the size fits eight digits.
    private static final int OVERHEAD = 12;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*");

    private final Supplier<Map<String, String>> trailers;
    /// A chunk made outside of the caller's buffer, because that would have left the inner producer less than its due.
    private ByteBuffer spill = Buffers.EMPTY;
    /// The last chunk with the trailers; null until the inner producer has ended.
    private ByteBuffer last;

    public ChunkedProducer(Producer inner) {
        this(inner, Map::of);
    }

    /// @param trailers asked once, on the reactor thread, after the inner producer's end; a name that is no token or a value
    ///            with a control character makes [#more] throw [IllegalArgumentException]
    public ChunkedProducer(Producer inner, Supplier<Map<String, String>> trailers) {
        super("chunked", inner);
        this.trailers = trailers;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        Next next = Next.MORE;
        if (!spill.hasRemaining() && last == null) {
            next = chunk(into);
        }
        Buffers.move(spill, into);
        if (spill.hasRemaining()) {
            return Next.MORE;
        }
        if (last == null) {
            return next;
        }
        Buffers.move(last, into);
        return last.hasRemaining() ? Next.MORE : Next.END;
    }

    @Override
    public long remaining() {
        return last == null ? -1 : spill.remaining() + last.remaining();
    }

    private Next chunk(ByteBuffer into) throws IOException {
        Next next;
        if (into.remaining() >= MIN_ROOM + OVERHEAD) {
            next = chunkInPlace(into);
        } else {
            spill = ByteBuffer.allocate(MIN_ROOM + OVERHEAD);
            next = chunkInPlace(spill);
            spill.flip();
        }
        if (next == Next.END) {
            last = lastChunk();
        }
        return next;
    }

    private Next chunkInPlace(ByteBuffer into) throws IOException {
        int start = into.position();
        int reserved = Integer.toHexString(into.remaining()).length() + CRLF.length;
        ByteBuffer data = into.slice(start + reserved, into.remaining() - reserved - CRLF.length);
        Next next = pull(data);
        int length = data.position();
        if (length > 0) { // a chunk of length zero would end the message
            into.put(Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII)).put(CRLF);
            if (into.position() < start + reserved) {
                into.put(into.position(), into, start + reserved, length);
            }
            into.position(into.position() + length).put(CRLF);
        }
        return next;
    }

    private ByteBuffer lastChunk() {
        StringBuilder text = new StringBuilder("0\r\n");
        trailers.get().forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("not a header field: a trailer of " + inner.name());
            }
            text.append(name).append(": ").append(value).append("\r\n");
        });
        return StandardCharsets.UTF_8.encode(text.append("\r\n").toString());
    }
}
