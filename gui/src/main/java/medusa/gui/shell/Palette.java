package medusa.gui.shell;

import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import medusa.gui.ui.Action;
import medusa.gui.ui.Messages;

/// Whatever can be done, found by typing. The keys stay with the field; the list only shows.
final class Palette extends VBox {
    private static final double ROW = 32;
    private static final int ROWS = 10;
    private static final double WIDTH = 560;

    private final PaletteModel model;
    private final Runnable hide;
    private final TextField field = new TextField();
    private final ListView<Action> list;

    /// @param hide takes the palette away
    Palette(PaletteModel model, Messages messages, Runnable hide) {
        this.model = model;
        this.hide = hide;
        list = new ListView<>(model.found());
        setId("palette");
        getStyleClass().addAll("overlay-panel", "palette");
        setMaxWidth(WIDTH);
        field.setId("palette-field");
        field.setPromptText(messages.text("palette.prompt"));
        field.textProperty().bindBidirectional(model.typedProperty());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        list.setId("palette-list");
        list.setFocusTraversable(false);
        list.setFixedCellSize(ROW);
        list.setPrefHeight(ROW * ROWS + 2);
        list.setPlaceholder(new Label(messages.text("palette.nothing")));
        list.setCellFactory(_ -> new Row());
        model.selectedProperty().subscribe(index -> {
            list.getSelectionModel().clearAndSelect(index.intValue());
            list.scrollTo(Math.max(0, index.intValue() - ROWS / 2));
        });
        getChildren().addAll(field, list);
    }

    /// Begins anew.
    TextField begin() {
        model.open();
        list.getSelectionModel().clearAndSelect(0);
        return field;
    }

    private void pressed(KeyEvent event) {
        switch (event.getCode()) {
            case DOWN -> model.move(1);
            case UP -> model.move(-1);
            case PAGE_DOWN -> model.move(Math.min(ROWS, model.found().size() - 1 - model.selectedProperty().get()));
            case PAGE_UP -> model.move(-Math.min(ROWS, model.selectedProperty().get()));
            case ENTER -> runChosen();
            default -> {
                return; // is typed
            }
        }
        event.consume();
    }

    /// Goes away first, so that what is done may take the focus.
    private void runChosen() {
        model.chosen().ifPresent(action -> {
            hide.run();
            action.run().run();
        });
    }

    private final class Row extends ListCell<Action> {
        private final Label name = new Label();
        private final Label keys = new Label();
        private final HBox line = new HBox(name, new Region(), keys);

        Row() {
            HBox.setHgrow(line.getChildren().get(1), Priority.ALWAYS);
            line.getStyleClass().add("palette-row");
            keys.getStyleClass().add("palette-keys");
            keys.setMinWidth(USE_PREF_SIZE);
            line.setMaxWidth(WIDTH);
            setOnMouseClicked(_ -> {
                if (!isEmpty()) {
                    model.select(getIndex());
                    runChosen();
                }
            });
        }

        @Override
        protected void updateItem(Action action, boolean empty) {
            super.updateItem(action, empty);
            setGraphic(empty ? null : line);
            if (!empty) {
                name.setText(action.name());
                keys.setText(action.keys());
                setAccessibleText(action.name() + " " + action.keys());
            }
        }
    }
}
