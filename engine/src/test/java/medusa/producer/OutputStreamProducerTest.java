package medusa.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutputStreamProducerTest {

    private static final Runnable NO_WAKE = () -> {};

    /// A reactor of one producer: sleeps after a stall until it is woken, and is the thread that called `wakeWith`.
    private static byte[] drain(OutputStreamProducer producer, int room) throws Exception {
        Semaphore wakes = new Semaphore(0);
        producer.wakeWith(wakes::release);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer into = ByteBuffer.allocate(room);
        Producer.Next next;
        do {
            wakes.drainPermits();
            next = producer.more(into.clear());
            out.write(into.array(), 0, into.position());
            if (next == Producer.Next.STALLED) {
                assertThat(wakes.tryAcquire(50, TimeUnit.SECONDS)).as("woken").isTrue();
            } else if (next == Producer.Next.MORE) {
                assertThat(into.position()).isPositive();
            }
        } while (next != Producer.Next.END);
        return out.toByteArray();
    }

    private static Thread worker(Callable<?> work, AtomicReference<Throwable> thrown) {
        return Thread.ofVirtual().start(() -> thrown.set(catchThrowable(work::call)));
    }

    private static void awaitBlocked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void carriesWhatAWorkerWrites() throws Exception {
        byte[] data = new byte[3_000_000];
        new Random(7).nextBytes(data);
        OutputStreamProducer producer = new OutputStreamProducer(1000);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread worker = worker(() -> {
            Random random = new Random(8);
            try (OutputStream stream = producer.stream()) {
                for (int at = 0; at < data.length;) {
                    int count = Math.min(data.length - at, random.nextInt(3000));
                    stream.write(data, at, count);
                    at += count;
                }
            }
            return null;
        }, thrown);
        assertThat(drain(producer, 700)).isEqualTo(data);
        worker.join();
        assertThat(thrown.get()).isNull();
    }

    @Test
    void losesNoWakeUpInManySmallEncounters() throws Exception {
        OutputStreamProducer producer = new OutputStreamProducer(1);
        Thread worker = Thread.ofPlatform().start(() -> {
            try (OutputStream stream = producer.stream()) {
                for (int i = 0; i < 30_000; i++) {
                    stream.write(i);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(drain(producer, 256)).hasSize(30_000);
        worker.join();
    }

    @Test
    void severalWritersKeepTheirWritesWhole() throws Exception {
        OutputStreamProducer producer = new OutputStreamProducer(7);
        CompletableFuture<?>[] writers = new CompletableFuture<?>[4];
        for (int w = 0; w < writers.length; w++) {
            byte[] word = "abcd".substring(w, w + 1).repeat(10).getBytes();
            writers[w] = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 500; i++) {
                        producer.stream().write(word);
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }, Thread.ofVirtual()::start);
        }
        CompletableFuture.allOf(writers).whenComplete((nothing, failure) -> close(producer));
        String all = new String(drain(producer, 256));
        for (int at = 0; at < all.length(); at += 10) {
            assertThat(all.substring(at, at + 10)).isEqualTo(all.substring(at, at + 1).repeat(10));
        }
        assertThat(all).hasSize(4 * 500 * 10);
    }

    private static void close(OutputStreamProducer producer) {
        try {
            producer.stream().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aWriterEndsWhenThePeerHasGone() throws Exception {
        OutputStreamProducer producer = new OutputStreamProducer(10);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread worker = worker(() -> {
            producer.stream().write(new byte[11]);
            return null;
        }, thrown);
        awaitBlocked(worker);
        producer.close();
        worker.join();
        assertThat(thrown.get()).isInstanceOf(IOException.class).hasMessageContaining("nobody reads");
        assertThatThrownBy(() -> producer.stream().write(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> producer.offer(new byte[1], 0, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void aBlockedWriterCanBeInterrupted() throws Exception {
        OutputStreamProducer producer = new OutputStreamProducer(10);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicInteger status = new AtomicInteger();
        Thread worker = worker(() -> {
            try {
                producer.stream().write(new byte[12]);
            } finally {
                status.set(Thread.currentThread().isInterrupted() ? 1 : 0);
            }
            return null;
        }, thrown);
        awaitBlocked(worker);
        worker.interrupt();
        worker.join();
        assertThat(thrown.get()).isInstanceOfSatisfying(InterruptedIOException.class,
                e -> assertThat(e.bytesTransferred).isEqualTo(10));
        assertThat(status.get()).isEqualTo(1);
    }

    @Test
    void aWriterBehindAnotherCanBeInterrupted() throws Exception {
        OutputStreamProducer producer = new OutputStreamProducer(10);
        AtomicReference<Throwable> first = new AtomicReference<>();
        AtomicReference<Throwable> second = new AtomicReference<>();
        Thread holder = worker(() -> {
            producer.stream().write(new byte[11]);
            return null;
        }, first);
        awaitBlocked(holder);
        Thread behind = worker(() -> {
            producer.stream().write(1);
            return null;
        }, second);
        awaitBlocked(behind);
        assertThat(producer.offer(new byte[1], 0, 1)).as("offer never waits").isZero();
        behind.interrupt();
        behind.join();
        assertThat(second.get()).isInstanceOf(InterruptedIOException.class);
        producer.close();
        holder.join();
    }

    @Test
    void abortMakesTheProducerThrowAndFreesTheWriter() throws Exception {
        OutputStreamProducer producer = new OutputStreamProducer(10);
        AtomicInteger wakes = new AtomicInteger();
        producer.wakeWith(wakes::incrementAndGet);
        assertThat(Scripted.ask(producer, 256)).isEqualTo("|STALLED");
        IOException cause = new IOException("out of ideas");
        producer.abort(cause);
        producer.stream().close(); // as try-with-resources does: this is no regular end any more
        assertThat(wakes.get()).isEqualTo(1);
        assertThatThrownBy(() -> Scripted.ask(producer, 256)).isInstanceOf(IOException.class).hasCause(cause);
        assertThatThrownBy(() -> producer.stream().write(1)).isInstanceOf(IOException.class).hasCause(cause);
        assertThat(producer.remaining()).isEqualTo(-1);
    }

    @Test
    void theReaderItselfOffersAndNeverWaitsForItself() throws Exception {
        OutputStreamProducer producer = new OutputStreamProducer(5);
        producer.wakeWith(NO_WAKE);
        byte[] text = "0123456789".getBytes();
        assertThat(producer.offer(text, 0, 10)).isEqualTo(5);
        assertThat(producer.offer(text, 5, 5)).isZero();
        assertThatThrownBy(() -> producer.stream().write(1)).isInstanceOf(IOException.class)
                .hasMessageContaining("stream full");
        assertThat(Scripted.ask(producer, 256)).isEqualTo("01234|STALLED");
        assertThat(producer.offer(text, 5, 5)).isEqualTo(5);
        producer.stream().close();
        assertThat(producer.remaining()).isEqualTo(5);
        assertThat(Scripted.ask(producer, 256)).isEqualTo("56789|END");
        assertThatThrownBy(() -> producer.stream().write(1)).hasMessageContaining("closed");
    }

    @Test
    void aWakeThatIsGivenAfterTheFirstWriteRunsAtOnce() throws Exception {
        AtomicInteger wakes = new AtomicInteger();
        OutputStreamProducer written = new OutputStreamProducer(5);
        written.stream().write(1);
        written.wakeWith(wakes::incrementAndGet);
        OutputStreamProducer ended = new OutputStreamProducer(5);
        ended.stream().close();
        ended.wakeWith(wakes::incrementAndGet);
        assertThat(wakes.get()).isEqualTo(2);
    }

    @Test
    void wakesOnceForManyWrites() throws Exception {
        AtomicInteger wakes = new AtomicInteger();
        OutputStreamProducer producer = new OutputStreamProducer(100);
        producer.wakeWith(wakes::incrementAndGet);
        Scripted.ask(producer, 256);
        byte[] word = new byte[10];
        Arrays.fill(word, (byte) 'w');
        for (int i = 0; i < 10; i++) {
            producer.stream().write(word);
        }
        assertThat(wakes.get()).isEqualTo(1);
    }
}
