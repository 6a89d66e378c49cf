package medusa.producer;

import static medusa.producer.Scripted.ask;
import static medusa.producer.Scripted.end;
import static medusa.producer.Scripted.more;
import static medusa.producer.Scripted.stalled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkedProducerTest {

    @Test
    void makesOneChunkOfEachPiece() throws Exception {
        ChunkedProducer chunked = new ChunkedProducer(
                new Scripted(more("hello"), stalled("x".repeat(26)), stalled(""), end("bye")));
        assertThat(ask(chunked, 4096)).isEqualTo("5\r\nhello\r\n|MORE");
        assertThat(ask(chunked, 4096)).isEqualTo("1a\r\n" + "x".repeat(26) + "\r\n|STALLED");
        assertThat(ask(chunked, 4096)).isEqualTo("|STALLED");
        assertThat(ask(chunked, 4096)).isEqualTo("3\r\nbye\r\n0\r\n\r\n|END");
        assertThat(ask(chunked, 4096)).isEqualTo("|END");
    }

    @Test
    void anEmptyBodyIsTheLastChunkAlone() throws Exception {
        assertThat(ask(new ChunkedProducer(new Scripted(end(""))), 256)).isEqualTo("0\r\n\r\n|END");
    }

    @Test
    void asksForTrailersAtTheEnd() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ChunkedProducer chunked = new ChunkedProducer(new Scripted(more("a"), end("b")), () -> {
            asked.incrementAndGet();
            Map<String, String> trailers = new LinkedHashMap<>();
            trailers.put("Digest", "md5=x");
            trailers.put("X-Empty", "");
            return trailers;
        });
        ask(chunked, 256);
        assertThat(asked.get()).isZero();
        assertThat(ask(chunked, 4096)).isEqualTo("1\r\nb\r\n0\r\nDigest: md5=x\r\nX-Empty: \r\n\r\n|END");
        ask(chunked, 256);
        assertThat(asked.get()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"X, 'a\nSet-Cookie: b'", "X, 'a\rb'", "X, 'a\u0000b'", "X: y, a", "'', a", "X y, a"})
    void refusesTrailersThatWouldForgeLines(String name, String value) {
        ChunkedProducer chunked = new ChunkedProducer(new Scripted(end("")), () -> Map.of(name, value));
        assertThatThrownBy(() -> ask(chunked, 4096)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesTheInnerProducerItsDueInASmallBuffer() throws Exception {
        ChunkedProducer chunked = new ChunkedProducer(new Scripted(end("x".repeat(Producer.MIN_ROOM))));
        String all = "100\r\n" + "x".repeat(Producer.MIN_ROOM) + "\r\n0\r\n\r\n";
        assertThat(ask(chunked, Producer.MIN_ROOM)).isEqualTo(all.substring(0, Producer.MIN_ROOM) + "|MORE");
        assertThat(ask(chunked, Producer.MIN_ROOM)).isEqualTo(all.substring(Producer.MIN_ROOM) + "|END");
    }

    @Test
    void showsWhatItWraps() {
        Producer nested = new ChunkedProducer(CompressingProducer.gzip(new Scripted(), 5));
        assertThat(nested.name()).isEqualTo("chunked(gzip(scripted))");
    }
}
