package medusa.gui.monitor;

import java.util.Optional;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import medusa.gui.ui.Messages;

/// Searches what was typed, and shows what it finds in the editor while the words are typed: Enter keeps it, Esc puts back what
/// was there.
final class SearchBar extends HBox {
    private final Messages messages = Messages.of(SearchBar.class);
    private final HistoryWalk walk;
    private final SnippetEditor editor;
    private final TextField words = new TextField();
    private final Label result = new Label();
    private String before = "";

    SearchBar(HistoryWalk walk, SnippetEditor editor) {
        this.walk = walk;
        this.editor = editor;
        getStyleClass().add("history-search");
        setAlignment(Pos.CENTER_LEFT);
        words.setId("monitor-search");
        words.setPromptText(messages.text("search"));
        words.setAccessibleText(messages.text("search"));
        words.textProperty().subscribe(_ -> find(false));
        words.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        result.setId("monitor-search-result");
        result.getStyleClass().add("small");
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(words, result);
        show(false);
    }

    private void show(boolean is) {
        setVisible(is);
        setManaged(is);
    }

    /// Begins a search.
    void open() {
        before = editor.text();
        show(true);
        words.clear();
        result.setText(messages.text("search-keys"));
        words.requestFocus();
    }

    private void close() {
        show(false);
        editor.area().requestFocus();
    }

    private void pressed(KeyEvent key) {
        if (key.getCode() == KeyCode.ESCAPE) {
            editor.text(before);
            walk.restart();
            close();
        } else if (key.getCode() == KeyCode.ENTER) {
            close();
        } else if (key.getCode() == KeyCode.R && key.isControlDown()) {
            find(true);
        } else {
            return;
        }
        key.consume();
    }

    private void find(boolean next) {
        if (!isVisible()) {
            return;
        }
        Optional<String> found = walk.find(words.getText(), next);
        found.ifPresent(editor::text);
        boolean none = found.isEmpty() && !words.getText().isEmpty();
        result.setText(none ? messages.text(next ? "search-no-more" : "search-none") : messages.text("search-keys"));
    }
}
