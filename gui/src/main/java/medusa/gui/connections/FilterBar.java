package medusa.gui.connections;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;

import atlantafx.base.theme.Styles;

import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.metrics.Printable;

/// The words and the protocols that are wanted.
final class FilterBar {
    /// A server has about six; more than these would be a joke of somebody's.
    private static final int MOST_CHIPS = 16;

    private final ConnectionsModel model;
    private final Messages messages;
    private final TextField words = new TextField();
    private final FlowPane bar = new FlowPane(8, 8, words);
    private final Map<String, ToggleButton> chips = new LinkedHashMap<>();

    FilterBar(ConnectionsModel model, Messages messages) {
        this.model = model;
        this.messages = messages;
        words.setId("connections-filter");
        words.setPromptText(messages.text("filter"));
        words.setAccessibleText(messages.text("filter.accessible"));
        words.setPrefWidth(300);
        words.textProperty().addListener((Observable _) -> changed());
        words.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && !words.getText().isEmpty()) {
                words.clear();
                event.consume();
            }
        });
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("connections-filters");
        model.totalsProperty().subscribe(this::count);
    }

    private void count(Totals totals) {
        chips.forEach((protocol, chip) -> label(protocol, chip, totals.protocols().getOrDefault(protocol, 0)));
        totals.protocols().forEach((protocol, number) -> {
            if (!chips.containsKey(protocol) && chips.size() < MOST_CHIPS) {
                ToggleButton chip = new ToggleButton();
                chip.setId("connections-chip-" + protocol);
                chip.getStyleClass().addAll(Styles.SMALL, "chip");
                chip.selectedProperty().addListener((Observable _) -> changed());
                label(protocol, chip, number);
                chips.put(protocol, chip);
                bar.getChildren().add(chip);
            }
        });
    }

    private void label(String protocol, ToggleButton chip, int number) {
        chip.setText(messages.text("chip", Printable.shortened(Row.label(protocol)), Format.number(number)));
    }

    private void changed() {
        Set<String> protocols = new HashSet<>();
        chips.forEach((protocol, chip) -> {
            if (chip.isSelected()) {
                protocols.add(protocol);
            }
        });
        model.setFilter(RowFilter.of(words.getText(), protocols));
    }

    FlowPane view() {
        return bar;
    }

    void focus() {
        words.requestFocus();
        words.selectAll();
    }

    /// Only what has those words.
    void filter(String text) {
        chips.values().forEach(chip -> chip.setSelected(false));
        words.setText(text);
    }
}
