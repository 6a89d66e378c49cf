package medusa.gui.monitor;

import java.util.Locale;

import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import atlantafx.base.theme.Styles;
import jfx.incubator.scene.control.richtext.RichTextArea;
import jfx.incubator.scene.control.richtext.TextPos;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.monitor.Interpreter.Place;
import medusa.gui.monitor.Repl.Ability;
import medusa.gui.monitor.Repl.Phase;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Placeholder;
import medusa.gui.ui.UiExecutor;

/// One tab: the transcript above, the editor below.
final class ReplView extends StackPane {
    private static final double EDITOR_HEIGHT = 96;

    private final Messages messages = Messages.of(ReplView.class);
    private final Repl repl;
    private final SnippetEditor editor;
    private final TranscriptView transcript;
    private final SearchBar search;
    private final StackPane empty = new StackPane();
    private final VBox below;
    private boolean focusWanted;

    ReplView(Repl repl, UiExecutor ui) {
        this.repl = repl;
        editor = new SnippetEditor(repl, this::search);
        editor.area().setAccessibleText(messages.text("editor"));
        search = new SearchBar(repl.walk(), editor);
        transcript = new TranscriptView(repl.transcript(), this::recall, ui);
        CompletionList completions = new CompletionList(repl.completions(), editor, repl::takeCompletion);
        empty.setMouseTransparent(true);
        StackPane above = new StackPane(transcript.area(), empty);
        below = new VBox(search, editor.area(), tools());
        below.getStyleClass().add("monitor-below");
        below.setMinHeight(EDITOR_HEIGHT);
        VBox.setVgrow(editor.area(), Priority.ALWAYS);
        SplitPane split = new SplitPane(above, below);
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.72);
        SplitPane.setResizableWithParent(below, false);
        getChildren().addAll(split, completions.layer());
        editor.area().sceneProperty().subscribe(scene -> {
            if (scene != null && focusWanted) {
                ui.execute(this::focus);
            }
        });
        redrawInNewColours(transcript.area(), ui);
        redrawInNewColours(editor.area(), ui);
        repl.transcript().addListener((_, _, _) -> showEmpty());
        repl.abilityProperty().subscribe(_ -> showEmpty());
        editor.area().disableProperty().bind(repl.abilityProperty().isEqualTo(Ability.FORBIDDEN));
    }

    /// What is drawn already keeps the colours of another theme; that there is one shows in the background.
    private static void redrawInNewColours(RichTextArea area, UiExecutor ui) {
        area.backgroundProperty().subscribe(_ -> ui.execute(() -> area.getModel().fireStyleChangeEvent(TextPos.ZERO,
                area.getModel().getDocumentEnd())));
    }

    private void showEmpty() {
        boolean forbidden = repl.abilityProperty().get() == Ability.FORBIDDEN;
        if (!repl.transcript().lines().isEmpty()) {
            empty.getChildren().clear();
        } else if (forbidden) {
            repl.as().ifPresent(as -> empty.getChildren()
                    .setAll(placeholder(Feather.LOCK, messages.text("forbidden", as.user(), as.role().label()),
                            messages.text("forbidden-hint"))));
        } else {
            empty.getChildren()
                    .setAll(placeholder(Feather.TERMINAL, messages.text("empty"), messages.text("empty-hint")));
        }
    }

    private static Placeholder placeholder(Feather icon, String text, String hint) {
        Placeholder placeholder = new Placeholder(icon, text, hint);
        placeholder.setId("monitor-empty");
        return placeholder;
    }

    private HBox tools() {
        Label status = new Label();
        status.setId("monitor-status");
        status.getStyleClass().add("small");
        status.textProperty().bind(Bindings.createStringBinding(this::status, repl.phaseProperty(),
                repl.abilityProperty(), repl.placeProperty(), repl.elapsedProperty()));
        status.setMinWidth(0);
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        Label where = new Label(messages.text("run-on"));
        ChoiceBox<Place> place = place();
        where.setLabelFor(place);
        HBox tools = new HBox(status, between, where, place, interrupt(), run());
        tools.getChildren().stream().filter(each -> each != status && each != between)
                .forEach(each -> ((Region) each).setMinWidth(USE_PREF_SIZE));
        tools.getStyleClass().add("monitor-tools");
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    private String status() {
        return switch (repl.abilityProperty().get()) {
            case OFFLINE -> messages.text("status.offline");
            case FORBIDDEN -> messages.text("status.forbidden");
            case READY -> switch (repl.phaseProperty().get()) {
                case IDLE -> messages.text("status.idle");
                case CHECKING -> messages.text("status.checking");
                case RUNNING -> messages.text(
                        repl.placeProperty().get() == Place.REACTOR ? "status.on-reactor" : "status.on-worker");
                case INTERRUPTING -> messages.text("status.interrupting");
            };
        };
    }

    private ChoiceBox<Place> place() {
        ChoiceBox<Place> box = new ChoiceBox<>();
        box.setId("monitor-place");
        box.getItems().setAll(Place.values());
        box.valueProperty().bindBidirectional(repl.placeProperty());
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(Place place) {
                return place == null ? "" : messages.text("place." + place.name().toLowerCase(Locale.ROOT));
            }

            @Override
            public Place fromString(String text) {
                return null; // nobody types here
            }
        });
        box.setTooltip(new Tooltip(messages.text("place-hint")));
        box.disableProperty().bind(repl.phaseProperty().isNotEqualTo(Phase.IDLE)
                .or(repl.abilityProperty().isEqualTo(Ability.FORBIDDEN)));
        return box;
    }

    private Button interrupt() {
        Button button = new Button("", new FontIcon(Feather.SQUARE));
        button.setId("monitor-interrupt");
        button.getStyleClass().add(Styles.DANGER);
        button.textProperty().bind(Bindings.createStringBinding(
                () -> messages.text("interrupt", "%.1f".formatted(repl.elapsedProperty().get().toMillis() / 1000.0)),
                repl.elapsedProperty()));
        button.setTooltip(new Tooltip(messages.text("interrupt-hint")));
        button.visibleProperty().bind(repl.phaseProperty().isEqualTo(Phase.RUNNING)
                .or(repl.phaseProperty().isEqualTo(Phase.INTERRUPTING)));
        button.managedProperty().bind(button.visibleProperty());
        button.disableProperty().bind(repl.phaseProperty().isEqualTo(Phase.INTERRUPTING));
        button.setFocusTraversable(false); // Esc does it, and it comes and goes
        button.setOnAction(_ -> repl.interrupt());
        return button;
    }

    private Button run() {
        Button button = new Button(messages.text("run"), new FontIcon(Feather.PLAY));
        button.setId("monitor-run");
        button.getStyleClass().add(Styles.ACCENT);
        button.setTooltip(new Tooltip(messages.text("run-hint")));
        button.disableProperty().bind(
                repl.phaseProperty().isNotEqualTo(Phase.IDLE).or(repl.abilityProperty().isNotEqualTo(Ability.READY)));
        button.setOnAction(_ -> {
            repl.run();
            focus();
        });
        return button;
    }

    /// Shows what concerns the tab's connection, above the editor.
    void tell(Node what) {
        below.getChildren().addFirst(what);
    }

    /// Empties the transcript.
    void clear() {
        repl.transcript().clear();
        focus();
    }

    /// Lets the user type, at once or when this has come into the window.
    void focus() {
        focusWanted = editor.area().getScene() == null;
        editor.area().requestFocus();
    }

    /// Opens the search in the history.
    void search() {
        if (repl.abilityProperty().get() != Ability.FORBIDDEN) {
            search.open();
        }
    }

    /// Takes a snippet into the editor.
    void recall(String code) {
        if (repl.abilityProperty().get() != Ability.FORBIDDEN) {
            editor.text(code);
            focus();
        }
    }
}
