package medusa.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

class OffloadedProducerTest {
    private final ArrayDeque<Runnable> work = new ArrayDeque<>();
    private final ArrayDeque<Runnable> home = new ArrayDeque<>();
    private final ByteBuffer into = ByteBuffer.allocate(1000);
    private int wakes;

    private OffloadedProducer offload(Producer inner) {
        OffloadedProducer producer = new OffloadedProducer(inner, work::add, home::add, 300);
        producer.wakeWith(() -> wakes++);
        return producer;
    }

    private String text() {
        String text = StandardCharsets.ISO_8859_1.decode(into.flip()).toString();
        into.clear();
        return text;
    }

    @Test
    void nothingIsDoneBeforeItIsAskedForAndNoMoreThanOneBlock() throws IOException {
        Scripted inner = new Scripted(Scripted.more("one"), Scripted.more("two"), Scripted.end("three"));
        OffloadedProducer producer = offload(inner);
        assertThat(work).isEmpty();
        assertThat(producer.more(into)).isEqualTo(Producer.Next.STALLED);
        assertThat(producer.more(into)).isEqualTo(Producer.Next.STALLED);
        assertThat(work).hasSize(1);
        assertThat(inner.asked).isZero();
        work.remove().run();
        assertThat(wakes).isEqualTo(1);
        assertThat(inner.asked).isEqualTo(1);
        assertThat(work).as("while the peer has not taken the first").isEmpty();
        assertThat(producer.more(into)).isEqualTo(Producer.Next.STALLED);
        assertThat(text()).isEqualTo("one");
        work.remove().run();
        assertThat(producer.more(into)).isEqualTo(Producer.Next.STALLED);
        work.remove().run();
        assertThat(producer.remaining()).isEqualTo(5);
        assertThat(producer.more(into)).isEqualTo(Producer.Next.END);
        assertThat(text()).isEqualTo("twothree");
        assertThat(producer.more(into)).isEqualTo(Producer.Next.END);
        assertThat(work).isEmpty();
        producer.close();
        assertThat(inner.closes).isEqualTo(1);
    }

    @Test
    void aStallOfTheInnerOneLastsUntilItWakes() throws IOException {
        Scripted inner = new Scripted(Scripted.stalled(""), Scripted.end("late"));
        OffloadedProducer producer = offload(inner);
        producer.more(into);
        work.remove().run();
        assertThat(producer.more(into)).isEqualTo(Producer.Next.STALLED);
        assertThat(work).isEmpty();
        int before = wakes;
        inner.wake.run();
        assertThat(wakes).isEqualTo(before + 1);
        assertThat(producer.more(into)).isEqualTo(Producer.Next.STALLED);
        work.remove().run();
        assertThat(producer.more(into)).isEqualTo(Producer.Next.END);
        assertThat(text()).isEqualTo("late");
    }

    @Test
    void theInnerOneIsNotClosedUnderTheHandsOfTheWorker() throws IOException {
        Scripted inner = new Scripted(Scripted.more("one"), Scripted.end(""));
        OffloadedProducer producer = offload(inner);
        producer.more(into);
        Runnable atWork = work.remove();
        producer.close();
        producer.close();
        assertThat(inner.closes).isZero();
        atWork.run();
        assertThat(inner.asked).as("work that had not begun").isZero();
        assertThat(inner.closes).as("on the worker's thread").isZero();
        home.remove().run();
        assertThat(inner.closes).isEqualTo(1);
        assertThat(home).isEmpty();
    }

    @Test
    void aCloseWhileTheWorkerIsInsideWaitsForIt() throws IOException {
        OffloadedProducer[] producer = new OffloadedProducer[1];
        int[] closes = new int[1];
        producer[0] = offload(new Producer() {
            @Override
            public Next more(ByteBuffer block) {
                producer[0].close(); // the peer goes just now
                assertThat(closes[0]).isZero();
                return Next.END;
            }

            @Override
            public void close() {
                closes[0]++;
            }
        });
        producer[0].more(into);
        work.remove().run();
        home.remove().run();
        assertThat(closes[0]).isEqualTo(1);
    }

    @Test
    void failuresComeBackToTheChannel() throws IOException {
        OffloadedProducer failing = offload(new Scripted(Scripted.failure("disk")));
        failing.more(into);
        work.remove().run();
        assertThatThrownBy(() -> failing.more(into)).isInstanceOf(IOException.class)
                .hasRootCauseMessage("disk");
        OffloadedProducer lazy = offload(new Scripted(Scripted.more("")));
        lazy.more(into);
        work.remove().run();
        assertThatThrownBy(() -> lazy.more(into)).isInstanceOf(IllegalStateException.class);
        OffloadedProducer rejected = new OffloadedProducer(new Scripted(), task -> {
            throw new RejectedExecutionException();
        }, Runnable::run, 300);
        assertThatThrownBy(() -> rejected.more(into)).isInstanceOf(IOException.class);
        rejected.close();
    }
}
