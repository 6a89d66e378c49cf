package medusa.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

import medusa.producer.BytesProducer;
import medusa.producer.Producer;

/// What a channel has still to send: blocks of bytes at hand and producers, in order. A producer is asked for bytes only
/// when everything before it is ready and less than one buffer is waiting, so a peer that does not read costs one buffer.
/// Bytes from small pushes, and from a producer behind them, share a block: header and body leave in one write.
final class OutputQueue {
    /// The most buffers that one write gathers.
    static final int GATHER = 16;
    /// The most calls of producers between two writes; those that give a byte at a time must not own the loop.
    private static final int PULLS = 64;
    /// What a write costs at least of the budget, for the same reason.
    private static final int LEAST_COST = 4 << 10;

    /// The least block for bytes that have to wait behind others.
    private static final int WAITING_BLOCK = 4 << 10;

    /// How a flush ended.
    enum Outcome {
        /// Nothing is left.
        EMPTY,
        /// The socket takes no more.
        BLOCKED,
        /// The turn's budget has gone.
        SPENT,
        /// The first producer has nothing for now.
        STALLED
    }

    /// What a queue is emptied into.
    interface Sink {
        /// Takes what it can from the first `count` buffers, in order.
        ///
        /// @param size of what is offered; told how much the peer took, which may be less than the sink did
        /// @return the number of bytes taken; fewer than there are means that it is full
        long write(ByteBuffer[] from, int count, BufferSize size) throws IOException;

        /// Where a producer may send its bytes by itself; null if they must all pass through [#write].
        WritableByteChannel direct();
    }

    private abstract static sealed class Entry {
        Entry next;

        /// The bytes at hand, or null for a producer that has to be asked.
        abstract ByteBuffer ready();
    }

    /// Bytes in a buffer of the pool: sent up to `from`, filled up to `to`.
    private static final class Block extends Entry {
        final ByteBuffer buffer;
        int from;
        int to;

        Block(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        ByteBuffer ready() {
            return buffer.limit(to).position(from);
        }

        ByteBuffer room(int most) {
            return buffer.limit(Math.min(buffer.capacity(), to + most)).position(to);
        }

        int free() {
            return buffer.capacity() - to;
        }
    }

    private static final class Source extends Entry {
        final Producer producer;
        /// The bytes of its own that it keeps in memory until it ends.
        final long held;

        Source(Producer producer) {
            this.producer = producer;
            held = producer instanceof BytesProducer ? producer.remaining() : 0;
        }

        @Override
        ByteBuffer ready() {
            return producer.ready();
        }
    }

    private final BufferPool pool;
    private Entry head;
    private Entry tail;
    private int bytes;
    /// What was pushed in large pieces and is kept whole until it has left.
    private long held;
    private long largest;
    private int sources;
    private boolean stalled;

    OutputQueue(BufferPool pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return head == null;
    }

    /// The bytes in blocks that wait for the peer; those that producers hold or have yet to make do not count.
    int bytes() {
        return bytes;
    }

    /// Whether the peer is so far behind that no more should be asked for on its behalf. A producer may hold a file and much
    /// memory before it has made a single byte, so their number counts too.
    boolean isLong(int mostBytes, int mostProducers) {
        return bytes + held >= mostBytes || sources >= mostProducers;
    }

    /// Whether more than `most` bytes wait in memory, not counting the largest piece: one answer may be of any size, but
    /// not one behind the other.
    boolean outgrows(int most) {
        return bytes + held > most + largest;
    }

    /// A stalled producer has bytes again.
    void resume() {
        stalled = false;
    }

    void add(ByteBuffer data, int blockSize) {
        bytes += data.remaining();
        if (tail instanceof Block block && block.free() > 0) {
            fill(block, data);
        }
        while (data.hasRemaining()) {
            int least = isEmpty() ? blockSize : Math.min(blockSize, WAITING_BLOCK);
            Block block = new Block(pool.borrow(Math.max(least, Math.min(data.remaining(), Link.LARGEST_COPY))));
            append(block);
            fill(block, data);
        }
    }

    void add(Producer producer) {
        Source source = new Source(producer);
        append(source);
        sources++;
        held += source.held;
        largest = Math.max(largest, source.held);
    }

    /// Sends until nothing is left, the sink is full or `budget` bytes have gone.
    ///
    /// @param size   the channel's buffer: how much is pulled from producers at once; told by the sink how much the peer took
    /// @param gather a scratch array of [#GATHER] elements
    /// @param sent   counts the bytes in its first element
    /// @throws IOException from the socket or a producer; what has been sent is counted all the same
    Outcome flush(Sink sink, BufferSize size, long budget, ByteBuffer[] gather, long[] sent) throws IOException {
        WritableByteChannel direct = sink.direct();
        while (head != null) {
            pull(size.bytes(), direct != null);
            dropEnded();
            if (head == null) {
                break;
            }
            long before = sent[0];
            boolean full;
            int count = gather(gather);
            if (count > 0) {
                full = write(sink, gather, count, size, sent);
            } else if (direct != null && ((Source) head).producer.transferable()) {
                full = transfer(direct, budget, sent);
            } else if (stalled) {
                return Outcome.STALLED;
            } else {
                full = false; // the producer that was asked ended without a byte, and the next has not been asked
            }
            budget -= Math.max(sent[0] - before, LEAST_COST);
            if (full) {
                return Outcome.BLOCKED;
            }
            if (budget <= 0 && head != null) {
                return Outcome.SPENT;
            }
        }
        return Outcome.EMPTY;
    }

