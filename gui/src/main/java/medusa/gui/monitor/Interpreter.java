package medusa.gui.monitor;

import java.util.concurrent.CompletableFuture;

import medusa.gui.client.Completion;
import medusa.gui.client.ServerLink;
import medusa.monitor.Evaluation;

/// What a tab asks of its connection. Any thread; answers come on another one.
interface Interpreter {

    /// Where a snippet runs.
    enum Place {
        /// Where it may touch everything, and everybody waits for it.
        REACTOR,
        /// Beside it.
        WORKER
    }

    /// Runs Java in the server.
    CompletableFuture<Evaluation> eval(String code, Place place);

    /// How `code` could go on at `cursor`.
    CompletableFuture<Completion> complete(String code, int cursor);

    /// Whether `code` is `complete`, `incomplete`, `invalid` or `empty`.
    CompletableFuture<String> examine(String code);

    /// Ends what [#eval] runs.
    CompletableFuture<?> interrupt();

    /// That of a connection.
    static Interpreter of(ServerLink link) {
        return new Interpreter() {
            @Override
            public CompletableFuture<Evaluation> eval(String code, Place place) {
                return link.eval(code, place == Place.REACTOR ? "reactor" : "worker");
            }

            @Override
            public CompletableFuture<Completion> complete(String code, int cursor) {
                return link.complete(code, cursor);
            }

            @Override
            public CompletableFuture<String> examine(String code) {
                return link.examine(code);
            }

            @Override
            public CompletableFuture<?> interrupt() {
                return link.interrupt();
            }
        };
    }
}
