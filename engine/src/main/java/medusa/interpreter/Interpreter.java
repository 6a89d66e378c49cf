package medusa.interpreter;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

import medusa.interpreter.Outcome.Status;
import medusa.reactor.Reactor;

/// One session of Java in the running server. What is typed compiles on a thread of the session's own and runs on the
/// reactor thread, so that it sees everything in a consistent state; while it does, everybody waits, and so it is ended when
/// it takes too long. What a text defines stays for the next one of the same session, and no other session sees it.
///
/// `last` is the value of the last expression, unless the session declares something of that name itself.
///
/// To open a session costs nothing: the compiler comes with the first text, and its thread goes when the session is idle.
/// Every value and class of a session stays until it is closed; what it has installed in the server stays beyond that.
///
/// Whoever may call this may do anything that the process may, `System.exit` included.
///
/// Every method may be called from any thread. What is promised comes on the session's own thread, except that what is
/// refused comes at once.
public final class Interpreter implements AutoCloseable {
    private static final int MOST_WAITING = 16;
    private static final Duration IDLE = Duration.ofSeconds(30);

    /// A variable that is there from the start.
    ///
    /// @param type public, in an exported package
    public record Binding(String name, Class<?> type, Object value) {
        public Binding {
            boolean visible = Modifier.isPublic(type.getModifiers()) && type.getCanonicalName() != null
                    && type.getModule().isExported(type.getPackageName());
            if (!visible || !type.isInstance(value)) {
                throw new IllegalArgumentException("no snippet can use " + name + " as " + type);
            }
        }
    }

    /// @param limit how long a snippet may hold the reactor, zero for any time; on a worker it may take any time
    /// @param grace how long each means of ending a snippet has before the next is tried
    /// @param exitWhenStuck whether the process ends, with status 70, when none of them has helped
    /// @param mostOutput how many bytes of what a text prints are kept
    /// @param imports what is imported from the start: `java.util.*`
    public record Settings(Duration limit, Duration grace, boolean exitWhenStuck, int mostOutput, List<String> imports) {
        /// Ten seconds, since who watches a server by hand is better told than kept from it.
        public static final Settings DEFAULT = new Settings(Duration.ofSeconds(10), Duration.ofSeconds(2), false,
                256 << 10, List.of("java.io.*", "java.math.*", "java.net.*", "java.nio.file.*", "java.time.*",
                        "java.util.*", "java.util.concurrent.*", "java.util.function.*", "java.util.regex.*",
                        "java.util.stream.*", "medusa.ftp.*", "medusa.http.*", "medusa.http.extension.*", "medusa.metrics.*",
                        "medusa.producer.*", "medusa.reactor.*"));

        public Settings {
            imports = List.copyOf(imports);
        }
    }

    /// Who wants to know when snippets hold the reactor. Both on its thread, and neither throws.
    public interface Host {
        /// A snippet is about to run on this thread.
        void holds();

        /// It has.
        void released();
    }

    /// Where snippets run.
    public enum Where {
        /// On the reactor thread.
        REACTOR,
        /// On a thread of their own, for what takes long; there `reactor.execute` leads to the server's state.
        WORKER
    }

    /// Work for the session's thread.
    private abstract static class Job implements Runnable {
        @Override
        public final void run() {
            new SnippetOutput(0).during(this::work); // the compiler prints pages about its own faults
        }

        abstract void work();

        /// Instead of being run.
        abstract void refuse();
    }

    private final Evaluation.Terms terms;
    private final List<Binding> bindings;
    private final ThreadPoolExecutor worker;
    /// The texts that have no outcome yet, the one under way first. Guards itself and `closed`.
    private final ArrayDeque<Evaluation> unfinished = new ArrayDeque<>();
    private volatile Where where = Where.REACTOR;
    private boolean closed;
    private boolean used;
    /// Of the session's thread.
    private Session session;

    /// @param host null if nobody wants to know
    public Interpreter(Reactor reactor, List<Binding> bindings, Settings settings, Host host) {
        this(reactor, bindings, settings, host, Runtime.getRuntime()::halt);
    }

