package medusa.server;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import medusa.auth.VirtualUserAuthorizer;
import medusa.http.ServerFacts;
import medusa.log.TailLog;
import medusa.reactor.ConnectionLimits;
import medusa.reactor.Descriptors;
import medusa.reactor.Reactor;
import medusa.reactor.ReactorOptions;

/// A running server: the reactor on its thread, the listeners, and who the process is. All methods may be called from any
/// thread.
public final class MedusaServer implements Running {
    private static final Logger log = LoggerFactory.getLogger(MedusaServer.class);

    /// How long a reload waits for other people's code.
    private static final int PATIENCE_SECONDS = 20;

    private final Reactor reactor;
    private final ConnectionLimits connections;
    private final Accounts accounts;
    private final WebServer web;
    private final FileServer files;
    private final Secured secured = new Secured();
    private final ServerFacts facts;
    private final Monitors monitors;
    private final Listeners listeners;
    private final ConfigSource source;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private List<String> listening = List.of();
    private volatile ServerConfig config;
    private volatile boolean draining;
    private volatile int status;

    private MedusaServer(ServerConfig config, Reactor reactor, Accounts accounts, WebServer web, TailLog tail,
            ConfigSource source) {
        this.config = config;
        this.reactor = reactor;
        this.accounts = accounts;
        this.web = web;
        files = new FileServer(config, reactor, web::tree, accounts);
        this.source = source;
        facts = facts(tail);
        monitors = new Monitors(config, accounts.failures());
        connections = new ConnectionLimits(1, 1);
        listeners = new Listeners(reactor, connections,
                Map.of(Part.HTTP, web::newChannel, Part.HTTPS, web::newChannel, Part.FTP, files::newChannel,
                        Part.MONITOR, monitors::newChannel, Part.CLASSIC_MONITOR, monitors::newClassicChannel),
                secured);
        monitors.watch(new LiveView(this, facts, web, files, listeners));
        web.securePort(() -> listeners.port(Part.HTTPS));
    }

    /// Opens everything that `config` asks for, gives up root if the process has it, and returns once the server is ready.
    ///
    /// @throws StartException if something cannot be had; nothing is left open then
    public static MedusaServer start(ServerConfig config) throws StartException {
        JarExtensions jars = new JarExtensions();
        jars.lookIn(JarExtensions.folder(config.extensionsFolder()));
        return start(config, jars, new TailLog(), () -> {
            throw new ConfigException(List.of("this server was started without a configuration to be read again"));
        });
    }

    /// @param jars those from which the types of `config` come; read again when somebody asks for more
    /// @param tail the last entries of the log, which extensions may show
    /// @param source where the configuration is read again
    static MedusaServer start(ServerConfig config, JarExtensions jars, TailLog tail, ConfigSource source)
            throws StartException {
        Identity identity = Identity.of(config);
        Reactor reactor = open(config);
        Accounts accounts = new Accounts(config, reactor);
        MedusaServer server = new MedusaServer(config, reactor, accounts, web(config, reactor, accounts), tail, source);
        try {
            server.limitConnections(config);
            server.secured.open(config);
            accounts.open(config);
            server.files.open();
            server.monitors.open();
            server.listeners.open(config);
            identity.prepare(Secured.stateFolder(config),
                    Secured.isWanted(config) && config.tls().certificates().isEmpty());
            identity.assume();
            server.secured.openOwn(config);
            server.listening = server.listeners.lines();
            int port = server.listeners.port(Part.HTTP);
            server.web.openExtensions(server.facts, jars);
            server.web.sweep();
            server.files.begin();
            Thread.ofPlatform().name("medusa-reactor").start(server::run);
            server.monitors.warmUp(String.valueOf(port));
        } catch (StartException | RuntimeException e) {
            server.close();
            throw e;
        }
        if (server.listening.isEmpty()) {
            log.warn("nothing is served: every listener is off");
        }
        return server;
    }

    private ServerFacts facts(TailLog tail) {
        Instant started = Instant.now();
        String version = Version.current();
        return new ServerFacts() {
            @Override
            public String version() {
                return version;
            }

            @Override
            public Instant started() {
                return started;
            }

            @Override
            public boolean isDraining() { return draining; }

            @Override
            public List<Listener> listeners() {
                return listeners.facts();
            }

            @Override
            public TailLog log() {
                return tail;
            }
        };
    }

