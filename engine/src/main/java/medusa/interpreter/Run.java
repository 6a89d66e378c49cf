package medusa.interpreter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.function.Function;

import jdk.jshell.spi.ExecutionControl.RunException;

/// One compiled snippet on its way through the thread it runs on. Whatever it does, nothing but its result leaves here.
final class Run {
    private final Method snippet;
    private final Stages stages;
    private final SnippetOutput output;
    private final Interpreter.Host host;
    private final Function<Object, String> plainText;
    private Object value;
    private String text;
    private RunException failure;

    /// @param host hears of it; null where nobody is to
    Run(Method snippet, Stages stages, SnippetOutput output, Interpreter.Host host,
            Function<Object, String> plainText) {
        this.snippet = snippet;
        this.stages = stages;
        this.output = output;
        this.host = host;
        this.plainText = plainText;
    }

    /// Runs it there, and returns when it has ended or was ended before it began.
    void on(Executor place) {
        try {
            place.execute(this::here);
        } catch (Throwable e) { // no thread to be had
            failure = Failures.of(e, Run.class);
            stages.end();
        }
        stages.await();
    }

    private void here() {
        if (!stages.begin()) {
            return;
        }
        try {
            if (host != null) {
                host.holds();
            }
            output.during(this::invoke);
        } catch (Throwable e) {
            failure = Failures.of(e, Run.class);
        } finally {
            stages.end();
        }
        if (host != null) {
            host.released();
        }
    }

    private void invoke() {
        try {
            value = snippet.invoke(null);
            text = ValueText.of(value, plainText);
        } catch (InvocationTargetException e) {
            failure = Failures.of(e.getCause(), Run.class);
        } catch (Throwable e) {
            failure = Failures.of(e, Run.class);
        }
    }

    /// @return null if none
    Object value() {
        return value;
    }

    /// @return null if it did not come so far
    String text() {
        return text;
    }

    /// @return null if it threw nothing
    RunException failure() {
        return failure;
    }

    /// Whether it was ended, or not even begun, since somebody wanted it so.
    boolean interrupted() {
        return stages.asked() && text == null;
    }
}
