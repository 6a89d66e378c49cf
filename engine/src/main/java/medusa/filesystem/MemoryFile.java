package medusa.filesystem;

import medusa.producer.BytesProducer;
import medusa.producer.Producer;

/// A file that is in memory.
record MemoryFile(Attributes attributes, byte[] content) implements OpenFile {

    @Override
    public Producer produce(long position, long count) {
        return new BytesProducer(content, Math.toIntExact(position), Math.toIntExact(count));
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
