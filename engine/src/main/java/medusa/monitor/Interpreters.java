package medusa.monitor;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import medusa.ftp.FtpServer;
import medusa.http.Extensions;
import medusa.http.HttpServer;
import medusa.interpreter.Interpreter;
import medusa.interpreter.Interpreter.Binding;
import medusa.reactor.Reactor;

/// What the interpreters of all sessions have in common: the live objects that they know from the start, and the thread that
/// listens for interrupts while a snippet keeps the reactor. Any thread.
public final class Interpreters {
    private static final int SECONDS_OF_IDLENESS = 10;

    /// One thread for all sessions, since only one snippet keeps the reactor; none while nobody runs any.
    private final ScheduledThreadPoolExecutor listener = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("medusa-interrupts").factory());
    private final Reactor reactor;
    private final List<Binding> bindings;
    private volatile Interpreter.Settings settings;

    /// Those for looking into one server.
    public Interpreters(ServerView view, Interpreter.Settings settings) {
        reactor = view.reactor();
        listener.setKeepAliveTime(SECONDS_OF_IDLENESS, TimeUnit.SECONDS);
        listener.allowCoreThreadTimeOut(true);
        listener.setRemoveOnCancelPolicy(true);
        this.settings = settings;
        bindings = List.of(new Binding("server", ServerView.class, view),
                new Binding("reactor", Reactor.class, reactor),
                new Binding("http", HttpServer.class, view.http()),
                new Binding("ftp", FtpServer.class, view.ftp()),
                new Binding("connections", Connections.class, new Connections(reactor)),
                new Binding("extensions", Extensions.class, view.http().extensions()));
    }

    /// Other settings for sessions that are opened from now on.
    public void follow(Interpreter.Settings changed) {
        settings = changed;
    }

    /// Opens a session, which costs nothing yet.
    public Interpreter open(Interpreter.Host host) {
        return new Interpreter(reactor, bindings, settings, host);
    }

    /// Runs what listens.
    public ScheduledExecutorService listener() {
        return listener;
    }
}
