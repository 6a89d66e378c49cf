package medusa.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

/// Writes the log to a stream that can be exchanged while it runs. Unlike Logback's own appenders it does not give up on
/// a full disk: it counts what is lost, and says so when there is room again.
final class LogAppender extends AppenderBase<ILoggingEvent> {
    private final LogLayout layout;
    private OutputStream target;
    private long lost;

    LogAppender(LogLayout layout, OutputStream target) {
        this.layout = layout;
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
