package medusa.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import medusa.reactor.Reactor;
import medusa.reactor.ReactorOptions;
import medusa.reactor.Timers.Timer;

/// A client of a server's monitor. Connects by itself, and again whenever the connection ends:
///
/// ```
///           ┌────────────── the time is over, or retry() ──────────────┐
///           ↓                                                          │
/// ──→ CONNECTING ──→ LOGGING_IN ──→ CONNECTED ── the connection ends ──→ WAITING (1, 2, 4, … 30 s)
///           ↑            │                                     from the others too ──↑
///        retry() ── REFUSED ←── wrong password, changed certificate, no monitor      close() ──→ CLOSED
/// ```
///
/// With TLS to all others than this machine, which are known by the certificate that they have shown first, if
/// [Credentials#trust] believes it: see [KnownServers].
/// On this machine without, unless the server waits for it. This machine is what is written so: `localhost`, `127.0.0.1` or
/// `::1`; a name that happens to lead here is another machine's.
/// Over the network a server has to prove by a log-in that it knows the user; over a Unix-domain socket the system tells it.
///
/// **Threads.** Every method may be called from any thread and returns at once. Listeners, watchers and what follows on a
/// call's answer run on the client's reactor thread, one after another, and must not block: to wait there for another answer
/// would be to wait for ever.
///
/// What the server tells comes as maps, lists, texts, [Long], [Double], [Boolean] and null, as `engine/monitor-protocol.md`
/// describes it.
public final class MonitorClient implements AutoCloseable {
    /// Where a client is.
    public sealed interface State {
        /// Looks the server's name up, connects, and waits for the greeting.
        record Connecting() implements State {}

        /// The server wants a name and a password.
        record LoggingIn() implements State {}

        /// Calls are answered.
        ///
        /// @param user as the server calls whoever this is
        record Connected(String user, Role role) implements State {}

        /// There is no connection; it will be tried again.
        ///
        /// @param why for people
        record Waiting(Instant until, String why) implements State {}

        /// There is no connection, and to try again would not help.
        ///
        /// @param why for people
        record Refused(Cause cause, String why) implements State {}

        /// For good.
        record Closed() implements State {}
    }

    /// Why there is no connection, for programs.
    public enum Cause {
        /// The server takes this name and password not, or there are none, or it could not prove that it knows them.
        LOGIN,
        /// The server shows another certificate than before: [KnownServers#replace] is for one that was changed on purpose.
        CERTIFICATE,
        /// [Credentials#trust] does not believe a server that is new.
        UNTRUSTED,
        /// It is not known what certificate the server has shown before: the file that says so cannot be used.
        KNOWN_SERVERS,
        /// Something else than a monitor answers.
        NO_MONITOR,
        /// A monitor answers with which this client cannot speak, or will not: it wants no log-in, though it is on the network.
        PROTOCOL
    }

    /// Is told of each change of the state.
    @FunctionalInterface
    public interface Listener {
        /// The state is another one.
        void changed(State state);
    }

    /// Takes what is pushed to a watch.
    public interface Watcher {
        /// It begins: now, and again after each time that the connection was lost. What was told before counts no more.
        ///
        /// @param answer to the call that began it
        void began(Map<String, Object> answer);

        /// Something is new.
        void pushed(String method, Map<String, Object> params);

        /// The server will not do it. It is asked again on the next connection: by then it may be another version, or one's role
        /// another one.
        ///
        /// @param failure a [MonitorException] as a rule
        void failed(Throwable failure);
    }

