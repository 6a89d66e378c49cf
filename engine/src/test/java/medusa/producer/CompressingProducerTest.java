package medusa.producer;

import static medusa.producer.Scripted.ask;
import static medusa.producer.Scripted.end;
import static medusa.producer.Scripted.failure;
import static medusa.producer.Scripted.stalled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class CompressingProducerTest {

    private static byte[] bytesOf(Producer producer, Producer.Next expected) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(4096);
        assertThat(producer.more(into)).isEqualTo(expected);
        return Arrays.copyOf(into.array(), into.position());
    }

    @Test
    void aStallLetsTheReaderSeeEverythingSoFar() throws Exception {
        CompressingProducer producer = CompressingProducer
                .deflate(new Scripted(stalled("first "), stalled(""), stalled("second"), end("")), 9);
        byte[] plain = new byte[100];
        try (Inflater reader = new Inflater()) {
            reader.setInput(bytesOf(producer, Producer.Next.STALLED));
            assertThat(new String(plain, 0, reader.inflate(plain))).isEqualTo("first ");
            assertThat(bytesOf(producer, Producer.Next.STALLED)).as("nothing new to flush").isEmpty();
            reader.setInput(bytesOf(producer, Producer.Next.STALLED));
            assertThat(new String(plain, 0, reader.inflate(plain))).isEqualTo("second");
            reader.setInput(bytesOf(producer, Producer.Next.END));
            assertThat(reader.inflate(plain)).isZero();
            assertThat(reader.finished()).isTrue();
        }
        producer.close();
    }

    @Test
    void takesInABoundedAmountPerCallAndStillMakesProgress() throws Exception {
        long zeros = 20L << 20;
        FileProducer source = new FileProducer(new ZeroFile(zeros), 0, zeros);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CompressingProducer producer = CompressingProducer.gzip(source, 9)) {
            Producer.Next next;
            do {
                long before = source.remaining();
                ByteBuffer into = ByteBuffer.allocate(64 << 10);
                next = producer.more(into);
                assertThat(into.position()).isPositive();
                assertThat(before - source.remaining()).isLessThanOrEqualTo(72 << 10);
                out.write(into.array(), 0, into.position());
            } while (next == Producer.Next.MORE);
        }
        assertThat(Decoders.gunzip(out.toByteArray())).isEqualTo(new byte[(int) zeros]);
        assertThat(out.size()).as("flushing for progress costs little").isLessThan((int) (zeros / 500));
    }

    @Test
    void equalContentsGiveEqualBytes() throws Exception {
        byte[] bytes = bytesOf(CompressingProducer.gzip(new Scripted(end("")), 1), Producer.Next.END);
        assertThat(bytes).containsExactly(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void lengthIsUnknownUntilTheEnd() throws Exception {
        CompressingProducer producer = CompressingProducer.gzip(new Scripted(end("x")), 5);
        assertThat(producer.remaining()).isEqualTo(-1);
        bytesOf(producer, Producer.Next.END);
        assertThat(producer.remaining()).isZero();
        assertThat(producer.name()).isEqualTo("gzip(scripted)");
    }

    @Test
    void closesOnceAfterAFailureToo() {
        Scripted source = new Scripted(failure("disk"));
        CompressingProducer producer = CompressingProducer.deflate(source, 5);
        assertThatThrownBy(() -> ask(producer, 256)).hasMessage("disk");
        producer.close();
        producer.close();
        assertThat(source.closes).isEqualTo(1);
    }

    @Test
    void refusesALevelThatIsNone() {
        assertThatThrownBy(() -> CompressingProducer.gzip(new Scripted(), 0)).hasMessageContaining("level 0");
        assertThatThrownBy(() -> CompressingProducer.deflate(new Scripted(), 10)).hasMessageContaining("level 10");
    }

    /// Nothing but zeros, as many as you like.
    private static final class ZeroFile extends FakeFile {

        ZeroFile(long size) {
            super(size, (position, count) -> count);
        }

        @Override
        public int read(ByteBuffer into, long position) {
            int count = into.remaining();
            into.put(new byte[count]);
            return count;
        }
    }
}
