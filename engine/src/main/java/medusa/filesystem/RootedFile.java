package medusa.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

import medusa.filesystem.FilesystemException.Reason;
import medusa.producer.FileProducer;
import medusa.producer.Producer;

/// A file of the machine, open for reading.
final class RootedFile implements OpenFile {
    private final RootedFilesystem files;
    private final VirtualPath path;
    private final Attributes attributes;
    private ReadableByteChannel channel;

    RootedFile(RootedFilesystem files, VirtualPath path, Attributes attributes, ReadableByteChannel channel) {
        this.files = files;
        this.path = path;
        this.attributes = attributes;
        this.channel = channel;
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public Producer produce(long position, long count) {
        if (channel == null) {
            throw new IllegalStateException("closed, or produced before");
        }
        Producer producer = channel instanceof FileChannel file
                ? new FileProducer(file, position, count)
                : new ChannelProducer(channel, position, count);
        channel = null;
        return producer;
    }

    /// Opens its path again, and makes sure that the same file is there, unchanged.
    @Override
    public OpenFile again() throws FilesystemException {
        OpenFile again = files.open(path);
        if (again.attributes().equals(attributes)) {
            return again;
        }
        again.close();
        throw Failures.of(Reason.NOT_FOUND, path);
    }

    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing was written, so nothing can be lost.
        }
        channel = null;
    }
}
