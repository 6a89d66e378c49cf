package medusa.gui.shell;

import java.util.Map;
import java.util.WeakHashMap;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.controlsfx.control.StatusBar;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Messages;

/// The frame: rail, top bar, status line, and the screen in the middle.
final class ShellView extends StackPane {
    private final Messages messages = Messages.of(Shell.class);
    private final ShellModel model;
    private final BorderPane frame = new BorderPane();
    private final BorderPane content = new BorderPane();
    private final ToggleGroup rail = new ToggleGroup();
    private final Map<Workspace, Node> questions = new WeakHashMap<>();
    private Node start = new StackPane();
    private Runnable connectWanted = () -> {};
    private Runnable serveWanted = () -> {};

    ShellView(ShellModel model) {
        this.model = model;
        getStyleClass().add("shell");
        frame.setLeft(railView());
        frame.setCenter(content);
        frame.setBottom(new StatusBar());
        frame.setTop(new Label());
        getChildren().add(frame);
        model.currentProperty().subscribe(_ -> show());
        model.screenProperty().subscribe(_ -> show());
        model.startingProperty().subscribe(_ -> show());
    }

    private void show() {
        Workspace current = model.currentProperty().get();
        boolean starting = current == null || model.startingProperty().get();
        content.setTop(starting ? null : questions.get(current));
        content.setCenter(starting ? start : current.screen(model.screenProperty().get()).view());
        rail.selectToggle(
                starting ? null : rail.getToggles().get(ScreenKind.ALL.indexOf(model.screenProperty().get())));
    }

    void start(Node view) {
        start = view;
        show();
    }

    void ask(Workspace workspace, Node panel) {
        questions.put(workspace, panel);
        show();
    }

    void answered(Workspace workspace) {
        questions.remove(workspace);
        show();
    }

    void onConnectWanted(Runnable wanted) {
        connectWanted = wanted;
    }

    void onServeWanted(Runnable wanted) {
        serveWanted = wanted;
    }

    void wantConnect() {
        model.start();
        connectWanted.run();
    }

    void wantServe() {
        model.start();
        serveWanted.run();
    }

    private VBox railView() {
        VBox box = new VBox();
        box.getStyleClass().add("rail");
        for (ScreenKind kind : ScreenKind.ALL) {
            ToggleButton button = new ToggleButton(messages.text("screen." + kind.id()), new FontIcon(kind.icon()));
            button.setId("rail-" + kind.id());
            button.setMaxWidth(Double.MAX_VALUE);
            button.setToggleGroup(rail);
            button.setOnAction(_ -> model.show(kind));
            box.getChildren().add(button);
        }
        return box;
    }
}
