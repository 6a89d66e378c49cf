package medusa.filesystem;

import medusa.producer.Producer;

/// A file that is open for reading. It stays open until it is closed and every producer that it made is closed too, so one
/// that many want at once is opened once. One thread at a time makes producers; each of them may be used and closed on
/// another.
public interface OpenFile extends AutoCloseable {

    /// Its attributes when it was opened, read from the open file and not from its name.
    Attributes attributes();

    /// Produces `count` bytes from `position` on: of the content that the file had when it was opened, or else a failure. A
    /// file that became shorter or was rewritten in place ends the producer with an exception; what was appended is not sent;
    /// what becomes of its name does not matter.
    ///
    /// @throws IllegalStateException after it was closed
    Producer produce(long position, long count);

    /// Idempotent.
    @Override
    void close();

    /// A file that is in memory: `content` must not change any more.
    static OpenFile of(Attributes attributes, byte[] content) {
        return new MemoryFile(attributes, content);
    }
}
