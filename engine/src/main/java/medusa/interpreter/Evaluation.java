package medusa.interpreter;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntConsumer;

import medusa.reactor.Reactor;

/// One text on its way: what its snippets run with, and the wish that it end.
final class Evaluation {

    /// What all evaluations of a session have in common.
    record Terms(Reactor reactor, Interpreter.Settings settings, Interpreter.Host host, IntConsumer exit) {}

    private final Terms terms;
    private final String code;
    private final Interpreter.Where where;
    private final SnippetOutput output;
    private final ThreadGroup group = Thread.currentThread().getThreadGroup();
    private Stages stages;
    private boolean asked;

    Evaluation(Terms terms, String code, Interpreter.Where where) {
        this.terms = terms;
        this.code = code;
        this.where = where;
        output = new SnippetOutput(terms.settings().mostOutput());
    }

    String code() {
        return code;
    }

    SnippetOutput output() {
        return output;
    }

    /// Ends it. Any thread, any time.
    synchronized void interrupt() {
        asked = true;
        if (stages != null) {
            stages.interrupt();
        }
    }

    synchronized boolean interrupted() {
        return asked;
    }

    /// One of its snippets, compiled.
    synchronized Run run(Method snippet, Stages.Flag flag, Function<Object, String> plainText) {
        boolean onReactor = where == Interpreter.Where.REACTOR;
        stages = new Stages(terms.settings(), onReactor, onReactor ? flag : new Pulse(flag, terms.reactor()::execute),
                terms.reactor().counters(), terms.exit());
        if (asked) {
            stages.interrupt();
        }
        return new Run(snippet, stages, output, onReactor ? terms.host() : null, plainText);
    }

    /// Where its snippets run.
    Executor place() {
        return where == Interpreter.Where.REACTOR ? terms.reactor()::execute : this::startThread;
    }

    private void startThread(Runnable task) {
        // Not in the group of its starter, in which JShell interrupts everybody at once.
        Thread.ofPlatform().group(group).daemon().inheritInheritableThreadLocals(false).name("medusa-snippet")
                .start(task);
    }
}
