package medusa.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BytesProducerTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    @Test
    void aDirectBufferIsOfferedAsItIs() {
        ByteBuffer shared = ByteBuffer.allocateDirect(5).put(HELLO).flip();
        BytesProducer one = new BytesProducer(shared);
        BytesProducer other = new BytesProducer(shared);
        one.ready().get();
        shared.put(4, (byte) '!'); // seen through the producer: there is no copy
        assertThat(one.ready().get(4)).isEqualTo((byte) '!');
        assertThat(one.remaining()).isEqualTo(4);
        assertThat(other.remaining()).as("each keeps its own position").isEqualTo(5);
        assertThat(shared.position()).isZero();
    }

    @Test
    void aHeapArrayIsCopiedPieceByPiece() throws Exception {
        BytesProducer bytes = new BytesProducer(HELLO, 1, 3);
        assertThat(bytes.ready()).isNull();
        assertThat(Scripted.ask(bytes, 2)).isEqualTo("el|MORE");
        assertThat(bytes.remaining()).isEqualTo(1);
        assertThat(Scripted.ask(bytes, 2)).isEqualTo("l|END");
    }

    @Test
    void aReadOnlyBufferDoesToo() throws Exception {
        BytesProducer bytes = new BytesProducer(ByteBuffer.wrap(HELLO).asReadOnlyBuffer());
        assertThat(Scripted.ask(bytes, 256)).isEqualTo("hello|END");
    }
}
