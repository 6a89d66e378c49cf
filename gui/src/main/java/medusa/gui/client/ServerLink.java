package medusa.gui.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import medusa.monitor.Credentials;
import medusa.monitor.Evaluation;
import medusa.monitor.KnownServers;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient;

/// A server, as the console speaks to it: the methods of its monitor with their types, and what they answer as records.
///
/// Every method may be called from any thread and returns at once. Answers come on the thread of the link, which must not be
/// kept: see [MonitorClient]. What is watched comes again from the beginning when a connection that was lost stands again.
public final class ServerLink implements AutoCloseable {
    /// For what people wait for.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MonitorAddress address;
    private final MonitorClient client;
    private final Consumer<Refusal> refusals;

    /// Begins to connect.
    ///
    /// @param listener hears of each change of the state, on the thread of the link
    public ServerLink(MonitorAddress address, Credentials credentials, MonitorClient.Listener listener) {
        this(address, credentials, listener, _ -> {});
    }

    /// The same.
    ///
    /// @param refusals hears of each watch that the server will not keep, on the thread of the link
    public ServerLink(MonitorAddress address, Credentials credentials, MonitorClient.Listener listener,
            Consumer<Refusal> refusals) {
        this.address = address;
        this.refusals = refusals;
        KnownServers known = credentials instanceof KnowingCredentials knowing
                ? knowing.known()
                : KnownServers.ofProcess();
        client = MonitorClient.open(address, credentials, known, listener);
    }

    /// Where the server's monitor listens.
    public MonitorAddress address() {
        return address;
    }

    /// Where the link is now.
    public MonitorClient.State state() {
        return client.state();
    }

    /// Tries again at once; credentials that were refused are asked for again.
    public void retry() {
        client.retry();
    }

    @Override
    public void close() {
        client.close();
    }

    // ---- calls; failures are those of MonitorClient.call ----

    /// Which server it is.
    public CompletableFuture<ServerInfo> info() {
        return call("server.info", Map.of()).thenApply(ServerInfo::of);
    }

    /// Lets nobody in any more, and ends the server when what is under way has finished.
    public CompletableFuture<?> drain() {
        return call("server.drain", Map.of());
    }

    /// Ends the server now.
    public CompletableFuture<?> stop() {
        return call("server.stop", Map.of());
    }

    /// Has the configuration read again.
    ///
    /// @return what is wrong with it, line by line; none if it was followed
    public CompletableFuture<List<String>> reload() {
        return call("server.reload", Map.of()).thenApply(answer -> new Told(answer).texts("problems"));
    }

    /// Ends connections at once.
    ///
    /// @return how many of them were open
    public CompletableFuture<Integer> closeConnections(List<Long> ids) {
        return call("connections.close", Map.of("ids", ids))
                .thenApply(answer -> (int) new Told(answer).number("closed"));
    }

    /// Bans an address from logging in, and ends its connections. Who needs no log-in may come again.
    public CompletableFuture<?> ban(String address, Duration time) {
        return call("bans.add", Map.of("address", address, "seconds", time.toSeconds()));
    }

    /// The addresses that are banned now.
    public CompletableFuture<List<BanInfo>> bans() {
        return call("bans.list", Map.of())
                .thenApply(answer -> new Told(answer).objects("bans").map(BanInfo::of).toList());
    }

    /// Lets an address in again at once.
    public CompletableFuture<?> liftBan(String address) {
        return call("bans.lift", Map.of("address", address));
    }

    /// Bounds the sizes of one connection's buffers, in bytes; equal ones fix it.
    public CompletableFuture<?> bufferSize(long connection, long floor, long ceiling) {
        return call("buffers.set", Map.of("connection", connection, "floor", floor, "ceiling", ceiling));
    }

    /// Runs Java in the server. Takes as long as that takes.
    public CompletableFuture<Evaluation> eval(String code) {
        return client.eval(code, null);
    }

    /// The same.
    ///
    /// @param on `reactor`, where everybody waits for it, or `worker`
    public CompletableFuture<Evaluation> eval(String code, String on) {
        return client.eval(code, on);
    }

    /// Ends what [#eval] runs.
    public CompletableFuture<?> interrupt() {
        return call("interrupt", Map.of());
    }

    /// How `code` could go on at `cursor`.
    public CompletableFuture<Completion> complete(String code, int cursor) {
        return call("complete", Map.of("code", code, "cursor", cursor)).thenApply(Completion::of);
    }

    /// Whether `code` is `complete`, `incomplete`, `invalid` or `empty`.
    public CompletableFuture<String> examine(String code) {
        return call("examine", Map.of("code", code)).thenApply(answer -> new Told(answer).text("completeness"));
    }

    private CompletableFuture<Map<String, Object>> call(String method, Map<String, ?> params) {
        return client.call(method, params, PATIENCE);
    }

    // ---- watches ----

    /// How the server does, as often a second at most.
    ///
    /// @param into called on the thread of the link, as are those of the others
    public MonitorClient.Subscription figures(int rate, Consumer<ServerFigures> into) {
        return watch("server.watch", Map.of("rate", rate), ServerFigures::of, ServerFigures::of, into);
    }

    /// All connections, then what changes.
    public MonitorClient.Subscription connections(int rate, Consumer<ConnectionChange> into) {
        return watch("connections.watch", Map.of("rate", rate), ConnectionChange::begun, ConnectionChange::pushed,
                into);
    }

    /// The last entries of the log, then those that come.
    ///
    /// @param count the most of the last ones
    public MonitorClient.Subscription log(int count, Consumer<LogChange> into) {
        return watch("log.tail", Map.of("count", count, "follow", true), LogChange::kept, LogChange::added, into);
    }

    private <T> MonitorClient.Subscription watch(String method, Map<String, ?> params,
            Function<Map<String, Object>, T> begun, Function<Map<String, Object>, T> told, Consumer<T> into) {
        return client.watch(method, params, new MonitorClient.Watcher() {
            @Override
            public void began(Map<String, Object> answer) {
                into.accept(begun.apply(answer));
            }

            @Override
            public void pushed(String method, Map<String, Object> params) {
                into.accept(told.apply(params));
            }

            @Override
            public void failed(Throwable failure) {
                Refusal.of(method, failure).ifPresent(refusals);
            }
        });
    }
}
