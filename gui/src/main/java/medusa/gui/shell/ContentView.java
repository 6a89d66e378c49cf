package medusa.gui.shell;

import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;

/// What is in the middle of the frame: a screen of the current server below what is asked about it, or the start.
final class ContentView extends BorderPane {
    private final ShellModel model;
    private final Map<Workspace, Node> asked = new WeakHashMap<>();
    private Node start = new StackPane();

    ContentView(ShellModel model) {
        this.model = model;
        setId("content");
        model.currentProperty().subscribe(_ -> show());
        model.screenProperty().subscribe(_ -> show());
        model.startingProperty().subscribe(_ -> show());
    }

    private void show() {
        Workspace current = model.currentProperty().get();
        boolean starting = current == null || model.startingProperty().get();
        setTop(starting ? null : asked.get(current));
        setCenter(starting ? start : current.screen(model.screenProperty().get()).view());
    }

    void start(Node view) {
        start = view;
        show();
    }

    void ask(Workspace workspace, Node panel) {
        asked.put(workspace, panel);
        show();
    }

    void answered(Workspace workspace) {
        asked.remove(workspace);
        show();
    }

    void focusFirst() {
        first(this).ifPresent(Node::requestFocus);
    }

    private static Optional<Node> first(Node node) {
        if (!node.isVisible() || node.isDisabled()) {
            return Optional.empty();
        }
        if (node.isFocusTraversable()) {
            return Optional.of(node);
        }
        return node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream().map(ContentView::first).flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }
}
