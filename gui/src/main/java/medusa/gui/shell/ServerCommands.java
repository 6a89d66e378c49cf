package medusa.gui.shell;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import medusa.gui.client.ServerFigures;
import medusa.gui.client.ServerLink;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Messages;
import medusa.monitor.ConnectionLostException;
import medusa.monitor.Role;

/// What can be done to the current server as a whole. What ends it is asked first. JavaFX thread only.
final class ServerCommands {
    /// Asks before something is done.
    @FunctionalInterface
    interface Asking {
        /// @param text names the numbers
        /// @param yes  what the button says
        void ask(String text, String yes, Runnable whenYes);
    }

    private final ShellModel model;
    private final Desk desk;
    private final Messages messages;
    private final Asking asking;

    ServerCommands(ShellModel model, Desk desk, Messages messages, Asking asking) {
        this.model = model;
        this.desk = desk;
        this.messages = messages;
        this.asking = asking;
    }

    void drain() {
        end("drain", ServerLink::drain);
    }

    void stop() {
        end("stop", ServerLink::stop);
    }

    private void end(String what, Function<ServerLink, CompletableFuture<?>> how) {
        Workspace current = model.currentProperty().get();
        if (current == null || !current.server().may(Role.MANAGE)) {
            return;
        }
        ServerModel server = current.server();
        String name = server.profile().name();
        asking.ask(messages.text(what + ".ask", name, visitors(server.figuresProperty().get())),
                messages.text(what + ".yes"), () -> how.apply(server.link())
                        .whenComplete((_, failure) -> desk.ui().execute(() -> ended(what, name, failure))));
    }

    /// Whoever looks through a monitor is nobody who would be cut off.
    static long visitors(ServerFigures figures) {
        return figures == null
                ? 0
                : figures.connections().entrySet().stream().filter(each -> !each.getKey().contains("monitor"))
                        .mapToLong(each -> each.getValue()).sum();
    }

    /// A server that ends may be gone before its answer is.
    private void ended(String what, String name, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (cause == null || cause instanceof ConnectionLostException) {
            desk.notices().done(messages.text(what + ".done", name));
        } else {
            desk.notices().problem(messages.text(what + ".failed", name), String.valueOf(cause.getMessage()));
        }
    }

    /// Tries to connect again at once; nothing while there is a connection.
    void retry() {
        Workspace current = model.currentProperty().get();
        if (current != null && !current.server().connectedProperty().get()) {
            current.server().link().retry();
        }
    }

    /// Closes the current server's screens and the connection to it.
    void close() {
        Workspace current = model.currentProperty().get();
        if (current != null && !model.startingProperty().get()) {
            model.close(current);
        }
    }
}
