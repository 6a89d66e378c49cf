package medusa.producer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;

/// Lines of text in UTF-8, each followed by CRLF, pulled from their source only as they fit.
///
/// The source is asked on the reactor thread, so it must not block. An [UncheckedIOException] from it counts as the
/// [IOException] that it carries. Line ends inside a line go out as they are: whoever makes lines of foreign text, such as
/// file names, takes them out first.
public final class LinesProducer implements Producer {

    private final Iterator<? extends CharSequence> lines;
    private final Runnable onClose;
    private ByteBuffer line = Buffers.EMPTY;
    private boolean closed;

    public LinesProducer(Iterator<? extends CharSequence> lines) {
        this(lines, () -> {});
    }

    /// @param lines is closed with this producer
    public LinesProducer(Stream<? extends CharSequence> lines) {
        this(lines.iterator(), lines::close);
    }

    private LinesProducer(Iterator<? extends CharSequence> lines, Runnable onClose) {
        this.lines = lines;
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
            line = ByteBuffer.wrap((lines.next() + "\r\n").getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