    /// A watch under way.
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        /// Ends it; what is on its way may still come.
        @Override
        void close();
    }

    /// Nobody waits for a reactor that serves one client alone: its turns are not worth a word in the log.
    private static final ReactorOptions UNWATCHED = ReactorOptions.DEFAULT.with(64 << 20, Duration.ofHours(1));

    private final Reactor reactor;
    private final boolean ownReactor;
    private final Listener listener;
    private final Subscriptions subscriptions;
    private final ClientConnector connector;
    private volatile State state = new State.Connecting();

    /// Guards `closing`: what is posted before the end is done before it.
    private final Object gate = new Object();
    private boolean closing;

    private MonitorClient(Reactor reactor, boolean ownReactor, MonitorAddress address, Credentials credentials,
            Listener listener, ClientConnector.Network network) {
        this.reactor = reactor;
        this.ownReactor = ownReactor;
        this.listener = listener;
        subscriptions = new Subscriptions(failure -> reactor.errors().report("a watcher", failure));
        connector = new ClientConnector(reactor, address, credentials, network, subscriptions, this::changed);
        reactor.execute(connector::connect);
    }

    /// A client on a thread of its own, which does not keep the process alive.
    public static MonitorClient open(MonitorAddress address, Credentials credentials, Listener listener) {
        return open(address, credentials, KnownServers.ofProcess(), listener);
    }

    /// The same, with servers that are known elsewhere than [KnownServers#ofProcess] says.
    public static MonitorClient open(MonitorAddress address, Credentials credentials, KnownServers known,
            Listener listener) {
        try {
            Reactor own = Reactor.open(UNWATCHED);
            MonitorClient client = new MonitorClient(own, true, address, credentials, listener, new KnownNetwork(known));
            Thread.ofPlatform().daemon().name("medusa-monitor-client").start(() -> turn(own));
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // no descriptors
        }
    }

    /// A client on a reactor that others turn, and close after it.
    public static MonitorClient open(Reactor reactor, MonitorAddress address, Credentials credentials,
            Listener listener) {
        return open(reactor, address, credentials, listener, new KnownNetwork(KnownServers.ofProcess()));
    }

    static MonitorClient open(Reactor reactor, MonitorAddress address, Credentials credentials, Listener listener,
            ClientConnector.Network network) {
        return new MonitorClient(reactor, false, address, credentials, listener, network);
    }

    private static void turn(Reactor reactor) {
        try (reactor) {
            reactor.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what it is for ----

    /// Calls a method of the server.
    ///
    /// @return the result; fails with a [MonitorException] for an error, with a [ConnectionLostException] if there is no
    ///         connection or it ends before the answer, and with an [IllegalArgumentException] for values that have no JSON
    public CompletableFuture<Map<String, Object>> call(String method, Map<String, ?> params) {
        return call(method, params, Duration.ZERO);
    }

    /// The same, waiting no longer than `timeout`; zero for ever.
    ///
    /// @return fails with a [TimeoutException] too, when the server may still be at it
    public CompletableFuture<Map<String, Object>> call(String method, Map<String, ?> params, Duration timeout) {
        Map<String, ?> copy = new LinkedHashMap<>(params);
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        boolean posted = post(() -> {
            connector.channel().ifPresentOrElse(channel -> channel.call(method, copy, answer),
                    () -> answer.completeExceptionally(new ConnectionLostException(words(state))));
            if (!timeout.isZero() && !answer.isDone()) {
                Timer limit = reactor.after(timeout, () -> answer.completeExceptionally(
                        new TimeoutException("no answer to " + method + " within " + timeout.toMillis() + " ms")));
                answer.whenComplete((_, _) -> post(limit::cancel));
            }
        });
        if (!posted) {
            answer.completeExceptionally(new ConnectionLostException(words(new State.Closed())));
        }
        return answer;
    }

    /// Runs a snippet of Java in the server.
    ///
    /// @param on `reactor`, `worker`, or null for where this session's snippets run anyway
    public CompletableFuture<Evaluation> eval(String code, String on) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("code", code);
        if (on != null) {
            params.put("on", on);
        }
        return call("eval", params).thenApply(Evaluation::of);
    }

    /// Calls a method that begins a watch, on this connection and on each that follows.
    public Subscription watch(String method, Map<String, ?> params, Watcher watcher) {
        Subscriptions.Wanted wanted = subscriptions.new Wanted(method, new LinkedHashMap<>(params), watcher);
        post(() -> subscriptions.add(wanted));
        return () -> post(() -> subscriptions.remove(wanted));
    }

    /// Where it is now.
    public State state() {
        return state;
    }

    /// Tries again at once, if it waits or was refused; then the credentials are asked again.
    public void retry() {
        post(connector::retry);
    }

    /// Ends the connection and all watches for good; calls that wait fail.
    @Override
    public void close() {
        synchronized (gate) {
            if (!closing) {
                closing = true;
                reactor.execute(() -> {
                    connector.end();
                    if (ownReactor) {
                        reactor.stop();
                    }
                });
            }
        }
    }

    private boolean post(Runnable task) {
        synchronized (gate) {
            if (!closing) {
                reactor.execute(task);
            }
            return !closing;
        }
    }

    private void changed(State next) {
        state = next;
        try {
            listener.changed(next);
        } catch (RuntimeException e) {
            reactor.errors().report("a listener of the monitor's client", e);
        }
    }

    /// `state` in the middle of a sentence.
    private static String words(State state) {
        return switch (state) {
            case State.Connected _ -> "connected";
            case State.Connecting _,State.LoggingIn _ -> "the connection does not stand yet";
            case State.Waiting waiting -> "there is no connection: " + waiting.why();
            case State.Refused refused -> "there is no connection: " + refused.why();
            case State.Closed _ -> "the client is closed";
        };
    }
}
