package medusa.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferListProducerTest {

    private static ByteBuffer heap(String text) {
        return StandardCharsets.US_ASCII.encode(text);
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(heap(text)).flip();
    }

    @Test
    void packsSmallBuffersTogether() throws Exception {
        List<ByteBuffer> buffers = List.of(heap("a"), direct("b"), heap(""), direct("c"));
        BufferListProducer producer = new BufferListProducer(buffers);
        assertThat(producer.remaining()).isEqualTo(3);
        assertThat(producer.ready()).as("more comes behind it").isNull();
        assertThat(Scripted.ask(producer, 256)).isEqualTo("abc|END");
        assertThat(buffers.getFirst().position()).as("the caller's own position").isZero();
    }

    @Test
    void leavesALargeDirectBufferAtTheEndToBeSentAsItIs() throws Exception {
        BufferListProducer producer = new BufferListProducer(List.of(heap("head "), direct("x".repeat(1000))));
        assertThat(Scripted.ask(producer, 256)).isEqualTo("head |MORE");
        assertThat(producer.ready().remaining()).isEqualTo(1000);
        producer.ready().position(1000);
        assertThat(producer.ready().hasRemaining()).as("empty is the end").isFalse();
        assertThat(producer.remaining()).isZero();
    }

    @Test
    void anEmptyListEndsAtOnce() throws Exception {
        assertThat(Scripted.ask(new BufferListProducer(List.of()), 256)).isEqualTo("|END");
        assertThat(new BufferListProducer(List.of()).ready().hasRemaining()).isFalse();
    }
}
