package medusa.gui.shell;

import java.time.Clock;

import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.stage.Stage;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import medusa.gui.client.Profile;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Notices;
import medusa.gui.ui.Preferences;
import medusa.gui.ui.Tasks;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Credentials;

/// The window's content: a frame around the screens of the servers that are open. JavaFX thread only.
public final class Shell implements AutoCloseable {
    private final Desk desk;
    private final ShellModel model;
    private final ThemeModel theme;
    private final ShellView view;

    /// One without any server.
    public Shell(UiExecutor ui, Clock clock, Preferences preferences) {
        desk = new Desk(ui, clock, new Notices(clock), new Tasks(), preferences, (_, _) -> {});
        model = new ShellModel(preferences);
        theme = new ThemeModel(preferences, Platform.getPreferences().colorSchemeProperty());
        theme.darkProperty().subscribe(dark -> Application.setUserAgentStylesheet(
                (dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet()));
        view = new ShellView(model, theme, desk);
    }

    /// What is to be seen.
    public Parent view() {
        return view;
    }

    /// Puts the window where it was when it was left, and remembers where it is left next.
    ///
    /// @param stage not shown yet, of its first size
    public void remember(Stage stage) {
        WindowMemory.attach(stage, desk.preferences());
    }

    /// What the window tells its user.
    public Notices notices() {
        return desk.notices();
    }

    /// What is shown while no server is open, and when somebody wants another one.
    public void start(Node start) {
        view.content().start(start);
    }

    /// Shows a server; connects to it if that has not been done.
    ///
    /// @param credentials not used if it is open already
    public ServerModel open(Profile profile, Credentials credentials) {
        Workspace workspace = model.find(profile).orElse(null);
        if (workspace == null) {
            workspace = model.add(new ServerModel(profile, credentials, desk.ui(), desk.clock()), desk);
        } else {
            model.show(workspace);
        }
        return workspace.server();
    }

    /// Closes a server's screens and the connection to it; the server goes on. Nothing if it is not open.
    public void close(Profile profile) {
        model.find(profile).ifPresent(model::close);
    }

    /// Shows something above the screens of an open server, such as a question for a password, until [#answered]. What was
    /// asked before is replaced.
    public void ask(Profile profile, Node panel) {
        model.find(profile).ifPresent(workspace -> view.content().ask(workspace, panel));
    }

    /// Takes away what [#ask] has shown.
    public void answered(Profile profile) {
        model.find(profile).ifPresent(view.content()::answered);
    }

    /// @param wanted called when somebody wants to connect to a server, after the start is shown
    public void onConnectWanted(Runnable wanted) {
        view.onConnectWanted(wanted);
    }

    /// @param wanted called when somebody wants to serve a folder, after the start is shown
    public void onServeWanted(Runnable wanted) {
        view.onServeWanted(wanted);
    }

    @Override
    public void close() {
        view.close();
        model.close();
    }
}
