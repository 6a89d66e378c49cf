package medusa.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Random;

/// Pulls a producer empty as a channel does, and checks the contract at every step.
final class Drive {

    private static final byte CANARY = 0x5a;
    private static final int MARGIN = 16;
    private static final int MOST_STEPS = 2_000_000;

    private final Producer producer;
    private final Runnable tick;
    private final int room;
    private final Random random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean woken;
    private int steps;

    /// @param tick lets time pass for sources that stall
    /// @param room how large a buffer the producer finds
    Drive(Producer producer, Runnable tick, int room, Random random) {
        this.producer = producer;
        this.tick = tick;
        this.room = room;
        this.random = random;
        producer.wakeWith(() -> woken = true);
    }

    /// All bytes by [Producer#more] alone, as over TLS.
    byte[] copying() throws IOException {
        while (step() != Producer.Next.END) {
            count();
        }
        ByteBuffer after = ByteBuffer.allocate(room);
        assertThat(producer.more(after)).as("after the end").isEqualTo(Producer.Next.END);
        assertThat(after.position()).as("bytes after the end").isZero();
        return out.toByteArray();
    }

    /// All bytes, those at hand and those of files without a copy, as to a plain socket.
    byte[] direct() throws IOException {
        while (true) {
            count();
            ByteBuffer ready = producer.ready();
            if (ready != null) {
                assertThat(ready.isDirect()).isTrue();
                return sendAll(ready);
            } else if (producer.transferable()) {
                long remaining = producer.remaining();
                assertThat(remaining).as("remaining of a transferable producer").isNotNegative();
                if (remaining == 0) {
                    return out.toByteArray();
                }
                long sent = producer.transferTo(new SlowSocket(), 1 + random.nextInt(100_000));
                assertThat(producer.remaining()).isEqualTo(remaining - sent);
            } else if (step() == Producer.Next.END) {
                return out.toByteArray();
            }
        }
    }

    /// A buffer at hand holds all the bytes left: a channel sends it together with what is queued behind it.
    private byte[] sendAll(ByteBuffer ready) {
        while (ready.hasRemaining()) {
            assertThat(producer.ready()).isSameAs(ready);
            new SlowSocket().write(ready);
        }
        assertThat(producer.ready().hasRemaining()).isFalse();
        return out.toByteArray();
    }

    /// One call of `more`; after a stall it waits for a wake-up that came during the call or later, as a channel does that
    /// has no use for one that came before.
    Producer.Next step() throws IOException {
        if (random.nextInt(4) == 0) {
            tick.run();
        }
        woken = false;
        ByteBuffer whole = random.nextBoolean()
                ? ByteBuffer.allocate(room + 2 * MARGIN)
                : ByteBuffer.allocateDirect(room + 2 * MARGIN);
        byte[] canaries = new byte[whole.capacity()];
        Arrays.fill(canaries, CANARY);
        whole.put(canaries).position(MARGIN).limit(MARGIN + room);
        long before = producer.remaining();
        Producer.Next next = producer.more(whole);
        int put = check(whole, next);
        if (before >= 0) {
            assertThat(producer.remaining()).as("remaining").isEqualTo(before - put);
        }
        if (next == Producer.Next.STALLED) {
            awaitWake();
        }
        return next;
    }

    private int check(ByteBuffer whole, Producer.Next next) {
        assertThat(whole.limit()).as("limit").isEqualTo(MARGIN + room);
        int put = whole.position() - MARGIN;
        assertThat(put).isNotNegative();
        if (next == Producer.Next.MORE) {
            assertThat(put).as("bytes put with MORE").isPositive();
        }
        whole.clear();
        byte[] all = new byte[whole.capacity()];
        whole.get(all);
        assertThat(untouched(all, 0) && untouched(all, MARGIN + room)).as("bytes around the room untouched").isTrue();
        out.write(all, MARGIN, put);
        return put;
    }

    private void awaitWake() {
        for (int i = 0; !woken; i++) {
            tick.run();
            if (i == 1000) {
                fail("the wake-up was lost");
            }
        }
    }

    private void count() {
        if (++steps > MOST_STEPS) {
            fail("no end in sight");
        }
    }

    private static boolean untouched(byte[] all, int from) {
        for (int i = from; i < from + MARGIN; i++) {
            if (all[i] != CANARY) {
                return false;
            }
        }
        return true;
    }

    /// Takes a random part of what it is offered, at times nothing.
    private final class SlowSocket implements WritableByteChannel {

        @Override
        public int write(ByteBuffer from) {
            int count = random.nextInt(from.remaining() + 1);
            byte[] bytes = new byte[count];
            from.get(bytes);
            out.writeBytes(bytes);
            return count;
        }

        @Override
        public boolean isOpen() { return true; }

        @Override
        public void close() {}
    }
}
