package medusa.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// What a client watches: outlives connections, and begins again on each. Reactor thread only.
final class Subscriptions {
    /// What may be pushed for a watch whose number has not been told yet, while its beginning is under way.
    private static final int MOST_EARLY = 100;

    /// A watch that somebody wants.
    final class Wanted {
        private final String method;
        private final Map<String, ?> params;
        private final MonitorClient.Watcher watcher;
        /// On this connection; null as long as the server has not told it.
        private Long number;

        Wanted(String method, Map<String, ?> params, MonitorClient.Watcher watcher) {
            this.method = method;
            this.params = params;
            this.watcher = watcher;
        }
    }

    private record Early(long number, String method, Map<String, Object> params) {}

    private final Consumer<Throwable> faults;
    private final Set<Wanted> wanted = new LinkedHashSet<>();
    private final Map<Long, Wanted> numbered = new HashMap<>();
    private final List<Early> early = new ArrayList<>();
    private int beginning;
    private ClientChannel channel;

    /// @param faults hears of watchers that fail
    Subscriptions(Consumer<Throwable> faults) {
        this.faults = faults;
    }

    void add(Wanted one) {
        wanted.add(one);
        if (channel != null) {
            begin(one);
        }
    }

    void remove(Wanted one) {
        wanted.remove(one);
        if (one.number != null) {
            end(one.number);
        }
    }

    /// Somebody has logged in on a new connection.
    void connected(ClientChannel to) {
        channel = to;
        List.copyOf(wanted).forEach(this::begin);
    }

    void disconnected() {
        channel = null;
        beginning = 0;
        early.clear();
        numbered.clear();
        wanted.forEach(one -> one.number = null);
    }

    private void begin(Wanted one) {
        ClientChannel on = channel;
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        answer.whenComplete((result, failure) -> {
            if (on == channel) { // else it begins again, or has
                beginning--;
                begun(one, result, failure);
            }
        });
        beginning++;
        on.call(one.method, one.params, answer);
    }

    private void begun(Wanted one, Map<String, Object> result, Throwable failure) {
        if (failure instanceof ConnectionLostException) {
            return;
        }
        if (failure != null) {
            tell(() -> one.watcher.failed(failure));
            return;
        }
        long number = result.get("watch") instanceof Long told ? told : 0; // the server counts from 1
        if (!wanted.contains(one)) {
            end(number);
            return;
        }
        one.number = number;
        numbered.put(number, one);
        tell(() -> one.watcher.began(result));
        early.stream().filter(push -> push.number() == number)
                .forEach(push -> tell(() -> one.watcher.pushed(push.method(), push.params())));
        early.removeIf(push -> beginning == 0 || push.number() == number);
    }

    private void end(long number) {
        numbered.remove(number);
        channel.call("watch.end", Map.of("watch", number), new CompletableFuture<>()); // nobody minds if it has ended
    }

    void pushed(String method, Map<String, Object> params) {
        if (!(params.get("watch") instanceof Long number)) {
            return;
        }
        Wanted one = numbered.get(number);
        if (one != null) {
            tell(() -> one.watcher.pushed(method, params));
        } else if (beginning > 0 && early.size() < MOST_EARLY) {
            early.add(new Early(number, method, params));
        }
    }

    private void tell(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            faults.accept(e);
        }
    }
}
