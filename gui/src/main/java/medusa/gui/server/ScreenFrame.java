package medusa.gui.server;

import java.time.Instant;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableStringValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import atlantafx.base.theme.Styles;

import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;

/// What all screens have around their content: a title with tools beside it, a line that says how old everything is while the
/// server tells nothing, and a place for questions that need an answer before something is done.
public final class ScreenFrame extends BorderPane {
    private static final Insets BELOW = new Insets(0, 0, 12, 0);

    private final Messages messages = Messages.of(ScreenFrame.class);
    private final HBox tools = new HBox();
    private final HBox question = new HBox();

    /// @param id      of the node, and the beginning of those of its parts
    /// @param title   of the screen
    /// @param summary the numbers beside the title
    /// @param content is shown paler while it is stale
    public ScreenFrame(String id, String title, ObservableStringValue summary, ServerModel server, Node content) {
        setId(id);
        getStyleClass().add("screen");
        Label name = new Label(title);
        name.getStyleClass().add("heading");
        name.setMinWidth(USE_PREF_SIZE);
        Label numbers = new Label();
        numbers.setId(id + "-summary");
        numbers.textProperty().bind(summary);
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        tools.getStyleClass().add("screen-tools");
        HBox header = new HBox(name, numbers, between, tools);
        header.getStyleClass().add("screen-header");
        header.setAlignment(Pos.CENTER_LEFT);
        question.setId(id + "-question");
        question.getStyleClass().add("screen-question");
        question.setAlignment(Pos.CENTER_LEFT);
        hide(question);
        Label staleness = staleness(id, server);
        VBox.setMargin(staleness, BELOW);
        VBox.setMargin(question, BELOW);
        setTop(new VBox(header, staleness, question));
        setCenter(content);
        server.liveProperty().subscribe(live -> {
            content.getStyleClass().remove("stale");
            if (!live) {
                content.getStyleClass().add("stale");
            }
        });
    }

    private Label staleness(String id, ServerModel server) {
        Label line = new Label();
        line.setId(id + "-stale");
        line.getStyleClass().addAll("screen-stale", Styles.WARNING);
        line.setMaxWidth(Double.MAX_VALUE);
        line.textProperty().bind(Bindings.createStringBinding(() -> {
            Instant asOf = server.asOfProperty().get();
            String key = server.quietProperty().get() ? "quiet" : "gone";
            return asOf == null ? messages.text(key + ".nothing-yet") : messages.text(key, Format.clock(asOf));
        }, server.asOfProperty(), server.quietProperty()));
        line.visibleProperty().bind(server.liveProperty().not());
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }

    private static void hide(Node node) {
        node.setVisible(false);
        node.setManaged(false);
    }

    /// The buttons at the right of the title.
    public HBox tools() {
        return tools;
    }

    /// Asks before something is done that cannot be undone. A question that waits is replaced.
    ///
    /// @param text names the numbers: "Close 37 connections?"
    /// @param yes  what the button says: "Close 37"
    public void ask(String text, String yes, Runnable whenYes) {
        Button go = new Button(yes);
        go.setId(getId() + "-yes");
        go.getStyleClass().add(Styles.DANGER);
        go.setOnAction(_ -> {
            hide(question);
            whenYes.run();
        });
        Button leave = new Button(messages.text("cancel"));
        leave.setId(getId() + "-no");
        leave.setCancelButton(true);
        leave.setOnAction(_ -> hide(question));
        question.getChildren().setAll(new Label(text), go, leave);
        question.setVisible(true);
        question.setManaged(true);
        leave.requestFocus();
    }
}
