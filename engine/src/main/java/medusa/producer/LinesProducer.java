package medusa.producer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;

/// Lines of text in UTF-8, each followed by CRLF, or pieces of text, followed by nothing: pulled from their source only as
/// they fit.
///
/// The source is asked on the reactor thread, so it must not block. An [UncheckedIOException] from it counts as the
/// [IOException] that it carries. Line ends inside a line go out as they are: whoever makes lines of foreign text, such as
/// file names, takes them out first.
public final class LinesProducer implements Producer {

    private static final String CRLF = "\r\n";

    private final Iterator<? extends CharSequence> lines;
    private final Runnable onClose;
    private final String end;
    private ByteBuffer line = Buffers.EMPTY;
    private boolean closed;

    public LinesProducer(Iterator<? extends CharSequence> lines) {
        this(lines, () -> {}, CRLF);
    }

    /// @param lines is closed with this producer
    public LinesProducer(Stream<? extends CharSequence> lines) {
        this(lines.iterator(), lines::close, CRLF);
    }

    /// Text in pieces that follow each other with nothing between them.
    public static LinesProducer ofPieces(Iterator<? extends CharSequence> pieces) {
        return new LinesProducer(pieces, () -> {}, "");
    }

    private LinesProducer(Iterator<? extends CharSequence> lines, Runnable onClose, String end) {
        this.lines = lines;
        this.end = end;
        this.onClose = onClose;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (!line.hasRemaining() && !advance()) {
                return Next.END;
            }
            Buffers.move(line, into);
        }
        return Next.MORE;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            line = Buffers.EMPTY;
            onClose.run();
        }
    }

    @Override
    public String name() {
        return "lines";
    }

    private boolean advance() throws IOException {
        try {
            if (!lines.hasNext()) {
                return false;
            }
            line = ByteBuffer.wrap((lines.next() + end).getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