    /// Gives up the first entry: a block to the pool, a producer its close. It is out of the queue even if that throws.
    void discardFirst() {
        if (head instanceof Block block) {
            bytes -= block.to - block.from;
        }
        removeHead();
    }

    /// The names of the producers in line, for people.
    List<String> producers() {
        List<String> names = new ArrayList<>();
        for (Entry e = head; e != null; e = e.next) {
            if (e instanceof Source source) {
                names.add(source.producer.name());
            }
        }
        return names;
    }

    /// Asks the first producer that is not ready for up to `size` bytes, less what is ready before it.
    ///
    /// @param direct whether producers that can may send by themselves
    private void pull(int size, boolean direct) throws IOException {
        Entry before = null;
        Entry e = head;
        int ready = 0;
        while (e != null && e.ready() instanceof ByteBuffer buffer && ready < size) {
            ready += buffer.remaining();
            before = e;
            e = e.next;
        }
        if (stalled || ready >= size || !(e instanceof Source source) || source.ready() != null
                || direct && source.producer.transferable()) {
            return;
        }
        Block block = before instanceof Block b && b.free() >= Producer.MIN_ROOM ? b : insert(before, size);
        Producer.Next next = Producer.Next.MORE;
        for (int pulls = 0; next == Producer.Next.MORE && pulls < PULLS && ready < size
                && block.free() >= Producer.MIN_ROOM; pulls++) {
            ByteBuffer room = block.room(Math.max(size - ready, Producer.MIN_ROOM));
            next = source.producer.more(room);
            int put = room.position() - block.to;
            if (put == 0 && next == Producer.Next.MORE) {
                throw new IllegalStateException(source.producer.name() + " put nothing and did not say that it stalled");
            }
            block.to += put;
            ready += put;
            bytes += put;
        }
        stalled = next == Producer.Next.STALLED;
        if (next == Producer.Next.END) {
            block.next = source.next;
            if (tail == source) {
                tail = block;
            }
            ended(source);
        }
    }

    private void ended(Source source) {
        sources--;
        held -= source.held;
        if (held == 0) {
            largest = 0;
        }
        source.producer.close();
    }

    private int gather(ByteBuffer[] gather) {
        int count = 0;
        for (Entry e = head; e != null && count < GATHER && e.ready() instanceof ByteBuffer ready; e = e.next) {
            gather[count++] = ready;
        }
        return count;
    }

    private boolean write(Sink sink, ByteBuffer[] gather, int count, BufferSize size, long[] sent)
            throws IOException {
        long offered = 0;
        for (int i = 0; i < count; i++) {
            offered += gather[i].remaining();
        }
        long taken = sink.write(gather, count, size);
        sent[0] += taken;
        Entry e = head;
        for (int i = 0; i < count; i++, e = e.next) {
            if (e instanceof Block block) {
                bytes -= block.buffer.position() - block.from;
                block.from = block.buffer.position();
            }
            gather[i] = null;
        }
        dropEnded();
        return taken < offered;
    }

    private boolean transfer(WritableByteChannel socket, long budget, long[] sent) throws IOException {
        Producer producer = ((Source) head).producer;
        long wanted = Math.min(budget, producer.remaining());
        long taken = wanted == 0 ? 0 : producer.transferTo(socket, wanted);
        sent[0] += taken;
        if (producer.remaining() == 0) {
            removeHead();
        }
        return taken < wanted;
    }

    private void dropEnded() {
        while (head != null && head.ready() instanceof ByteBuffer ready && !ready.hasRemaining()) {
            removeHead();
        }
    }

    private void removeHead() {
        Entry gone = head;
        head = gone.next;
        if (head == null) {
            tail = null;
        }
        switch (gone) {
            case Block block -> pool.giveBack(block.buffer);
            case Source source -> {
                stalled = false;
                ended(source);
            }
        }
    }

    private static void fill(Block block, ByteBuffer data) {
        ByteBuffer room = block.room(block.free());
        int n = Math.min(room.remaining(), data.remaining());
        room.put(room.position(), data, data.position(), n);
        data.position(data.position() + n);
        block.to += n;
    }

    private void append(Entry entry) {
        if (tail == null) {
            head = entry;
        } else {
            tail.next = entry;
        }
        tail = entry;
    }

    private Block insert(Entry before, int size) {
        Block block = new Block(pool.borrow(size));
        if (before == null) {
            block.next = head;
            head = block;
        } else {
            block.next = before.next;
            before.next = block;
        }
        return block;
    }
}
