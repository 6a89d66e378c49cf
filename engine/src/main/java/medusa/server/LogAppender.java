package medusa.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import org.slf4j.event.Level;

import medusa.log.TailLog;

/// Writes the log to a stream that can be exchanged while it runs. Unlike Logback's own appenders it does not give up on
/// a full disk: it counts what is lost, and says so when there is room again.
final class LogAppender extends AppenderBase<ILoggingEvent> {
    private final LogLayout layout;
    private final TailLog tail;
    private OutputStream target;
    private long lost;

    /// @param tail gets every entry, whatever becomes of the stream
    LogAppender(LogLayout layout, OutputStream target, TailLog tail) {
        this.layout = layout;
        this.tail = tail;
        this.target = target;
        setName("medusa");
    }

    /// Writes to `next` from now on.
    ///
    /// @return where it wrote before, for the caller to close
    synchronized OutputStream exchange(OutputStream next) {
        OutputStream before = target;
        target = next;
        return before;
    }

    /// Called with the lock of this object held.
    @Override
    protected void append(ILoggingEvent event) {
        tail.add(Instant.ofEpochMilli(event.getTimeStamp()), Level.valueOf(event.getLevel().toString()),
                layout.headline(event), layout.below(event));
        String text = layout.format(event);
        if (lost > 0) {
            text = "(" + lost + " entries of the log could not be written here)\n" + text;
        }
        try {
            target.write(text.getBytes(StandardCharsets.UTF_8));
            target.flush();
            lost = 0;
        } catch (IOException e) {
            lost++;
        }
    }
}
