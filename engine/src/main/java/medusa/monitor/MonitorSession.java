package medusa.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One client of the monitor: who it is, and what it has going. Reactor thread only.
final class MonitorSession {
    private static final int MOST_WATCHES = 16;

    /// Something that pushes to a session until it is ended.
    interface Watch {
        /// All that was pushed has left.
        default void drained() {}

        /// Nobody wants it any more.
        void end();
    }

    private final MonitorChannel channel;
    private final Map<Long, Watch> watches = new LinkedHashMap<>();
    private final List<Runnable> whenClosed = new ArrayList<>();
    private final Map<Class<?>, Object> kept = new HashMap<>();
    private String user;
    private Role role;
    private long lastWatch;

    MonitorSession(MonitorChannel channel) {
        this.channel = channel;
    }

    MonitorChannel channel() {
        return channel;
    }

    /// Null before anybody has logged in.
    String user() {
        return user;
    }

    /// Null before anybody has logged in.
    Role role() {
        return role;
    }

    void loggedIn(String who, Role as) {
        user = who;
        role = as;
    }

    /// Keeps something from one call to a later one, in the place of another of its class.
    void put(Object object) {
        kept.put(object.getClass(), object);
    }

    /// @return null if there is none
    <T> T get(Class<T> type) {
        return type.cast(kept.get(type));
    }

    void remove(Class<?> type) {
        kept.remove(type);
    }

    /// Runs when the connection is over, however it ends.
    void whenClosed(Runnable task) {
        whenClosed.add(task);
    }

    /// @return its number, by which the peer can end it
    /// @throws MonitorException if there are enough
    long add(Watch watch) throws MonitorException {
        if (watches.size() == MOST_WATCHES) {
            throw new MonitorException(Fault.BUSY,
                    "a connection has no more than " + MOST_WATCHES + " watches; end one");
        }
        watches.put(++lastWatch, watch);
        return lastWatch;
    }

    /// @throws MonitorException if there is none
    void endWatch(long number) throws MonitorException {
        Watch watch = watches.remove(number);
        if (watch == null) {
            throw new MonitorException(Fault.NOT_FOUND, "there is no watch " + number);
        }
        watch.end();
    }

    /// Forgets a watch that has ended by itself.
    void remove(long number) {
        Watch watch = watches.remove(number);
        if (watch != null) {
            watch.end();
        }
    }

    void drained() {
        List.copyOf(watches.values()).forEach(Watch::drained);
    }

    void close() {
        watches.values().forEach(Watch::end);
        watches.clear();
        whenClosed.forEach(Runnable::run);
        whenClosed.clear();
    }
}
