package medusa.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.auth.FailedLogins;
import medusa.auth.LoginSecret;
import medusa.auth.UnknownUsers;
import medusa.interpreter.Interpreter;
import medusa.log.AuditLog;
import medusa.monitor.ClassicMonitorServer;
import medusa.monitor.Gate;
import medusa.monitor.Interpreters;
import medusa.monitor.Mbeans;
import medusa.monitor.MonitorServer;
import medusa.monitor.MonitorUsers;
import medusa.monitor.Role;
import medusa.monitor.ServerView;
import medusa.reactor.Channel;
import medusa.state.OwnFile;

/// The monitors as the configuration wants them, and who may use them. Reactor thread only, but for what comes before it runs.
final class Monitors implements Gate {
    private static final Logger log = LoggerFactory.getLogger(Monitors.class);

    private static final String AUDIT_LOG = "audit.log";
    private static final int SECONDS_BETWEEN_TRIES = 60;

    /// Java does not learn of it when root is given up.
    private final String starter = System.getProperty("user.name");
    /// The same as a number, which is all that a user without a name has.
    private final String starterId;
    private volatile ServerConfig config;
    private final AtomicReference<AutoCloseable> beans = new AtomicReference<>();
    private ServerView view;
    /// Null until they are needed.
    private Served served;
    private Interpreters interpreters;
    /// The classic monitor's; null if there is none.
    private volatile String password;
    private final FailedLogins failures;
    /// Null if nobody may log in.
    private MonitorUsers users;
    /// Null as long as it is not open.
    private AuditLog audit;
    private long nextTry = System.nanoTime();
    private boolean warned;

    /// @param failures shared with those who log in elsewhere
    Monitors(ServerConfig config, FailedLogins failures) {
        this.config = config;
        this.failures = failures;
        starterId = id();
    }

    private static String id() {
        try {
            return String.valueOf(OwnFile.processUser());
        } catch (IOException e) {
            return ""; // where there are no such numbers
        }
    }

    /// What they show; to be called before the first connection.
    void watch(ServerView view) {
        this.view = view;
    }

    /// Both monitors.
    private record Served(MonitorServer monitor, ClassicMonitorServer classic) {}

    /// Made when they are needed for the first time, or soon after the start if nobody comes: they consist of many classes, which
    /// should keep neither the start nor the first visitor waiting. Any thread.
    private synchronized Served served() {
        if (served == null) {
            interpreters = new Interpreters(view, settings(config));
            served = new Served(new MonitorServer(view, this, interpreters),
                    ClassicMonitorServer.of(view.facts().version(), () -> password, InstantSource.system(),
                            ClassicMonitorServer.Limits.DEFAULT, new ClassicDoor(this, view.reactor().counters()),
                            interpreters::open, interpreters.listener()));
        }
        return served;
    }

    private static Interpreter.Settings settings(ServerConfig config) {
        ServerConfig.Monitor settings = config.monitor();
        Interpreter.Settings standard = Interpreter.Settings.DEFAULT;
        return new Interpreter.Settings(settings.evalLimit(), standard.grace(), settings.exitWhenStuck(),
                standard.mostOutput(), standard.imports());
    }

    /// What is wrong with the files of those who may log in, one line each.
    static List<String> problems(ServerConfig config) {
        List<String> problems = new ArrayList<>();
        Monitors monitors = new Monitors(config, null); // it only reads
        for (Reading reading : List.<Reading>of(monitors::readUsers, monitors::readPassword)) {
            try {
                reading.of(config);
            } catch (StartException e) {
                problems.add(e.getMessage());
            }
        }
        return problems;
    }

    private interface Reading {
        void of(ServerConfig config) throws StartException;
    }

    /// Reads who may log in: often root alone may.
    ///
    /// @throws StartException if that cannot be read
    void open() throws StartException {
        readUsers(config);
        readPassword(config);
        warnOfClassic();
    }

    private void readUsers(ServerConfig from) throws StartException {
        Optional<Path> file = from.monitor().users();
        try {
            users = file.isPresent() ? MonitorUsers.open(file.get()) : null;
        } catch (IOException e) {
            throw new StartException("monitor.users: " + OwnFile.reason(e), e);
        }
    }

    private static void refresh(MonitorUsers known) throws StartException {
        try {
            known.refresh();
        } catch (IOException e) {
            throw new StartException("monitor.users: " + OwnFile.reason(e), e);
        }
    }

    private void readPassword(ServerConfig from) throws StartException {
        if (!from.classicMonitor().listen().off()) {
            try {
                password = ClassicDoor.password(from.classicMonitor().passwordFile().orElseThrow());
            } catch (IOException e) {
                throw new StartException("classic-monitor.password-file: " + OwnFile.reason(e), e);
            }
        }
    }

