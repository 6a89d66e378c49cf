package medusa.gui.shell;

import javafx.util.Subscription;

import medusa.gui.client.ServerFigures;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Tasks;

/// The gentle end of a server as a task, whoever has begun it. It is over when the connection is, which a server ends as soon as
/// it lets nobody in any more; until then it waits as long as it gives notice. JavaFX thread only.
final class Draining implements AutoCloseable {
    private final Messages messages = Messages.of(Draining.class);
    private final Tasks tasks;
    private final String name;
    private final Subscription changes;
    /// Null while the server is not about to end.
    private Tasks.Task task;
    private long most;

    Draining(ServerModel server, Tasks tasks) {
        this.tasks = tasks;
        name = server.profile().name();
        changes = server.figuresProperty().subscribe(this::told)
                .and(server.connectedProperty().subscribe(connected -> {
                    if (!connected) {
                        end();
                    }
                }));
    }

    Draining(String name, Tasks tasks) {
        this.name = name;
        this.tasks = tasks;
        changes = Subscription.EMPTY;
    }

    /// @param figures null if there are none yet
    void told(ServerFigures figures) {
        if (figures == null || !figures.draining()) {
            end();
            return;
        }
        long left = ServerCommands.visitors(figures);
        if (task == null) {
            task = tasks.begin("");
            most = left;
        }
        most = Math.max(most, left);
        task.textProperty().set(messages.text("task.draining", name, left));
        task.progressProperty().set(left == most ? Tasks.UNKNOWN : 1 - left / (double) most);
    }

    private void end() {
        if (task != null) {
            task.end();
            task = null;
        }
    }

    @Override
    public void close() {
        changes.unsubscribe();
        end();
    }
}
