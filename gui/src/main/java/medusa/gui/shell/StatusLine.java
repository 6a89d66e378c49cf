package medusa.gui.shell;

import java.util.List;
import java.util.function.Function;

import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.Tooltip;
import javafx.geometry.Orientation;

import org.controlsfx.control.StatusBar;

import medusa.gui.ui.Messages;
import medusa.gui.ui.Tasks;
import medusa.gui.shell.StatusModel.Figures;

/// The line below everything: the connection, and the figures that tell at a glance how the server does.
final class StatusLine extends StatusBar {
    private final StatusModel model;
    private final Messages messages;

    StatusLine(StatusModel model, Tasks tasks, Messages messages) {
        this.model = model;
        this.messages = messages;
        setId("status");
        setText("");
        setFocusTraversable(true);
        Label connection = new Label();
        connection.setId("status-connection");
        connection.textProperty().bind(model.connectionProperty());
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(model.connectionProperty());
        connection.setTooltip(whole);
        connection.setMinWidth(0);
        getLeftItems().add(connection);
        Label asOf = new Label();
        asOf.setId("status-as-of");
        asOf.setMinWidth(USE_PREF_SIZE);
        asOf.textProperty().bind(model.asOfProperty());
        model.staleProperty().subscribe(stale -> TopBar.show(asOf, stale));
        getRightItems().add(asOf);
        getRightItems().addFirst(new TaskView(tasks, messages));
        add("requests", Figures::requests);
        add("in", Figures::in);
        add("out", Figures::out);
        add("turn", Figures::turn);
        add("heap", Figures::heap);
        model.figuresProperty().subscribe(_ -> describe());
        model.connectionProperty().subscribe(_ -> describe());
    }

    private void add(String id, Function<Figures, String> part) {
        Label label = new Label();
        label.setId("status-" + id);
        label.setMinWidth(USE_PREF_SIZE);
        label.getStyleClass().add("status-figure");
        label.setTooltip(new Tooltip(messages.text("status." + id + ".tip")));
        model.figuresProperty().subscribe(figures -> label.setText(figures == null ? "" : part.apply(figures)));
        model.staleProperty().subscribe(stale -> {
            label.getStyleClass().remove("stale");
            if (stale) {
                label.getStyleClass().add("stale");
            }
        });
        Separator separator = new Separator(Orientation.VERTICAL);
        separator.visibleProperty().bind(model.figuresProperty().isNotNull());
        getRightItems().addAll(separator, label);
    }

    /// For who has it read out.
    private void describe() {
        Figures figures = model.figuresProperty().get();
        setAccessibleText(figures == null
                ? model.connectionProperty().get()
                : String.join(", ", List.of(model.connectionProperty().get(), figures.requests(), figures.in(),
                        figures.out(), figures.turn(), figures.heap())));
    }
}
