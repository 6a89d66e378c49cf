package medusa.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.event.Level;

import medusa.log.TailLog;
import medusa.log.TailLog.Entry;
import medusa.log.TailLog.Later;
import medusa.reactor.Reactor;

/// Tells those who follow the log what is new in it, ten times a second at most and several entries at once: entries that come of
/// telling them cannot keep the server busy. Whoever is slow misses what the log itself keeps no more.
///
/// Reactor thread only; the log is written by any.
final class LogFeed {
    private static final long PAUSE = Duration.ofMillis(100).toNanos();
    private static final int MOST = 200;

    /// One who follows.
    private final class Follower implements MonitorSession.Watch {
        private final MonitorSession session;
        private final Level least;
        private final long number;
        /// The last entry that it was told.
        private long last;
        /// How many it has been told, or told to have missed.
        private long counted;

        private Follower(MonitorSession session, Level least, Later before) throws MonitorException {
            this.session = session;
            this.least = least;
            counted = before.total();
            last = before.entries().isEmpty() ? 0 : before.entries().getLast().number();
            number = session.add(this);
        }

        /// @param made what has been made for those who knew as much
        private void tell(Map<Known, Made> made) {
            Made next = made.computeIfAbsent(new Known(least, last, counted), LogFeed.this::make);
            if (next.common != null) {
                last = next.last;
                counted = next.counted;
                session.channel().notify("log.added", new Watched(number, next.common));
            }
        }

        @Override
        public void drained() {
            if (followers.contains(this)) {
                schedule();
            }
        }

        @Override
        public void end() {
            followers.remove(this);
            if (followers.isEmpty()) {
                log().tellNoMore(listener);
            }
        }
    }

    private record Known(Level least, long last, long counted) {}

    /// @param common null for nothing new
    private record Made(byte[] common, long last, long counted) {}

    private final ServerView view;
    private final Set<Follower> followers = new LinkedHashSet<>();
    private final Runnable listener = this::added;
    /// The reactor is to look, and need not be told of more.
    private final AtomicBoolean told = new AtomicBoolean();
    private boolean scheduled;
    private boolean hasLooked;
    private long looked;

    LogFeed(ServerView view) {
        this.view = view;
    }

    private TailLog log() {
        return view.facts().log();
    }

    /// Begins to tell a session what comes behind `before`.
    ///
    /// @return the watch's number
    long follow(MonitorSession session, Level least, Later before) throws MonitorException {
        Follower follower = new Follower(session, least, before);
        if (followers.isEmpty()) {
            log().tell(listener);
        }
        followers.add(follower);
        schedule(); // something may have come before anybody listened
        return follower.number;
    }

    /// Any thread.
    private void added() {
        if (told.compareAndSet(false, true)) {
            view.reactor().execute(this::schedule);
        }
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            Reactor reactor = view.reactor();
            long wait = hasLooked ? Math.max(0, PAUSE - (reactor.now() - looked)) : 0;
            reactor.after(Duration.ofNanos(wait), this::look);
        }
    }

    private void look() {
        scheduled = false;
        told.set(false); // before looking: what comes from now on asks for another look
        hasLooked = true;
        looked = view.reactor().now();
        Map<Known, Made> made = new HashMap<>();
        List.copyOf(followers).stream().filter(follower -> follower.session.channel().isDrained())
                .forEach(follower -> follower.tell(made));
    }

    private Made make(Known known) {
        Later later = log().later(known.least, known.last);
        long missed = later.total() - known.counted - later.entries().size();
        List<Entry> entries = new ArrayList<>(
                later.entries().subList(0, Math.min(MOST, later.entries().size())));
        if (entries.isEmpty()) {
            return new Made(null, known.last, known.counted);
        }
        Map<String, Object> members = new LinkedHashMap<>();
        if (missed > 0) {
            members.put("missed", missed);
        }
        members.put("entries", LogMethods.bounded(entries.reversed()).reversed());
        return new Made(Watched.common(members), entries.getLast().number(),
                known.counted + missed + entries.size());
    }
}
