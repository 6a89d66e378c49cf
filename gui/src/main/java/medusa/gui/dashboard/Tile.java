package medusa.gui.dashboard;

import java.util.Locale;
import java.util.function.BiFunction;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import medusa.gui.client.ServerFigures;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Sparkline;

/// A number with its course over a quarter of an hour.
final class Tile extends VBox {

    /// What a tile says of the figures.
    ///
    /// @param value large
    /// @param below what belongs to it, small
    /// @param exact for the tooltip
    record Words(String value, String below, String exact) {}

    private final String name;
    private final Metric metric;
    private final BiFunction<ServerFigures, History, Words> words;
    private final Label value = new Label("–");
    private final Label below = new Label();
    private final Tooltip exact = new Tooltip();
    private final Sparkline line = new Sparkline(History.SECONDS, "-color-accent-emphasis");

    /// @param least what the top of the line stands for at least
    Tile(Metric metric, double least, BiFunction<ServerFigures, History, Words> words) {
        this.metric = metric;
        this.words = words;
        String key = metric.name().toLowerCase(Locale.ROOT);
        Messages messages = Messages.of(Tile.class);
        name = messages.text("tile." + key);
        setId("tile-" + key);
        getStyleClass().add("tile");
        setAccessibleRole(AccessibleRole.TEXT);
        Label title = new Label(name);
        title.getStyleClass().add("small");
        value.setId("tile-" + key + "-value");
        value.getStyleClass().add("tile-value");
        below.setId("tile-" + key + "-below");
        below.getStyleClass().add("small");
        line.setLeast(least);
        line.setAccessibleText(messages.text("tile.course", name));
        VBox.setVgrow(line, Priority.ALWAYS);
        setMinWidth(0);
        getChildren().addAll(title, value, below, line);
        Tooltip.install(this, exact);
    }

    /// Shows the newest of it.
    void show(ServerFigures figures, History history) {
        Words now = words.apply(figures, history);
        value.setText(now.value());
        below.setText(now.below());
        exact.setText(now.exact());
        setAccessibleText(name + ": " + now.value() + ", " + now.below());
        line.set(history.of(metric).last(History.SECONDS));
    }
}
