package medusa.gui;

import java.time.Clock;

import javafx.application.Application;
import javafx.scene.Scene;
import javafx.stage.Stage;

import atlantafx.base.theme.PrimerLight;

import medusa.gui.client.Profile;
import medusa.gui.shell.Shell;
import medusa.gui.ui.Preferences;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Credentials;
import medusa.server.ConsoleWindow;
import medusa.state.UserFolders;

/// The window put together. JavaFX thread only.
public final class ConsoleApp implements AutoCloseable {
    private final Shell shell;

    /// @param folders where the window keeps what it remembers
    public ConsoleApp(Stage stage, ConsoleWindow.Wish wish, UserFolders folders, Clock clock) {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        shell = new Shell(UiExecutor.fx(), clock, new Preferences(folders.config().resolve("console.properties")));
        Scene scene = new Scene(shell.view(), 1280, 800);
        scene.getStylesheets().add(ConsoleApp.class.getResource("console.css").toExternalForm());
        stage.setScene(scene);
        stage.setTitle("Medusa");
        wish.server().ifPresent(address -> shell.open(
                new Profile(address.toString(), address, wish.user().orElse(System.getProperty("user.name"))),
                Credentials.none()));
    }

    @Override
    public void close() {
        shell.close();
    }
}
