package medusa.server;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.ftp.FtpEvent;
import medusa.ftp.FtpListener;
import medusa.metrics.Printable;
import medusa.server.FtpConfig.Occasion;

/// Tells somebody what happens, on a thread of its own, in order. Where he does not keep up, events are dropped and counted rather
/// than memory taken, and nobody waits.
final class EventFeed implements FtpListener, AutoCloseable {

    /// Somebody who is told.
    interface Sink {
        /// May take its time.
        ///
        /// @throws Exception if it could not be told
        void deliver(EventFacts facts) throws Exception;
    }

    private static final Logger log = LoggerFactory.getLogger(EventFeed.class);
    private static final int LONGEST_WAIT = 1000;

    private final Set<Occasion> on;
    private final String title;
    private final Sink sink;
    private final int most;
    private final InstantSource clock;
    /// An empty one is the last.
    private final LinkedBlockingQueue<Optional<EventFacts>> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;
    /// Those for which there was no room. Guarded by `waiting`.
    private long dropped;
    private boolean failing;

    /// @param title what the log calls it: the setting
    /// @param most  events that wait
    EventFeed(List<Occasion> on, String title, Sink sink, int most, InstantSource clock) {
        this.on = EnumSet.copyOf(on);
        this.title = title;
        this.sink = sink;
        this.most = most;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name("medusa-" + title).start(this::run);
    }

    @Override
    public void happened(FtpEvent event) {
        EventFacts facts = EventFacts.of(event, clock.instant());
        if (!on.contains(facts.on())) {
            return;
        }
        synchronized (waiting) {
            if (waiting.size() < most) {
                waiting.add(Optional.of(facts));
            } else if (dropped++ == 0) {
                log.warn("{} does not keep up; events are dropped", title);
            }
        }
    }

    private void run() {
        try {
            for (Optional<EventFacts> next = waiting.take(); next.isPresent(); next = waiting.take()) {
                deliver(next.get());
                tellDropped();
            }
        } catch (InterruptedException e) {
            // the server ends
        }
    }

    /// What fails for many in a row is said once.
    private void deliver(EventFacts facts) throws InterruptedException {
        try {
            sink.deliver(facts);
            failing = false;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (!failing) {
                log.warn("{} has failed: {}", title, Printable.line(String.valueOf(e.getMessage())));
            }
            failing = true;
        }
    }

    private void tellDropped() {
        synchronized (waiting) {
            if (dropped > 0 && waiting.size() <= most / 2) {
                log.warn("{} keeps up again; {} events were dropped", title, dropped);
                dropped = 0;
            }
        }
    }

    /// Tells nothing more than what waits; goes on with that for a second here, and else without anybody waiting for it.
    @Override
    public void close() {
        end();
        try {
            thread.join(LONGEST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tells nothing more than what waits. Does not wait.
    void end() {
        waiting.add(Optional.empty());
    }
}
