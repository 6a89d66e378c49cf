package medusa.producer;

import static medusa.producer.Scripted.ask;
import static medusa.producer.Scripted.end;
import static medusa.producer.Scripted.failure;
import static medusa.producer.Scripted.more;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookedProducerTest {

    private final List<String> heard = new ArrayList<>();

    private HookedProducer hooked(Producer inner) {
        return new HookedProducer(inner, (bytes, complete) -> heard.add(bytes + (complete ? " complete" : " cut")));
    }

    @Test
    void tellsTheWholeAtTheEnd() throws Exception {
        HookedProducer producer = hooked(new Scripted(more("12345"), end("678")));
        ask(producer, 256);
        ask(producer, 256);
        assertThat(heard).isEmpty();
        producer.close();
        producer.close();
        assertThat(heard).containsExactly("8 complete");
    }

    @Test
    void tellsWhatWasCutOff() throws Exception {
        HookedProducer producer = hooked(new Scripted(more("12345")));
        ask(producer, 256);
        producer.close();
        assertThat(heard).containsExactly("5 cut");
    }

    @Test
    void aFailureIsNoEnd() throws Exception {
        HookedProducer producer = hooked(new Scripted(more("12345"), failure("disk")));
        ask(producer, 256);
        assertThatThrownBy(() -> ask(producer, 256)).isInstanceOf(IOException.class);
        producer.close();
        assertThat(heard).containsExactly("5 cut");
    }

    @Test
    void countsWhatLeavesThroughABufferAtHand() {
        HookedProducer cut = hooked(new BytesProducer(ByteBuffer.allocateDirect(1000)));
        cut.ready().position(300);
        cut.ready().position(700);
        cut.close();
        HookedProducer whole = hooked(new BytesProducer(ByteBuffer.allocateDirect(1000)));
        whole.ready().position(1000);
        whole.close();
        assertThat(heard).containsExactly("700 cut", "1000 complete");
    }

    @Test
    void countsWhatIsTransferred() throws Exception {
        HookedProducer cut = hooked(new FileProducer(new FakeFile(100, (position, count) -> 40), 0, 100));
        cut.transferTo(Channels.newChannel(new ByteArrayOutputStream()), 100);
        cut.close();
        HookedProducer failed = hooked(new FileProducer(new FakeFile(0, (position, count) -> 0), 0, 100));
        assertThatThrownBy(() -> failed.transferTo(Channels.newChannel(new ByteArrayOutputStream()), 100))
                .isInstanceOf(IOException.class);
        failed.close();
        HookedProducer whole = hooked(new FileProducer(new FakeFile(100, (position, count) -> count), 0, 100));
        whole.transferTo(Channels.newChannel(new ByteArrayOutputStream()), 100);
        whole.close();
        assertThat(heard).containsExactly("40 cut", "0 cut", "100 complete");
    }

    @Test
    void aBrokenHookKeepsNothingOpen() {
        Scripted inner = new Scripted();
        HookedProducer producer = new HookedProducer(inner, (bytes, complete) -> {
            throw new IllegalStateException("broken hook");
        });
        assertThatThrownBy(producer::close).hasMessage("broken hook");
        assertThat(inner.closes).isEqualTo(1);
    }
}
