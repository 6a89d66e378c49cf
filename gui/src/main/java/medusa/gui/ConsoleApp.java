package medusa.gui;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import javafx.scene.Scene;
import javafx.stage.Stage;

import medusa.gui.servers.Servers;
import medusa.gui.shell.Shell;
import medusa.gui.ui.Preferences;
import medusa.gui.ui.UiExecutor;
import medusa.server.ConsoleWindow;
import medusa.state.UserFolders;

/// The window put together. JavaFX thread only.
public final class ConsoleApp implements AutoCloseable {
    private final Preferences preferences;
    private final Shell shell;
    private final Servers servers;

    /// @param folders where the window keeps what it remembers
    public ConsoleApp(Stage stage, ConsoleWindow.Wish wish, UserFolders folders, Clock clock) {
        this(stage, wish, folders, clock, _ -> {}, _ -> {});
    }

    /// @param out takes what a server says that is wished for, on a thread of its own
    /// @param err takes what it logs, likewise
    ConsoleApp(Stage stage, ConsoleWindow.Wish wish, UserFolders folders, Clock clock, Consumer<String> out,
            Consumer<String> err) {
        UiExecutor ui = UiExecutor.fx();
        preferences = new Preferences(folders.config().resolve("console.properties"));
        shell = new Shell(ui, clock, preferences);
        servers = new Servers(shell, new Servers.Surroundings(ui, clock, preferences, folders, out, err));
        Scene scene = new Scene(shell.view(), 1280, 800);
        scene.getStylesheets().add(ConsoleApp.class.getResource("console.css").toExternalForm());
        stage.setScene(scene);
        stage.setTitle("Medusa");
        shell.remember(stage);
        stage.setOnCloseRequest(request -> {
            if (!servers.mayClose(stage::hide)) {
                request.consume();
            }
        });
        servers.begin(wish);
    }

    /// The program is about to end: has what is remembered be written, and the servers end that the window has started; what is
    /// under way is finished. Any thread but JavaFX's.
    ///
    /// @return completed when they have ended
    CompletableFuture<Void> endServers() {
        CompletableFuture<Void> ended = servers.endOwn();
        preferences.flush();
        return ended;
    }

    @Override
    public void close() {
        servers.close();
        shell.close();
        preferences.flush();
    }
}
