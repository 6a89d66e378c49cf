package medusa.monitor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import medusa.auth.FailedLogins;
import medusa.auth.Logins;
import medusa.auth.UnknownUsers;
import medusa.ftp.FtpServer;
import medusa.ftp.FtpSettings;
import medusa.http.HttpServer;
import medusa.http.HttpSettings;
import medusa.http.Place;
import medusa.http.ServerFacts;
import medusa.interpreter.Interpreter;
import medusa.log.AccessLog;
import medusa.log.AuditLog;
import medusa.log.TailLog;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;
import medusa.reactor.BufferPolicy;
import medusa.reactor.Channel;
import medusa.reactor.Reactor;

/// The monitor of a server that is little more than a reactor, which is turned by hand. Whoever connects has a role at once.
final class MonitorBench implements AutoCloseable {
    final Bench bench;
    final TailLog log = new TailLog();
    final List<String> asked = new ArrayList<>();
    final MonitorServer monitor;
    /// Of whoever connects; null for nobody who has not logged in.
    Role role = Role.EVAL;
    MonitorUsers users;
    /// Null for one that cannot be written.
    AuditLog audit;
    private final Path folder = Files.createTempDirectory("medusa-monitor");
    private final AuditLog first;
    final FailedLogins failures;
    List<String> reloadProblems = List.of();
    final HttpServer http;
    final FtpServer ftp;
    private final ServerView view = new View();
    private final Acceptor acceptor;
    private final Map<String, BufferPolicy> policies = new LinkedHashMap<>(Map.of("http", BufferPolicy.DEFAULT));

