package medusa.monitor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import medusa.auth.ScramException;
import medusa.metrics.Printable;
import medusa.monitor.MonitorClient.Cause;
import medusa.monitor.MonitorClient.State;
import medusa.reactor.ConnectOptions;
import medusa.reactor.Reactor;
import medusa.reactor.Timers.Timer;
import medusa.reactor.Tls;
import medusa.tls.TlsException;

/// Keeps a client connected: see [MonitorClient]. Reactor thread only.
final class ClientConnector {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    /// For a connection and its greeting.
    private static final Duration GREETING_TIME = Duration.ofSeconds(10);
    /// The same on this machine itself, where a server that waits for the client to begin speaks TLS.
    private static final Duration GREETING_TIME_HERE = Duration.ofSeconds(2);
    private static final long PROTOCOL = MonitorServer.PROTOCOL;

    /// How servers are found, and how TLS is spoken to them. Called on a worker; may block.
    interface Network {
        /// The sockets to try, one at least.
        default List<SocketAddress> resolve(MonitorAddress address) throws IOException {
            return address.resolve();
        }

        /// A server that is not the one it was before fails the handshake with a
        /// [CertificateException], whose message is for people; one that is new with a [KnownServers.NewServerException].
        Tls tls(MonitorAddress.Tcp server) throws IOException, TlsException;

        /// Knows a server that was new from now on.
        ///
        /// @throws CertificateException if it is not new any more, and was another one; or if that cannot be noted
        void note(MonitorAddress.Tcp server, String fingerprint) throws CertificateException;
    }

    private final Reactor reactor;
    private final MonitorAddress address;
    private final Credentials credentials;
    private final Network network;
    private final Subscriptions subscriptions;
    private final Consumer<State> listener;
    private final Executor workers = Thread::startVirtualThread;

    private State state = new State.Connecting();
    private ClientChannel channel;
    /// What another attempt makes void.
    private long attempt;
    private int failures;
    private Timer timer;
    /// Once known; null before, and when it was refused.
    private Credentials.Login login;
    private boolean asking;
    private boolean ended;
    /// Whether TLS is spoken on this machine too.
    private volatile boolean securedHere;
    /// Whether TLS was answered by something else the last time.
    private boolean strange;
    /// Whether somebody was logged in there before.
    private boolean entered;

    /// @param listener hears of each change
    ClientConnector(Reactor reactor, MonitorAddress address, Credentials credentials, Network network,
            Subscriptions subscriptions, Consumer<State> listener) {
        this.reactor = reactor;
        this.address = address;
        this.credentials = credentials;
        this.network = network;
        this.subscriptions = subscriptions;
        this.listener = listener;
    }

    /// The connection on which calls are answered, if there is one.
    Optional<ClientChannel> channel() {
        return state instanceof State.Connected ? Optional.of(channel) : Optional.empty();
    }

    /// Tries again at once, if it waits or was refused.
    void retry() {
        if (state instanceof State.Waiting || state instanceof State.Refused) {
            connect();
        }
    }

    void connect() {
        long mine = begin();
        change(new State.Connecting());
        workers.execute(() -> {
            try {
                List<SocketAddress> found = resolve();
                Tls tls = tls();
                onward(mine, () -> connect(found, tls));
            } catch (IOException | TlsException e) {
                String why = e instanceof UnknownHostException
                        ? "there is no address of " + address
                        : ClientChannel.text(e);
                onward(mine, () -> lost(why));
            }
        });
    }

    /// @throws UnknownHostException if nothing is left: what is written as this machine's own must not lead elsewhere
    private List<SocketAddress> resolve() throws IOException {
        List<SocketAddress> found = network.resolve(address);
        if (!(address instanceof MonitorAddress.Tcp tcp && tcp.isLocal())) {
            return found;
        }
        List<SocketAddress> here = found.stream()
                .filter(each -> each instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress())
                .toList();
        if (here.isEmpty()) {
            throw new UnknownHostException(tcp.host());
        }
        return here;
    }

    /// For all sockets that the address stands for, be they this machine's own or not; null for none.
    private Tls tls() throws IOException, TlsException {
        return address instanceof MonitorAddress.Tcp tcp && (!tcp.isLocal() || securedHere) ? network.tls(tcp) : null;
    }