    private void warnOfClassic() {
        if (password != null && !warned) {
            warned = true;
            log.warn(
                    "the classic monitor is on: whoever records one of its log-ins can try passwords against that for as long as"
                            + " they like; take a long one, and one that is used for nothing else");
        }
    }

    /// Does what need not keep the start waiting.
    ///
    /// @param name tells servers in one process apart
    void warmUp(String name) {
        Thread.ofPlatform().daemon().name("medusa-monitor-start").start(() -> {
            if (!config.monitor().listen().off() || !config.classicMonitor().listen().off()) {
                served();
                audit(); // which says what is wrong with it
            }
            if (config.monitor().jmx()) {
                show(name);
            }
        });
    }

    private void show(String name) {
        try {
            AutoCloseable shown = Mbeans.register(view, name);
            if (!beans.compareAndSet(null, shown)) {
                hide(shown); // the server has ended meanwhile
            }
        } catch (IllegalStateException e) {
            log.error("monitor.jmx: {}", e.getMessage());
        }
    }

    private static void hide(AutoCloseable beans) {
        try {
            beans.close();
        } catch (Exception e) {
            log.warn("taking the MBeans away: {}", e.toString());
        }
    }

    Channel newChannel() {
        return served().monitor().newChannel();
    }

    Channel newClassicChannel() {
        return served().classic().newChannel();
    }

    /// Goes on with a changed configuration.
    void follow(ServerConfig changed) {
        ServerConfig.Monitor before = config.monitor();
        if (changed.monitor().jmx() != before.jmx()) {
            log.warn("monitor.jmx keeps its value until the server is started again");
        }
        try {
            if (!changed.monitor().users().equals(before.users())) {
                readUsers(changed);
            } else if (users != null) {
                refresh(users);
            }
            readPassword(changed);
            warnOfClassic();
        } catch (StartException e) {
            log.error("{}", e.getMessage());
        }
        if (!changed.monitor().group().equals(before.group())) {
            log.warn("monitor.group lets nobody else in at sockets that are open; it counts from the next start");
        }
        config = changed;
        followLive(changed);
        reopen();
    }

    /// Sessions that run code from now on follow the new settings; those whose user is gone end.
    private synchronized void followLive(ServerConfig changed) {
        if (served != null) {
            interpreters.follow(settings(changed));
            served.monitor().usersChanged();
        }
    }

    private synchronized void reopen() {
        if (audit != null) {
            audit.reopen();
        }
    }

    void close() {
        hide(Objects.requireNonNullElse(beans.getAndSet(() -> {}), () -> {}));
        closeAudit();
    }

    private synchronized void closeAudit() {
        if (audit != null) {
            audit.close();
        }
    }

    // ---- who may come in ----

    /// The folder of the socket lets in nobody else than its user, root, and perhaps a group.
    @Override
    public Optional<Visitor> local(Channel channel) {
        if (channel.address() != null) {
            return Optional.empty();
        }
        String user = channel.peerUser().orElse("");
        if (user.equals(starter) || user.equals("root") || user.equals(starterId) && !user.isEmpty()
                || user.isEmpty() && config.monitor().group().isEmpty()) {
            return Optional.of(new Visitor(user.isEmpty() ? "unix" : user, Role.EVAL));
        }
        return config.monitor().group()
                .map(_ -> new Visitor(user.isEmpty() ? "unix" : user, config.monitor().groupRole()));
    }

    @Override
    public Optional<MonitorUsers> users() {
        return Optional.ofNullable(users);
    }

    @Override
    public UnknownUsers unknown(MonitorUsers known) throws IOException {
        return new UnknownUsers(LoginSecret.in(Secured.stateFolder(config)), known.iterations());
    }

    @Override
    public FailedLogins failures() {
        return failures;
    }

    /// Opened when it is needed for the first time, or soon after the start. If that fails it is tried again, but not with every
    /// call. Any thread.
    @Override
    public synchronized Optional<AuditLog> audit() {
        if (audit == null && System.nanoTime() - nextTry >= 0) {
            Path file = Secured.stateFolder(config).resolve(AUDIT_LOG);
            try {
                audit = AuditLog.open(file, InstantSource.system());
            } catch (IOException e) {
                nextTry = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_BETWEEN_TRIES);
                log.error("the monitor runs no code and changes nothing, since {} cannot be written: {}", file,
                        OwnFile.reason(e));
            }
        }
        return Optional.ofNullable(audit);
    }
}