    MonitorBench() throws IOException {
        bench = new Bench();
        first = AuditLog.open(folder.resolve("audit.log"), InstantSource.system());
        audit = first;
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(), InstantSource.system());
        failures = new FailedLogins(FailedLogins.Rule.DEFAULT, bench.reactor()::now);
        ftp = new FtpServer(bench.reactor(), FtpSettings.DEFAULT, () -> null, new Logins(bench.reactor(), failures),
                _ -> Optional.empty(), InstantSource.system());
        monitor = new MonitorServer(view, new Door(), new Interpreters(view, Interpreter.Settings.DEFAULT));
        acceptor = bench.listen(monitor::newChannel);
    }

    Acceptor acceptor() {
        return acceptor;
    }

    /// A client that has been greeted.
    Client connect() throws IOException {
        return new Client(bench.connect(acceptor));
    }

    /// The same with a small buffer of the system's, so that the server soon has to wait for it.
    Client connectNarrow() throws IOException {
        return new Client(bench.connectNarrow(acceptor));
    }

    ServerView view() {
        return view;
    }

    /// Where it listens.
    MonitorAddress address() {
        return MonitorAddress.parse("127.0.0.1:" + ((InetSocketAddress) acceptor.address()).getPort());
    }

    final class Client {
        final Bench.Peer peer;
        final Map<?, ?> hello;
        private final List<Object> pushed = new ArrayList<>();
        private long lastId;

        Client(Bench.Peer peer) throws IOException {
            this.peer = peer;
            hello = (Map<?, ?>) next();
        }

        /// Sends a line.
        Client send(String line) throws IOException {
            peer.send((line + "\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /// The next line that comes.
        Object next() throws IOException {
            return Json.read(nextLine().getBytes(StandardCharsets.ISO_8859_1)); // one character a byte
        }

        /// The same as it came.
        String nextLine() throws IOException {
            return peer.line();
        }

        /// The answer to one call; what is pushed meanwhile is kept.
        Map<?, ?> ask(String method, String params) throws IOException {
            long id = ++lastId;
            send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
            while (true) {
                Map<?, ?> message = (Map<?, ?>) next();
                if (message.containsKey("id")) {
                    return message;
                }
                pushed.add(message);
            }
        }

        /// The result of a call that succeeds.
        Map<?, ?> result(String method, String params) throws IOException {
            Map<?, ?> answer = ask(method, params);
            if (!answer.containsKey("result")) {
                throw new AssertionError("no result: " + answer);
            }
            return (Map<?, ?>) answer.get("result");
        }

        /// `code kind: message` of a call that fails.
        String error(String method, String params) throws IOException {
            return MonitorBench.error(ask(method, params));
        }

        /// What has been pushed, oldest first.
        List<Object> pushed() {
            return pushed;
        }
    }

    static String error(Object answer) {
        Map<?, ?> error = (Map<?, ?>) ((Map<?, ?>) answer).get("error");
        return error.get("code") + " " + ((Map<?, ?>) error.get("data")).get("kind") + ": " + error.get("message");
    }

    @Override
    public void close() throws IOException {
        bench.close();
        first.close();
        Files.deleteIfExists(folder.resolve("audit.log"));
        Files.delete(folder);
    }

    private final class Door implements Gate {
        @Override
        public Optional<Visitor> local(Channel channel) {
            return Optional.ofNullable(role).map(as -> new Visitor("anna", as));
        }

        @Override
        public Optional<MonitorUsers> users() {
            return Optional.ofNullable(users);
        }

        @Override
        public UnknownUsers unknown(MonitorUsers known) {
            return new UnknownUsers(new byte[UnknownUsers.SECRET_BYTES], known.iterations());
        }

        @Override
        public FailedLogins failures() {
            return failures;
        }

        @Override
        public Optional<AuditLog> audit() {
            return Optional.ofNullable(audit);
        }
    }

    private final class View implements ServerView {
        @Override
        public Reactor reactor() {
            return bench.reactor();
        }

        @Override
        public HttpServer http() {
            return http;
        }

        @Override
        public FtpServer ftp() {
            return ftp;
        }

        @Override
        public ServerFacts facts() {
            return new ServerFacts() {
                @Override
                public String version() {
                    return "1.2.3";
                }

                @Override
                public Instant started() {
                    return Instant.EPOCH;
                }

                @Override
                public boolean isDraining() { return false; }

                @Override
                public List<Listener> listeners() {
                    return List.of(new Listener("monitor",
                            "127.0.0.1:" + ((InetSocketAddress) acceptor.address()).getPort()));
                }

                @Override
                public TailLog log() {
                    return log;
                }
            };
        }

        @Override
        public ListenerControl listeners() {
            return new ListenerControl() {
                @Override
                public CompletableFuture<ServerFacts.Listener> start(String part, String address) {
                    asked.add("start " + part + " " + address);
                    return CompletableFuture.completedFuture(new ServerFacts.Listener(part, address));
                }

                @Override
                public void stop(String part, String address) {
                    asked.add("stop " + part + " " + address);
                }
            };
        }

        @Override
        public ExtensionControl extensions() {
            return new Extensions();
        }

        @Override
        public BufferControl buffers() {
            return new BufferControl() {
                @Override
                public Map<String, BufferPolicy> policies() {
                    return policies;
                }

                @Override
                public void set(String part, BufferPolicy policy) {
                    policies.put(part, policy);
                }
            };
        }

        @Override
        public CompletableFuture<List<String>> reload() {
            return CompletableFuture.completedFuture(reloadProblems);
        }

        @Override
        public void drain() {
            asked.add("drain");
        }

        @Override
        public void stop() {
            asked.add("stop");
        }
    }

    private final class Extensions implements ExtensionControl {
        private CompletableFuture<Void> done(String what) {
            asked.add(what);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public List<Listed> list() {
            return List.of(new Listed("files", null, "server", true, false, 3, 0, 1.5, Map.of()));
        }

        @Override
        public CompletableFuture<List<Type>> types() {
            return CompletableFuture.completedFuture(List.of(new Type("greeting", "greets", true, List.of(
                    new TypeSetting("words", "text", true, null, "What it says.")))));
        }

        @Override
        public CompletableFuture<Void> install(Map<String, Object> table, Place place, boolean trusted) {
            return done("install " + table + (trusted ? " of any kind" : ""));
        }

        @Override
        public CompletableFuture<Void> remove(String name) {
            return done("remove " + name);
        }

        @Override
        public CompletableFuture<Void> enable(String name, boolean enabled) {
            return done((enabled ? "enable " : "disable ") + name);
        }

        @Override
        public CompletableFuture<Void> move(String name, Place place) {
            return done("move " + name);
        }

        @Override
        public CompletableFuture<Void> reload(String name) {
            return done("reload " + name);
        }

        @Override
        public CompletableFuture<List<Type>> take(String name, byte[] jar) {
            asked.add("take " + name + " of " + jar.length);
            return types();
        }

        @Override
        public CompletableFuture<List<Type>> take(String path) {
            asked.add("take " + path);
            return types();
        }
    }
}
