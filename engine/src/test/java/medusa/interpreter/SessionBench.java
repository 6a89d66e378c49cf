package medusa.interpreter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import medusa.http.Extensions;
import medusa.http.HttpServer;
import medusa.http.HttpSettings;
import medusa.interpreter.Interpreter.Binding;
import medusa.interpreter.Interpreter.Settings;
import medusa.log.AccessLog;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;
import medusa.reactor.Reactor;

/// A session on a reactor that the test turns, beside an HTTP server on the same.
final class SessionBench implements AutoCloseable {
    /// Nothing ends by itself.
    static final Settings PATIENT = settings(Duration.ofDays(1), Duration.ofDays(1));

    final Bench bench;
    final HttpServer http;
    final Acceptor acceptor;
    final Interpreter interpreter;
    final List<String> heard = new ArrayList<>();
    final List<Integer> exits = new CopyOnWriteArrayList<>();
    private final List<Interpreter> sessions = new ArrayList<>();

    SessionBench() throws IOException {
        this(PATIENT);
    }

    SessionBench(Settings settings) throws IOException {
        Stuck.reset();
        bench = new Bench();
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z")));
        acceptor = bench.listen(http::newChannel);
        interpreter = session(settings);
    }

    static Settings settings(Duration limit, Duration grace) {
        return new Settings(limit, grace, false, 1000, Settings.DEFAULT.imports());
    }

    Interpreter session(Settings settings) {
        Interpreter session = new Interpreter(bench.reactor(),
                List.of(new Binding("reactor", Reactor.class, bench.reactor()),
                        new Binding("http", HttpServer.class, http),
                        new Binding("extensions", Extensions.class, http.extensions())),
                settings, new Listening(), exits::add);
        sessions.add(session);
        return session;
    }

    private final class Listening implements Interpreter.Host {
        @Override
        public void holds() {
            heard.add("holds " + (Thread.currentThread() == bench.reactor().thread()));
        }

        @Override
        public void released() {
            heard.add("released " + (Thread.currentThread() == bench.reactor().thread()));
        }
    }

    Outcome eval(String code) throws IOException {
        return eval(interpreter, code);
    }

    Outcome eval(Interpreter session, String code) throws IOException {
        return await(session.eval(code));
    }

    <T> T await(CompletableFuture<T> future) throws IOException {
        bench.until("the interpreter's answer", future::isDone);
        return future.join();
    }

    @Override
    public void close() throws IOException {
        Stuck.enough = true;
        sessions.forEach(Interpreter::close);
        bench.close();
    }
}
