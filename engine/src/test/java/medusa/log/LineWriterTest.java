package medusa.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/// What happens when a disk is full or slow.
@Timeout(60)
class LineWriterTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(LineWriter.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    /// A disk that is full or slow when it is told to be; it takes one batch for each permit.
    private static final class Disk extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Semaphore turns = new Semaphore(0);
        private final Semaphore begun = new Semaphore(0);
        private final Semaphore done = new Semaphore(0);
        private volatile boolean full;

        @Override
        public void write(int b) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            bytes.write(b);
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
            begun.release();
            turns.acquireUninterruptibly();
            try {
                if (full) {
                    bytes.write(b, offset, 1); // half a line
                    throw new IOException("No space left on device");
                }
                bytes.write(b, offset, length);
            } finally {
                done.release();
            }
        }
    }

    @BeforeEach
    void listen() {
        logged.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private List<String> log() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aFullDiskIsToldOnceAndWhenItIsOver() throws Exception {
        Disk disk = new Disk();
        LineWriter writer = LineWriter.to(() -> disk, "audit log");
        disk.full = true;
        writer.append(line("one"));
        disk.begun.acquire();
        disk.turns.release();
        disk.done.acquire();
        disk.full = false;
        disk.turns.release();
        writer.append(line("two"));
        writer.close();
        assertThat(disk.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("o\ntwo\n");
        assertThat(log()).containsExactly("the audit log cannot be written: No space left on device",
                "the audit log can be written again; 1 lines are lost");
    }

    @Test
    void whatASlowDiskCannotTakeIsCounted() throws Exception {
        Disk disk = new Disk();
        LineWriter writer = LineWriter.to(() -> disk, "audit log");
        writer.append(line("first"));
        disk.begun.acquire(); // and stands still with it
        byte[] mega = line("x".repeat((1 << 20) - 1));
        for (int i = 0; i < 6; i++) {
            writer.append(mega);
        }
        disk.turns.release(2);
        writer.close();
        assertThat(disk.bytes.size()).isEqualTo("first\n".length() + 4 * mega.length);
        assertThat(log()).containsExactly("the audit log's disk does not keep up: 2 lines dropped");
    }
}
