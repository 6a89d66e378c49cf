package medusa.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinesProducerTest {

    @Test
    void pullsOnlyWhatFits() throws Exception {
        AtomicInteger pulled = new AtomicInteger();
        Stream<String> endless = IntStream.iterate(1000, i -> i + 1).mapToObj(i -> {
            pulled.incrementAndGet();
            return "line " + i;
        });
        LinesProducer lines = new LinesProducer(endless);
        assertThat(Scripted.ask(lines, 256)).startsWith("line 1000\r\nline 1001\r\n").endsWith("|MORE");
        assertThat(pulled.get()).isEqualTo(24); // of 11 bytes each
    }

    @Test
    void closesItsStreamOnce() {
        AtomicInteger closes = new AtomicInteger();
        Stream<String> source = Stream.of("a").onClose(closes::incrementAndGet);
        LinesProducer lines = new LinesProducer(source);
        lines.close();
        lines.close();
        assertThat(closes.get()).isEqualTo(1);
    }

    @Test
    void passesOnTheFailureOfItsSource() {
        IOException failure = new IOException("directory vanished");
        LinesProducer lines = new LinesProducer(Stream.of("a").map(line -> {
            throw new UncheckedIOException(failure);
        }));
        assertThatThrownBy(() -> Scripted.ask(lines, 256)).isSameAs(failure);
    }

    @Test
    void replacesWhatIsNoText() throws Exception {
        assertThat(Scripted.ask(new LinesProducer(Stream.of("a\ud800b")), 256)).isEqualTo("a?b\r\n|END");
    }
}
