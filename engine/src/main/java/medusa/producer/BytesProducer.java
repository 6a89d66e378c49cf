package medusa.producer;

import java.nio.ByteBuffer;

/// Bytes that are in memory already. A direct buffer goes to the socket as it is; a heap array is copied piece by piece,
/// since the JDK would otherwise copy the whole of it into a hidden direct buffer for every write.
///
/// The bytes are not copied when the producer is made: they must not change until it is closed. One buffer may serve many
/// producers at the same time, each keeps its own position.
public final class BytesProducer implements Producer {

    private ByteBuffer bytes;

    public BytesProducer(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    public BytesProducer(byte[] bytes, int offset, int length) {
        this(ByteBuffer.wrap(bytes, offset, length));
    }

    /// @param bytes what lies between its position and its limit now; the caller's own position stays
    public BytesProducer(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
    }

    @Override
    public Next more(ByteBuffer into) {
        Buffers.move(bytes, into);
        return bytes.hasRemaining() ? Next.MORE : Next.END;
    }

    @Override
    public ByteBuffer ready() {
        return bytes.isDirect() ? bytes : null;
    }

    @Override
    public long remaining() {
        return bytes.remaining();
    }

    @Override
    public void close() {
        bytes = Buffers.EMPTY;
    }

    @Override
    public String name() {
        return "bytes";
    }
}
