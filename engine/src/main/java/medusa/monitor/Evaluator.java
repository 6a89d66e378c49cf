package medusa.monitor;

import java.util.concurrent.CompletableFuture;

import medusa.interpreter.Interpreter;
import medusa.interpreter.Outcome;

/// What a session needs of an [Interpreter].
interface Evaluator extends AutoCloseable {

    /// Never fails; completed on any thread.
    CompletableFuture<Outcome> eval(String code);

    /// Ends what is under way. Any thread.
    boolean interrupt();

    @Override
    void close();

    static Evaluator of(Interpreter interpreter) {
        return new Evaluator() {
            @Override
            public CompletableFuture<Outcome> eval(String code) {
                return interpreter.eval(code);
            }

            @Override
            public boolean interrupt() {
                return interpreter.interrupt();
            }

            @Override
            public void close() {
                interpreter.close();
            }
        };
    }
}
