package medusa.gui.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import atlantafx.base.theme.Styles;

/// Asks in place, below the top bar, before something is done that cannot be undone.
final class QuestionBar extends HBox {
    private final String cancel;

    QuestionBar(String cancel) {
        this.cancel = cancel;
        setId("shell-question");
        getStyleClass().add("shell-question");
        setAlignment(Pos.CENTER_LEFT);
        hide();
    }

    void hide() {
        setVisible(false);
        setManaged(false);
        getChildren().clear();
    }

    /// In place of the question before.
    void ask(String text, String yes, Runnable whenYes) {
        Label words = new Label(text);
        words.setWrapText(true);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button go = new Button(yes);
        go.setId("shell-yes");
        go.getStyleClass().add(Styles.DANGER);
        go.setMinWidth(Region.USE_PREF_SIZE);
        go.setOnAction(_ -> {
            hide();
            whenYes.run();
        });
        Button leave = new Button(cancel);
        leave.setId("shell-no");
        leave.setCancelButton(true);
        leave.setMinWidth(Region.USE_PREF_SIZE);
        leave.setOnAction(_ -> hide());
        getChildren().setAll(words, go, leave);
        setVisible(true);
        setManaged(true);
        leave.requestFocus();
    }
}
