package medusa.http.extension;

import java.nio.ByteBuffer;

import medusa.filesystem.Attributes;
import medusa.filesystem.OpenFile;
import medusa.producer.BytesProducer;
import medusa.producer.Producer;

/// A file whose content is in a direct buffer, which never changes.
record BufferFile(Attributes attributes, ByteBuffer content) implements OpenFile {

    @Override
    public Producer produce(long position, long count) {
        return new BytesProducer(content.slice(Math.toIntExact(position), Math.toIntExact(count)));
    }

    @Override
    public void close() {
        // nothing is open
    }
}
