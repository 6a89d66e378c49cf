package medusa.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes lines on a thread of its own: whoever appends only fills memory, so that a slow disk stalls nobody. If the disk does
/// not keep up, lines are dropped and counted rather than memory taken; while it is full they are lost, and counted as well.
///
/// Any thread.
final class LineWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LineWriter.class);
    private static final int MOST_WAITING = 4 << 20;

    private final AccessLog.Target target;
    private final String title;
    private final Object lock = new Object();
    private ByteBuffer waiting = ByteBuffer.allocate(64 << 10);
    private int lines;
    private boolean closed;
    private boolean reopen;
    private long dropped;
    private Thread writer;

    /// Lines that have come while nothing could be written; 0 while all is well. The writer's own.
    private long lost;

    /// What is to be written at a time.
    ///
    /// @param full    its bytes, before its position
    /// @param lines   how many lines those are
    /// @param dropped how many there was no room for
    private record Batch(ByteBuffer full, int lines, long dropped, boolean anew, boolean last) {}

    private LineWriter(AccessLog.Target target, String title) {
        this.target = target;
        this.title = title;
    }

    /// A writer to `target`, which is opened at once.
    ///
    /// @param title what it is, in the middle of a sentence
    /// @throws IOException if it cannot be opened
    static LineWriter to(AccessLog.Target target, String title) throws IOException {
        LineWriter made = new LineWriter(target, title);
        OutputStream out = target.open();
        made.writer = Thread.ofPlatform().daemon().name("medusa-" + title.replace(' ', '-'))
                .start(() -> made.write(out));
        return made;
    }

    /// @param line with its end
    void append(byte[] line) {
        synchronized (lock) {
            if (waiting.remaining() < line.length && !grow(line.length)) {
                dropped++;
                return;
            }
            boolean wasEmpty = waiting.position() == 0;
            waiting.put(line);
            lines++;
            if (wasEmpty) {
                lock.notifyAll();
            }
        }
    }

    private boolean grow(int more) {
        int size = Math.max(waiting.capacity() * 2, waiting.position() + more);
        if (size > MOST_WAITING) {
            return false;
        }
        waiting = ByteBuffer.allocate(size).put(waiting.flip());
        return true;
    }

    /// Opens the target anew, for log rotation.
    void reopen() {
        synchronized (lock) {
            reopen = true;
            lock.notifyAll();
        }
    }

    /// Writes what is waiting, and ends; waits a second for a slow disk.
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            writer.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OutputStream first) {
        OutputStream out = first;
        ByteBuffer spare = ByteBuffer.allocate(64 << 10);
        Batch batch;
        do {
            batch = next(spare);
            writeOut(out, batch);
            if (batch.anew()) {
                out = openAnew(out);
            }
            if (batch.dropped() > 0) {
                log.warn("the {}'s disk does not keep up: {} lines dropped", title, batch.dropped());
            }
            spare = batch.full().capacity() <= 1 << 20 ? batch.full() : ByteBuffer.allocate(64 << 10);
        } while (!batch.last());
        close(out);
    }

    /// Waits until there is something to do.
    private Batch next(ByteBuffer spare) {
        synchronized (lock) {
            try {
                while (waiting.position() == 0 && !closed && !reopen) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                closed = true;
            }
            Batch batch = new Batch(waiting, lines, dropped, reopen, closed);
            waiting = spare.clear();
            lines = 0;
            dropped = 0;
            reopen = false;
            return batch;
        }
    }

    private void writeOut(OutputStream out, Batch batch) {
        if (batch.lines() == 0) {
            return;
        }
        try {
            if (lost > 0) {
                out.write('\n'); // behind what may be half a line
            }
            out.write(batch.full().array(), 0, batch.full().position());
            out.flush();
        } catch (IOException e) {
            if (lost == 0) {
                log.warn("the {} cannot be written: {}", title, e.getMessage());
            }
            lost += batch.lines();
            return;
        }
        if (lost > 0) {
            log.warn("the {} can be written again; {} lines are lost", title, lost);
            lost = 0;
        }
    }

    private OutputStream openAnew(OutputStream current) {
        try {
            OutputStream next = target.open();
            close(current);
            return next;
        } catch (IOException e) {
            log.warn("the {} cannot be opened anew: {}", title, e.getMessage());
            return current;
        }
    }

    private void close(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            log.warn("closing the {}: {}", title, e.getMessage());
        }
    }
}