    /// @param left to be tried, one at least
    private void connect(List<SocketAddress> left, Tls tls) {
        long mine = begin();
        boolean unsure = tls == null && address instanceof MonitorAddress.Tcp;
        timer = reactor.after(unsure ? GREETING_TIME_HERE : GREETING_TIME, () -> {
            if (unsure) {
                securedHere = true; // it listens on other addresses too, perhaps
                connect();
            } else {
                channel.fail("there is no answer from " + address);
            }
        });
        try {
            channel = new ClientChannel(new Events(mine, left.subList(1, left.size()), tls));
            reactor.connect(left.getFirst(), ConnectOptions.DEFAULT.with(tls), channel);
        } catch (IOException e) {
            lost(ClientChannel.text(e));
        }
    }

    /// Hears of one connection.
    private final class Events implements ClientChannel.Owner {
        private final long mine;
        private final List<SocketAddress> others;
        private final Tls tls;

        Events(long mine, List<SocketAddress> others, Tls tls) {
            this.mine = mine;
            this.others = others;
            this.tls = tls;
        }

        @Override
        public void greeted(Map<String, Object> hello) {
            ClientConnector.this.greeted(hello);
        }

        @Override
        public void pushed(String method, Map<String, Object> params) {
            subscriptions.pushed(method, params);
        }

        @Override
        public void ended(String why, Throwable cause) {
            if (mine != attempt) {
                return;
            }
            subscriptions.disconnected();
            Optional<CertificateException> refusal = KnownServers.refusal(cause);
            if (refusal.isPresent()) {
                refused(refusal.get());
            } else if (why.equals(ClientChannel.NO_MONITOR)) {
                refused(Cause.NO_MONITOR, why);
            } else if (state instanceof State.Connecting && !others.isEmpty()) {
                connect(others, tls);
            } else if (isPlain(cause)) {
                answeredPlainly(why);
            } else if (!asking) { // whoever types takes longer than the server waits
                lost(why);
            }
        }
    }

    /// Whether TLS was answered, but not by TLS. The JDK says so in its message alone.
    private static boolean isPlain(Throwable cause) {
        return cause instanceof SSLException && cause.getMessage() != null
                && cause.getMessage().contains("plaintext connection");
    }

    /// On this machine TLS is only tried because nobody has greeted in time: a monitor that was busy then gets another chance. So
    /// does one that has been there: something in front of it may answer while it is away.
    private void answeredPlainly(String why) {
        String all = "what answers there does not speak TLS, as a monitor of Medusa does: " + why;
        if (entered) {
            lost(all);
        } else if (securedHere && !strange) {
            strange = true;
            lost(all);
        } else {
            securedHere = false;
            strange = false;
            refused(Cause.NO_MONITOR, all);
        }
    }

    private void greeted(Map<String, Object> hello) {
        timer.cancel();
        strange = false;
        boolean isNamed = hello.get("user") instanceof String;
        if (!Long.valueOf(PROTOCOL).equals(hello.get("protocol"))) {
            refused(Cause.PROTOCOL,
                    "the server speaks version " + hello.get("protocol") + " of the protocol; this is version "
                            + PROTOCOL);
        } else if (isNamed && address instanceof MonitorAddress.Unix) {
            connected(hello);
        } else if (ClientLogin.offered(hello)) {
            change(new State.LoggingIn());
            if (login != null) {
                logIn();
            } else if (!asking) {
                ask();
            }
        } else if (isNamed) { // anybody can greet so: only a log-in makes the server prove that it knows the user
            refused(Cause.PROTOCOL, "the server wants no log-in, so it cannot be the one that you mean");
        } else {
            refused(Cause.PROTOCOL, "the server wants a log-in of a kind that is not known here");
        }
    }

