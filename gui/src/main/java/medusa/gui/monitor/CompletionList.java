package medusa.gui.monitor;

import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.layout.Pane;

import medusa.gui.ui.Messages;

/// The ways on from the caret, over whatever is there. The keys stay with the editor.
final class CompletionList {
    private static final double ROW = 24;
    private static final int MOST_ROWS = 8;
    private static final double CHARACTER = 8;

    private final Pane layer = new Pane();
    private final ListView<String> list;
    private final Completions completions;
    private final SnippetEditor editor;

    CompletionList(Completions completions, SnippetEditor editor, Runnable take) {
        this.completions = completions;
        this.editor = editor;
        list = new ListView<>(completions.candidates());
        list.setId("monitor-completions");
        list.setAccessibleText(Messages.of(CompletionList.class).text("completions"));
        list.getStyleClass().addAll("mono", "completions");
        list.setFixedCellSize(ROW);
        list.setFocusTraversable(false);
        list.setVisible(false);
        list.setManaged(false);
        list.setOnMouseClicked(_ -> {
            completions.select(list.getSelectionModel().getSelectedIndex());
            take.run();
            editor.area().requestFocus();
        });
        layer.setPickOnBounds(false);
        layer.getChildren().add(list);
        completions.candidates().addListener((ListChangeListener<String>) _ -> show());
        completions.selectedProperty().subscribe(this::select);
        editor.area().focusedProperty().subscribe(focused -> {
            if (!focused && !list.isHover()) {
                completions.close();
            }
        });
    }

    /// What lies over the editor and the transcript.
    Node layer() {
        return layer;
    }

    private void select(Number index) {
        if (completions.open()) {
            list.getSelectionModel().clearAndSelect(index.intValue());
            list.scrollTo(Math.max(0, index.intValue() - MOST_ROWS / 2));
        }
    }

    private void show() {
        Node caret = editor.caret();
        list.setVisible(completions.open() && caret != null);
        if (!list.isVisible()) {
            return;
        }
        int longest = completions.candidates().stream().mapToInt(String::length).max().orElse(0);
        double width = Math.clamp(longest * CHARACTER + 40, 160, Math.max(160, layer.getWidth() - 32));
        double height = Math.min(completions.candidates().size(), MOST_ROWS) * ROW + 2;
        Bounds at = layer.sceneToLocal(caret.localToScene(caret.getBoundsInLocal()));
        boolean below = at.getMinY() < height + 8;
        list.resizeRelocate(Math.clamp(at.getMinX() - 12, 0, Math.max(0, layer.getWidth() - width)),
                below ? at.getMaxY() + 4 : at.getMinY() - height - 4, width, height);
        select(completions.selectedProperty().get());
    }
}
