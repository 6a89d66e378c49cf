package medusa.monitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import medusa.metrics.Counter;
import medusa.reactor.Timers.Timer;

/// Tells all who watch the server what has become of it. As often as the most eager of them wants it, the reactor is looked at
/// once for all; a worker makes what they are to be told, once for all who want the same. Nobody is told anything before all
/// that he was told has left: whoever is slow is told less often, and of more at once.
///
/// Reactor thread only, except where it says otherwise.
final class Feed {
    /// How often a second one can be told.
    static final int HIGHEST_RATE = 10;
    static final long SHORTEST = Duration.ofSeconds(1).toNanos() / HIGHEST_RATE;
    private static final int MOST_FILTERS = 32;
    /// What is pushed in one turn: others want it too.
    private static final int BYTES_A_TURN = 1 << 20;
    /// From this size on, nothing goes behind what has not left yet.
    private static final int LARGE = 64 << 10;

    private final ServerView view;
    private final Pictures pictures;
    private final Executor worker;
    /// Those told longest ago are first.
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private Timer timer;
    /// A look is under way.
    private boolean busy;
    private boolean hasLooked;
    /// Nothing is kept for anybody.
    private boolean clean = true;
    private long looked;
    private long cost;
    /// The worker's.
    private final ConnectionTable table = new ConnectionTable();
    /// The worker's.
    private final Figures figures = new Figures();

    Feed(ServerView view, Pictures pictures, Executor worker) {
        this.view = view;
        this.pictures = pictures;
        this.worker = worker;
    }

    /// Whether nobody who sees other connections need give way: each filter keeps its own list of them. There is always room for
    /// all connections.
    ///
    /// @throws MonitorException if there are too many filters
    void check(Want want) throws MonitorException {
        Set<List<String>> filters = filters();
        filters.add(List.of());
        if (want instanceof Want.Connections connections && filters.add(connections.words())
                && filters.size() > MOST_FILTERS + 1) {
            throw new MonitorException(Fault.BUSY, "the watches of all users have no more than " + MOST_FILTERS
                    + " different filters; take one that is in use, or none");
        }
    }

    private Set<List<String>> filters() {
        Set<List<String>> filters = new HashSet<>();
        watchers.forEach(watcher -> {
            if (watcher.want() instanceof Want.Connections connections) {
                filters.add(connections.words());
            }
        });
        return filters;
    }

    /// @return what it is told first
    CompletableFuture<Watched> add(Watcher watcher) {
        watchers.add(watcher);
        schedule();
        return watcher.first();
    }

    void remove(Watcher watcher) {
        watchers.remove(watcher);
        schedule();
    }

    private void schedule() {
        if (timer != null) {
            timer.cancel();
        }
        if (!busy) {
            timer = view.reactor().after(Duration.ofNanos(delay(view.reactor().now())), this::tick);
        }
    }

    private long delay(long now) {
        long interval = watchers.stream().mapToLong(Watcher::interval).min().orElse(0);
        return hasLooked ? Math.max(0, Math.max(interval, Pictures.SHARE * cost) - (now - looked)) : 0;
    }

    private void tick() {
        if (watchers.isEmpty() && clean) {
            return;
        }
        busy = true;
        hasLooked = true;
        clean = watchers.isEmpty();
        looked = view.reactor().now();
        List<Watcher> ready = watchers.stream().filter(watcher -> watcher.isReady(looked)).toList();
        Set<Want> wants = new HashSet<>();
        ready.forEach(watcher -> wants.add(watcher.want()));
        look(wants).whenComplete((told, failure) -> view.reactor().execute(() -> {
            if (failure == null) {
                deliver(new ArrayDeque<>(ready), told);
            } else {
                failed(ready, failure);
            }
        }));
    }

    private CompletableFuture<Map<Want, Want.Told>> look(Set<Want> wants) {
        if (watchers.isEmpty()) {
            return CompletableFuture.runAsync(table::clear, worker).thenApply(_ -> Map.of());
        }
        if (wants.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        Set<List<String>> filters = filters();
        return pictures.latest().thenApply(picture -> {
            cost = picture.reactor().nanos();
            return wants.contains(new Want.Figures()) ? picture.with(Picture.Face.of(view)) : picture;
        }).thenApplyAsync(picture -> told(picture, wants, filters), worker);
    }

    /// On the worker.
    private Map<Want, Want.Told> told(Picture picture, Set<Want> wants, Set<List<String>> filters) {
        Map<Want, Want.Told> told = new HashMap<>();
        boolean looks = wants.stream().anyMatch(Want.Connections.class::isInstance);
        try {
            if (filters.isEmpty()) {
                table.clear();
            } else if (looks) {
                table.take(picture, filters);
            }
            for (Want want : wants) {
                told.put(want, switch (want) {
                    case Want.Figures _ -> figures.tell(picture);
                    case Want.Connections connections -> {
                        Want.Connections same = table.normal(connections);
                        yield told.containsKey(same) ? told.get(same) : tellAs(same, told);
                    }
                });
            }
            return told;
        } catch (RuntimeException | Error e) {
            table.clear(); // it may have taken half of the picture
            throw e;
        }
    }

    private Want.Told tellAs(Want.Connections want, Map<Want, Want.Told> told) {
        Want.Told answer = table.tell(want);
        told.put(want, answer);
        return answer;
    }

    private void deliver(Queue<Watcher> ready, Map<Want, Want.Told> told) {
        for (int bytes = 0; !ready.isEmpty() && bytes < BYTES_A_TURN;) {
            Watcher watcher = ready.remove();
            Want.Told answer = told.get(watcher.want());
            boolean later = answer == null || answer.common().length > LARGE && watcher.isBehind();
            if (!later && watchers.remove(watcher)) { // else it has ended meanwhile
                watchers.add(watcher);
                watcher.tell(answer, looked);
                bytes += answer.common().length;
            }
        }
        if (ready.isEmpty()) {
            busy = false;
            schedule();
        } else {
            view.reactor().execute(() -> deliver(ready, told));
        }
    }

    private void failed(List<Watcher> ready, Throwable failure) {
        view.reactor().counters().increment(Counter.FAULTS);
        view.reactor().errors().report("what monitors are told", failure);
        List.copyOf(watchers).stream().filter(ready::contains).forEach(watcher -> watcher.failed(failure));
        busy = false;
        schedule();
    }
}
