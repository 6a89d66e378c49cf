package medusa.gui.shell;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

import atlantafx.base.theme.Styles;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Messages;
import medusa.gui.ui.Tasks;

/// The newest of what goes on in the background, and how much else does; nothing while nothing does.
final class TaskView extends HBox {
    private static final double BAR = 80;
    private static final double LONGEST_TEXT = 280;

    private final Tasks tasks;
    private final Messages messages;
    private final Label text = new Label();
    private final Tooltip whole = new Tooltip();
    private final ProgressBar bar = new ProgressBar();
    private final Button cancel = new Button(null, new FontIcon(Feather.X));
    private final Label more = new Label();

    TaskView(Tasks tasks, Messages messages) {
        this.tasks = tasks;
        this.messages = messages;
        setId("task");
        getStyleClass().add("task");
        setAlignment(Pos.CENTER_LEFT);
        setMaxHeight(USE_PREF_SIZE);
        text.setId("task-text");
        text.setMaxWidth(LONGEST_TEXT);
        text.setTooltip(whole);
        whole.textProperty().bind(text.textProperty());
        bar.setId("task-progress");
        bar.setPrefWidth(BAR);
        bar.setMinWidth(BAR);
        cancel.setId("task-cancel");
        cancel.getStyleClass().addAll(Styles.FLAT, "task-cancel");
        cancel.setTooltip(new Tooltip(messages.text("task.cancel")));
        more.setId("task-more");
        more.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(text, bar, cancel, more);
        tasks.list().addListener((ListChangeListener<Tasks.Task>) _ -> show());
        show();
    }

    private void show() {
        TopBar.show(this, !tasks.list().isEmpty());
        if (tasks.list().isEmpty()) {
            text.textProperty().unbind();
            bar.progressProperty().unbind();
            cancel.disableProperty().unbind();
            return;
        }
        Tasks.Task newest = tasks.list().getFirst();
        text.textProperty().bind(newest.textProperty());
        bar.progressProperty().bind(newest.progressProperty());
        bar.accessibleTextProperty().bind(newest.textProperty());
        cancel.disableProperty().bind(newest.cancelledProperty());
        cancel.setAccessibleText(messages.text("task.cancel.about", newest.textProperty().get()));
        cancel.setOnAction(_ -> newest.cancel());
        TopBar.show(cancel, newest.canCancel());
        int others = tasks.list().size() - 1;
        more.setText(messages.text("task.more", others));
        TopBar.show(more, others > 0);
    }
}
