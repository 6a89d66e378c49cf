package medusa.monitor.terminal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import medusa.metrics.Printable;
import medusa.monitor.ConnectionLostException;
import medusa.monitor.Credentials;
import medusa.monitor.Evaluation;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.MonitorException;

/// A server's monitor for the thread of a terminal, which may wait.
final class Remote implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MonitorClient client;
    private final CompletableFuture<State> settled = new CompletableFuture<>();
    private volatile Consumer<State> listener = _ -> {};
    /// Where snippets run; null for where the server runs them anyway.
    private String on;

    Remote(MonitorAddress address, Credentials credentials) {
        client = MonitorClient.open(address, credentials, this::changed);
    }

    private void changed(State state) {
        boolean underWay = state instanceof State.Connecting || state instanceof State.LoggingIn;
        if (!underWay) {
            settled.complete(state);
        }
        listener.accept(state);
    }

    /// Waits until there is a connection.
    ///
    /// @throws Trouble if there is none at the first attempt
    State.Connected connected() throws Trouble, InterruptedException {
        try {
            return switch (settled.get()) {
                case State.Connected connected -> connected;
                case State.Waiting waiting -> throw new Trouble(Printable.line(waiting.why()), true);
                case State.Refused refused -> throw new Trouble(Printable.line(refused.why()), true);
                case State other -> throw new IllegalStateException(other.toString());
            };
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Who is told of changes from now on, on the client's thread.
    void listener(Consumer<State> next) {
        listener = next;
    }

    State state() {
        return client.state();
    }

    void on(String where) {
        on = where;
    }

    /// Calls and waits.
    Row call(String method, Map<String, ?> params) throws Trouble, InterruptedException {
        return Row.of(await(client.call(method, params, PATIENCE)));
    }

    /// Does not wait.
    CompletableFuture<Evaluation> eval(String code) {
        return client.eval(code, on);
    }

    /// Ends what [#eval] has begun; it says so itself.
    void interrupt() {
        client.call("interrupt", Map.of());
    }

    /// Watches until `end` is open.
    ///
    /// @throws Trouble if the server will not tell
    void watch(String method, Map<String, ?> params, Consumer<Row> began, Consumer<Row> pushed, CountDownLatch end)
            throws Trouble, InterruptedException {
        CompletableFuture<Void> failed = new CompletableFuture<>();
        MonitorClient.Subscription subscription = client.watch(method, params, new MonitorClient.Watcher() {
            @Override
            public void began(Map<String, Object> answer) {
                began.accept(Row.of(answer));
            }

            @Override
            public void pushed(String news, Map<String, Object> what) {
                pushed.accept(Row.of(what));
            }

            @Override
            public void failed(Throwable failure) {
                failed.completeExceptionally(failure);
                end.countDown();
            }
        });
        try (subscription) {
            end.await();
        }
        if (failed.isDone()) {
            await(failed);
        }
    }

    static <T> T await(CompletableFuture<T> answer) throws Trouble, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof CompletionException inner ? inner.getCause() : e.getCause();
            switch (cause) {
                case MonitorException error -> throw new Trouble(Printable.line(error.getMessage()), false);
                case ConnectionLostException lost -> throw new Trouble(Printable.line(lost.getMessage()), true);
                case TimeoutException late -> throw new Trouble(late.getMessage(), true);
                default -> throw new Trouble("the server's answer makes no sense", false);
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