    /// The server's certificate was not taken.
    private void refused(CertificateException refusal) {
        switch (refusal) {
            case KnownServers.NewServerException unknown when address instanceof MonitorAddress.Tcp server ->
                meet(server, unknown.fingerprint());
            case KnownServers.ChangedException changed ->
                refused(Cause.CERTIFICATE, Printable.line(changed.getMessage()));
            case KnownServers.FileException unusable ->
                refused(Cause.KNOWN_SERVERS, Printable.line(unusable.getMessage()));
            default -> refused(Cause.PROTOCOL, ClientChannel.text(refusal)); // what came is no certificate
        }
    }

    /// Asks about a server that is new. Whoever looks at its fingerprint takes longer than a handshake may, so the connection is
    /// made anew afterwards.
    private void meet(MonitorAddress.Tcp server, String fingerprint) {
        long mine = begin();
        workers.execute(() -> {
            try {
                if (trustSafely(fingerprint)) {
                    network.note(server, fingerprint);
                    onward(mine, this::connect);
                } else {
                    onward(mine, () -> refused(Cause.UNTRUSTED,
                            server + " is new, and its certificate was not accepted: " + fingerprint));
                }
            } catch (CertificateException e) {
                onward(mine, () -> refused(e));
            }
        });
    }

    private boolean trustSafely(String fingerprint) {
        try {
            return credentials.trust(address, fingerprint);
        } catch (RuntimeException e) {
            reactor.errors().report("the credentials of the monitor's client", e);
            return false;
        }
    }

    private void ask() {
        asking = true;
        workers.execute(() -> {
            Optional<Credentials.Login> answer = askSafely();
            reactor.execute(() -> asked(answer));
        });
    }

    private Optional<Credentials.Login> askSafely() {
        try {
            return credentials.ask(address);
        } catch (RuntimeException e) {
            reactor.errors().report("the credentials of the monitor's client", e);
            return Optional.empty();
        }
    }

    private void asked(Optional<Credentials.Login> answer) {
        asking = false;
        login = answer.orElse(null);
        if (ended) {
            forgetLogin();
        } else if (login == null) {
            refused(Cause.LOGIN, "the server wants a name and a password");
        } else if (channel.isOpen()) {
            logIn();
        } else {
            connect();
        }
    }

    private void logIn() {
        long mine = attempt;
        new ClientLogin(channel, workers).run(login)
                .whenComplete((end, failure) -> onward(mine, () -> loggedIn(end, failure)));
    }

    private void loggedIn(Map<String, Object> end, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        switch (cause) {
            case null -> connected(end);
            case ConnectionLostException _ -> {
            } // which is told by itself
            case MonitorException _,ScramException _,IllegalArgumentException _ ->
                refused(Cause.LOGIN, ClientChannel.text(cause));
            default -> channel.fail(ClientChannel.text(cause));
        }
    }

    private void connected(Map<String, Object> who) {
        Role role = Arrays.stream(Role.values()).filter(each -> each.label().equals(who.get("role"))).findFirst()
                .orElse(Role.VIEW);
        failures = 0;
        entered = true;
        change(new State.Connected(ClientChannel.shortened(String.valueOf(who.get("user"))), role));
        subscriptions.connected(channel);
    }

    private void lost(String why) {
        begin();
        securedHere = false; // it may be another server the next time
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures++, 5));
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            wait = LONGEST_WAIT;
        }
        timer = reactor.after(wait, this::connect);
        change(new State.Waiting(Instant.now().plus(wait), why));
    }

    private void refused(Cause cause, String why) {
        begin();
        forgetLogin();
        change(new State.Refused(cause, ClientChannel.shortened(why)));
    }

    /// For good.
    void end() {
        begin();
        ended = true;
        forgetLogin();
        change(new State.Closed());
    }

    /// Something else begins: whatever went before counts no more.
    private long begin() {
        if (timer != null) {
            timer.cancel();
        }
        long mine = ++attempt;
        if (channel != null && channel.reactor() != null) {
            subscriptions.disconnected();
            channel.fail("the connection was given up");
        }
        return mine;
    }

    private void onward(long mine, Runnable step) {
        reactor.execute(() -> {
            if (mine == attempt) {
                step.run();
            }
        });
    }

    private void forgetLogin() {
        if (login != null) {
            Arrays.fill(login.password(), '\0');
            login = null;
        }
    }

    private void change(State next) {
        state = next;
        listener.accept(next);
    }
}
