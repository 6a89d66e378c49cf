package medusa.gui.log;

import java.util.ArrayList;
import java.util.List;

import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import atlantafx.base.theme.Styles;

import medusa.gui.client.LogEntry.Level;
import medusa.gui.ui.Messages;
import medusa.gui.ui.WhyNot;

/// What stands above the log: filter, pause, follow, export.
final class LogTools {
    private static final KeyCombination FIND = KeyCombination.valueOf("Shortcut+F");
    private static final List<Level> LEVELS = List.of(Level.TRACE, Level.INFO, Level.WARN, Level.ERROR);
    private static final List<String> SHAPES = List.of(Styles.LEFT_PILL, Styles.CENTER_PILL, Styles.CENTER_PILL,
            Styles.RIGHT_PILL);

    private final Messages messages = Messages.of(LogTools.class);
    private final LogModel model;
    private final TextField words = new TextField();
    private final ToggleGroup levels = new ToggleGroup();
    private final HBox filters;
    private final List<Node> all;
    private List<Labeled> buttons;
    private boolean folded;

    LogTools(LogModel model, LogExport export) {
        this.model = model;
        words.setId("log-filter");
        words.setPromptText(messages.text("filter"));
        words.setAccessibleText(messages.text("filter.about"));
        words.setPrefColumnCount(12);
        words.setMinWidth(60);
        words.textProperty().subscribe(_ -> apply());
        words.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !words.getText().isEmpty()) {
                words.clear();
                event.consume();
            }
        });
        ToggleButton pause = toggle("log-pause", Feather.PAUSE, model.pausedProperty());
        pause.setText(messages.text("pause"));
        model.waitingProperty().subscribe(_ -> label(pause));
        model.pausedProperty().subscribe(_ -> label(pause));
        ToggleButton follow = toggle("log-follow", Feather.ARROW_DOWN, model.followProperty());
        follow.setText(messages.text("follow"));
        MenuButton exports = exports(export);
        filters = new HBox(words, levels());
        filters.getStyleClass().add("log-filters");
        HBox.setHgrow(words, Priority.ALWAYS);
        buttons = List.of(pause, follow, exports);
        ObservableValue<Boolean> silent = model.toldProperty().map(told -> !told);
        all = List.of(unless(silent, "silent", pause), unless(silent, "silent", follow),
                unless(model.emptyProperty(), "nothing-to-export", exports));
    }

    /// Disables `button` while something is so, and says that.
    private Node unless(ObservableValue<Boolean> obstacle, String why, Control button) {
        button.disableProperty().bind(obstacle);
        return new WhyNot(button, obstacle.map(is -> is ? messages.text(why) : ""));
    }

    /// What stands above the lines.
    Node filters() {
        return filters;
    }

    /// What stands beside the title.
    List<Node> all() {
        return all;
    }

    /// What the keys do wherever in the screen they are pressed.
    void keys(Node screen) {
        screen.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (FIND.match(event)) {
                find();
                event.consume();
            }
        });
    }

    void find() {
        words.requestFocus();
    }

    /// Shows icons alone, with their words in tooltips, where there is little room. How many entries wait is always told.
    void fold(boolean fold) {
        folded = fold;
        for (Labeled button : buttons) {
            boolean counts = button.getId().equals("log-pause") && model.pausedProperty().get();
            button.setContentDisplay(fold && !counts ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
            button.setAccessibleText(button.getText());
            button.setTooltip(new Tooltip(button.getText()));
        }
    }

    private void label(ToggleButton pause) {
        pause.setText(model.pausedProperty().get()
                ? messages.text("resume", model.waitingProperty().get())
                : messages.text("pause"));
        if (buttons != null) {
            fold(folded);
        }
    }

    private static ToggleButton toggle(String id, Feather icon, BooleanProperty property) {
        ToggleButton button = new ToggleButton("", new FontIcon(icon));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.selectedProperty().bindBidirectional(property);
        return button;
    }

    /// For the palette.
    static Runnable toggle(BooleanProperty property) {
        return () -> property.set(!property.get());
    }

    private Node levels() {
        List<Node> buttons = new ArrayList<>();
        for (Level level : LEVELS) {
            ToggleButton button = new ToggleButton(messages.text("show." + level.label()));
            button.setId("log-level-" + level.label());
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setAccessibleText(messages.text("show.about", button.getText()));
            button.getStyleClass().add(SHAPES.get(buttons.size()));
            button.setUserData(level);
            button.setToggleGroup(levels);
            button.setSelected(level == Level.TRACE);
            button.setOnAction(_ -> {
                button.setSelected(true); // one of them always is
                apply();
            });
            buttons.add(button);
        }
        return new HBox(buttons.toArray(Node[]::new));
    }

    private void apply() {
        if (levels.getSelectedToggle() != null) {
            LogFilter next = LogFilter.of((Level) levels.getSelectedToggle().getUserData(), words.getText());
            if (!next.equals(model.filterProperty().get())) {
                model.filterProperty().set(next);
            }
        }
    }

    /// Sets the controls, and so the filter. Debug has no button of its own.
    void filter(LogFilter filter) {
        Level level = filter.level() == Level.DEBUG ? Level.TRACE : filter.level();
        levels.getToggles().stream().filter(each -> each.getUserData() == level).forEach(levels::selectToggle);
        words.setText(filter.text());
        apply();
    }

    private MenuButton exports(LogExport export) {
        MenuButton button = new MenuButton(messages.text("export"), new FontIcon(Feather.DOWNLOAD));
        button.setId("log-export");
        button.setMinWidth(Region.USE_PREF_SIZE);
        MenuItem filtered = new MenuItem(messages.text("export.filtered"));
        filtered.setId("log-export-filtered");
        filtered.setOnAction(_ -> export.choose(button, false));
        MenuItem everything = new MenuItem(messages.text("export.all"));
        everything.setId("log-export-all");
        everything.setOnAction(_ -> export.choose(button, true));
        button.getItems().addAll(filtered, everything);
        return button;
    }
}