    private static WebServer web(ServerConfig config, Reactor reactor, Accounts accounts) throws StartException {
        try {
            return WebServer.open(config, reactor, accounts.logins());
        } catch (StartException | RuntimeException e) {
            try {
                reactor.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private static Reactor open(ServerConfig config) throws StartException {
        try {
            return Reactor
                    .open(ReactorOptions.DEFAULT.with(config.buffers().pool().bytes(), config.reactor().turnLimit()));
        } catch (IOException e) {
            throw new StartException("cannot open a selector: " + e.getMessage(), e);
        }
    }

    private void run() {
        try {
            reactor.run();
        } catch (IOException | RuntimeException | Error e) {
            log.error("the reactor has ended, and with it the server", e);
            status = 1;
        } finally {
            close();
            ended.complete(null);
        }
    }

    private void close() {
        try {
            secured.close();
            reactor.close();
            monitors.close();
            web.close();
            files.close();
        } catch (IOException e) {
            log.warn("closing the reactor: {}", e.getMessage());
        }
    }

    /// Takes the limit from the settings, or from the descriptors that the process may have; each connection takes one,
    /// and a second one while a file is sent, and a third one if that is by FTP.
    private void limitConnections(ServerConfig config) {
        int wanted = config.limits().connections();
        OptionalLong descriptors = Descriptors.limit();
        long most = descriptors.isPresent()
                ? Math.max(1, descriptors.getAsLong() - Descriptors.RESERVE)
                : Integer.MAX_VALUE;
        long limit = wanted == 0
                ? Math.max(1, (most - Math.min(most / 2, FileServer.sessions(config))) / 2)
                : Math.min(wanted, most);
        if (wanted > most) {
            log.warn(
                    "limits.connections = {} is more than {} descriptors allow; {} it is (raise the limit with ulimit -n)",
                    wanted, descriptors.getAsLong(), most);
        }
        int perAddress = config.limits().connectionsPerAddress();
        connections.set((int) Math.min(limit, Integer.MAX_VALUE), perAddress == 0 ? Integer.MAX_VALUE : perAddress);
        log.info("{} descriptors in use of {}; up to {} connections", known(Descriptors.inUse()), known(descriptors),
                limit);
    }

    private static Object known(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : "an unknown number";
    }

    /// As it was when the server was ready.
    @Override
    public List<String> listening() {
        return listening;
    }

    @Override
    public synchronized List<String> reload() {
        try {
            reload(source.load());
            return List.of();
        } catch (ConfigException e) {
            e.problems().forEach(problem -> log.error("{}", problem));
            log.error("the configuration is not right; the server goes on with the old one");
            return e.problems();
        }
    }

    /// Goes on with other settings. Returns when it is done.
    void reload(ServerConfig config) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Optional<VirtualUserAuthorizer> users = accounts.reread(config);
        web.change(config).copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).whenComplete((_, failure) -> {
            if (failure instanceof TimeoutException) {
                log.warn(
                        "the extensions are not made after {} s; the rest of the configuration is followed before them",
                        PATIENCE_SECONDS);
            } else if (failure != null) {
                reactor.errors().report("changing extensions", failure);
            }
            reactor.execute(() -> {
                try {
                    if (!draining) {
                        apply(config, users);
                    }
                } finally {
                    done.complete(null);
                }
            });
        });
        try {
            CompletableFuture.anyOf(done, ended).get(); // nobody runs it after the end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError(e); // only ever completed with null
        }
    }

    private void apply(ServerConfig config, Optional<VirtualUserAuthorizer> users) {
        if (!config.user().equals(this.config.user()) || !config.buffers().pool().equals(this.config.buffers().pool())
                || !config.reactor().equals(this.config.reactor())) {
            log.warn("user, buffers.pool and [reactor] keep their values until the server is started again");
        }
        this.config = config;
        limitConnections(config);
        web.apply(config);
        files.apply(config);
        accounts.follow(config, users);
        monitors.follow(config);
        if (Secured.isWanted(config)) {
            secured.change(config, outcome -> reactor.execute(() -> {
                follow(config);
                log.atLevel(outcome.good() ? Level.INFO : Level.ERROR).log(outcome.text());
            }));
        } else {
            follow(config);
            log.info("configuration reloaded");
        }
    }

    /// The last part of a reload, for which certificates had to be read first.
    private void follow(ServerConfig config) {
        if (!draining && this.config == config) {
            listeners.change(config);
        }
    }

    @Override
    public void drain() {
        reactor.execute(() -> {
            if (!draining) {
                draining = true;
                Duration notice = config.drainNotice();
                if (notice.isZero()) {
                    leave();
                } else {
                    log.info("draining begins in {} s; until then clients are let in", notice.toSeconds());
                    reactor.after(notice, this::leave);
                }
            }
        });
    }

    @Override
    public Duration drainLimit() {
        return config.drainNotice().plus(config.drainTimeout());
    }

    private void leave() {
        log.info("draining: {} channels are open", reactor.channels().size());
        listeners.close();
        reactor.drain(reactor::stop);
        reactor.after(config.drainTimeout(), this::cutOff);
    }

    private void cutOff() {
        log.warn("{} channels were still open after drain-timeout; they are cut off", reactor.channels().size());
        reactor.stop();
    }

    @Override
    public int awaitEnd() {
        try {
            ended.get();
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (ExecutionException e) {
            throw new AssertionError(e); // only ever completed with null
        }
    }
}
