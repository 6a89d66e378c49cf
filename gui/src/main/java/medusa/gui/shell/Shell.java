package medusa.gui.shell;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.controlsfx.control.StatusBar;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.client.Profile;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Notices;
import medusa.gui.ui.Preferences;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Credentials;

/// The window's content. JavaFX thread only.
public final class Shell implements AutoCloseable {
    private final Messages messages = Messages.of(Shell.class);
    private final UiExecutor ui;
    private final Clock clock;
    private final Notices notices;
    private final Preferences preferences;
    private final Map<Profile, Workspace> workspaces = new LinkedHashMap<>();
    private final BorderPane root = new BorderPane();
    private final StackPane content = new StackPane();
    private final ToggleGroup rail = new ToggleGroup();
    private Workspace current;

    /// An empty one.
    public Shell(UiExecutor ui, Clock clock, Preferences preferences) {
        this.ui = ui;
        this.clock = clock;
        this.preferences = preferences;
        notices = new Notices(clock);
        root.getStyleClass().add("shell");
        root.setLeft(railView());
        root.setCenter(content);
        root.setBottom(new StatusBar());
    }

    /// What is to be seen.
    public Parent view() {
        return root;
    }

    /// Shows a server; connects to it if that has not been done.
    public void open(Profile profile, Credentials credentials) {
        if (current != null) {
            current.leave();
        }
        current = workspaces.computeIfAbsent(profile, _ -> {
            Desk desk = new Desk(ui, clock, notices, preferences, this::go);
            return new Workspace(new ServerModel(profile, credentials, ui, clock), desk);
        });
        root.setTop(new Label(profile.name()));
        show(ScreenKind.ALL.getFirst());
    }

    private void go(String screen, String what) {
        current.go(screen, what);
        content.getChildren().setAll(current.screen(current.shownProperty().get()).view());
    }

    private void show(ScreenKind kind) {
        go(kind.id(), "");
        rail.getToggles().get(ScreenKind.ALL.indexOf(kind)).setSelected(true);
    }

    private VBox railView() {
        VBox box = new VBox();
        box.getStyleClass().add("rail");
        for (ScreenKind kind : ScreenKind.ALL) {
            ToggleButton button = new ToggleButton(messages.text("screen." + kind.id()), new FontIcon(kind.icon()));
            button.setId("rail-" + kind.id());
            button.setMaxWidth(Double.MAX_VALUE);
            button.setToggleGroup(rail);
            button.setOnAction(_ -> show(kind));
            box.getChildren().add(button);
        }
        return box;
    }

    @Override
    public void close() {
        workspaces.values().forEach(Workspace::close);
    }
}
