package medusa.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;

import medusa.producer.FileProducer;
import medusa.producer.Producer;

/// A file of a `java.nio` file system, open for reading; on a disk all its producers share one channel.
final class RootedFile implements OpenFile, FileProducer.Holder {
    private final Tree.Node node;
    private final Attributes attributes;
    /// The file itself and its producers.
    private final AtomicInteger users = new AtomicInteger(1);
    private boolean closed;
    /// Null as soon as a producer has it that cannot share it.
    private ReadableByteChannel channel;
    /// Null until somebody wants the content, which a conditional request often does not.
    private ContentWatch watch;

    /// @param node closed with this file, but not if this fails
    RootedFile(Tree.Node node) throws FilesystemException {
        this.node = node;
        attributes = node.attributes();
        channel = node.read();
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public synchronized Producer produce(long position, long count) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        Producer producer;
        if (channel instanceof FileChannel file) {
            producer = new FileProducer(file, position, count, this);
            if (watch == null) {
                watch = new ContentWatch(node, attributes, file);
            }
        } else {
            producer = new ChannelProducer(this::unshared, position, count, this::release);
        }
        users.incrementAndGet();
        return producer;
    }

    /// The channel that was opened first, and another one for each further producer: they have one position only.
    private synchronized ReadableByteChannel unshared() throws IOException {
        ReadableByteChannel first = channel;
        channel = null;
        return first == null ? node.read() : first;
    }

    @Override
    public synchronized void requireUnchanged() throws IOException {
        watch.check();
    }

    @Override
    public void release() {
        if (users.decrementAndGet() > 0) {
            return;
        }
        node.close();
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException ignored) {
            // Nothing was written, so nothing can be lost.
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }
}
