package medusa.monitor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A watch that a [Feed] tells things. Its first answer is the result of the call that began it. Reactor thread only.
final class Watcher implements MonitorSession.Watch {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Feed feed;
    private final MonitorSession session;
    private final String notification;
    private final long interval;
    private final CompletableFuture<Watched> first = new CompletableFuture<>();
    private final long number;
    private Want want;
    private long told;

    /// @param notification what it is told by
    /// @param rate         how often a second at most
    /// @throws MonitorException if the session has enough of them
    Watcher(Feed feed, MonitorSession session, String notification, long rate, Want want) throws MonitorException {
        this.feed = feed;
        this.session = session;
        this.notification = notification;
        this.want = want;
        interval = SECOND / rate;
        number = session.add(this);
    }

    CompletableFuture<Watched> first() {
        return first;
    }

    Want want() {
        return want;
    }

    /// The least time between two messages, in nanoseconds.
    long interval() {
        return isNew() ? Feed.SHORTEST : interval;
    }

    private boolean isNew() { return !first.isDone(); }

    /// Whether it may be told something: it is time, and what it was told last has left.
    boolean isReady(long now) {
        return session.channel().isOpen() && session.channel().isDrained() && (isNew() || now - told >= interval);
    }

    /// Whether bytes wait for the peer.
    boolean isBehind() { return !session.channel().isDrained(); }

    void tell(Want.Told answer, long now) {
        want = answer.next();
        told = now;
        Watched watched = new Watched(number, answer.common());
        if (isNew()) {
            first.complete(watched);
        } else {
            session.channel().notify(notification, watched);
        }
    }

    /// What was wanted could not be made.
    void failed(Throwable failure) {
        if (isNew()) {
            first.completeExceptionally(failure);
            session.remove(number);
        }
    }

    @Override
    public void end() {
        feed.remove(this);
    }
}
