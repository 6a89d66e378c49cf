package medusa.filesystem;

import medusa.producer.Producer;

/// A file that is open for reading: to be closed, unless a producer took it over. One thread at a time.
public interface OpenFile extends AutoCloseable {

    /// Its attributes, read from the open file and not from its name.
    Attributes attributes();

    /// Produces `count` bytes from `position` on, and closes the file at its end. To be called once at most. Should the
    /// file turn out shorter than it was, the producer fails rather than to send something else.
    Producer produce(long position, long count);

    /// Where the same file is wanted more than once (several ranges): another open file on the same content, also after this one
    /// was closed.
    ///
    /// @throws FilesystemException if no other can be had
    OpenFile again() throws FilesystemException;

    @Override
    void close();

    /// A file that is in memory: `content` must not change any more.
    static OpenFile of(Attributes attributes, byte[] content) {
        return new MemoryFile(attributes, content);
    }
}
