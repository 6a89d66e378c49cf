package medusa.ftp;

import java.util.Iterator;

/// Lines without their ends, a character for each byte, made as they are asked for. May block; one thread at a time. A failure in the
/// middle is an [java.io.UncheckedIOException].
interface Lines extends Iterator<String>, AutoCloseable {
    @Override
    void close();
}