    /// @param exit ends the process
    Interpreter(Reactor reactor, List<Binding> bindings, Settings settings, Host host, IntConsumer exit) {
        this.bindings = List.copyOf(bindings);
        terms = new Evaluation.Terms(reactor, settings, host, exit);
        worker = new ThreadPoolExecutor(1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING), Thread.ofPlatform().daemon().name("medusa-interpreter").factory());
        worker.allowCoreThreadTimeOut(true);
    }

    /// Runs the snippets that `code` consists of, after those given before. It never fails exceptionally.
    public CompletableFuture<Outcome> eval(String code) {
        CompletableFuture<Outcome> result = new CompletableFuture<>();
        Evaluation evaluation = new Evaluation(terms, code, where);
        submit(evaluation, new Job() {
            @Override
            void work() {
                Outcome outcome = evaluate(evaluation);
                finished(evaluation);
                result.complete(outcome);
            }

            @Override
            void refuse() {
                finished(evaluation);
                result.complete(Outcome.of(Status.REJECTED));
            }
        });
        return result;
    }

    /// How `code` could go on at `cursor`; nothing of it is run. Fails with a [RejectedExecutionException] when the session
    /// is closed or too much waits.
    public CompletableFuture<Completion> complete(String code, int cursor) {
        return ask(session -> session.complete(code, Math.clamp(cursor, 0, code.length())));
    }

    /// Whether `code` can be run or has to go on. Fails as [#complete] does.
    public CompletableFuture<Completeness> examine(String code) {
        return ask(session -> session.examine(code));
    }

    private interface Question<T> {
        T of(Session session);
    }

    private <T> CompletableFuture<T> ask(Question<T> question) {
        CompletableFuture<T> result = new CompletableFuture<>();
        submit(null, new Job() {
            @Override
            void work() {
                try {
                    result.complete(question.of(session()));
                } catch (Throwable e) { // the compiler's stack may overflow
                    result.completeExceptionally(e);
                }
            }

            @Override
            void refuse() {
                result.completeExceptionally(new RejectedExecutionException("closed, or too much waits"));
            }
        });
        return result;
    }

    /// @param evaluation null if the job is none
    private void submit(Evaluation evaluation, Job job) {
        synchronized (unfinished) {
            if (!closed) {
                try {
                    worker.execute(job);
                    used = true;
                    if (evaluation != null) {
                        unfinished.add(evaluation);
                    }
                    return;
                } catch (RejectedExecutionException | OutOfMemoryError e) {
                    // too much waits, or no thread can be had
                }
            }
        }
        job.refuse();
    }

    private void finished(Evaluation evaluation) {
        synchronized (unfinished) {
            unfinished.remove(evaluation);
        }
    }

    private Outcome evaluate(Evaluation evaluation) {
        long begun = System.nanoTime();
        Outcome outcome;
        try {
            outcome = session().evaluate(evaluation);
        } catch (Throwable e) { // JShell or the compiler in it, whose stack may overflow
            outcome = Outcome.of(Status.FAILED).with(null, null, null, List.of(),
                    Optional.of(Answers.failed("the interpreter failed: " + e)));
        }
        return outcome.with(evaluation.output().text(), Duration.ofNanos(System.nanoTime() - begun));
    }

    private Session session() {
        if (session == null) {
            session = new Session(bindings, terms.settings().imports());
        }
        return session;
    }

    /// Ends the text under way: at once if it has not begun to run, otherwise in stages.
    ///
    /// @return false if there is none
    public boolean interrupt() {
        Evaluation first;
        synchronized (unfinished) {
            first = unfinished.peek();
        }
        if (first != null) {
            first.interrupt();
        }
        return first != null;
    }

    /// Where the texts run that are given from now on.
    public void runOn(Where where) {
        this.where = where;
    }

    /// Ends the text under way, refuses those that wait, and lets the compiler go.
    @Override
    public void close() {
        List<Runnable> waiting = new ArrayList<>();
        synchronized (unfinished) {
            if (closed) {
                return;
            }
            closed = true;
            worker.getQueue().drainTo(waiting);
            if (used) {
                worker.execute(this::free);
            }
            worker.shutdown();
        }
        waiting.forEach(job -> ((Job) job).refuse());
        interrupt();
    }

    private void free() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
