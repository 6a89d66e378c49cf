package medusa.gui.log;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.client.LogEntry;
import medusa.gui.client.LogEntry.Level;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;

/// A line of the log: level, time, text with what is looked for and an address that leads to its connections.
final class LogCell extends ListCell<LogLine> {
    private static final int LONGEST = 500;

    private final Messages messages = Messages.of(LogCell.class);
    private final LogModel model;
    private final Clock clock;
    private final Consumer<String> connections;
    private final FontIcon icon = new FontIcon();
    private final Label level = new Label("", icon);
    private final Label time = new Label();
    private final Tooltip exact = new Tooltip();
    private final HBox text = new HBox();
    private final HBox row = new HBox(level, time, text);

    /// @param connections shows those of an address
    LogCell(LogModel model, Clock clock, Consumer<String> connections) {
        this.model = model;
        this.clock = clock;
        this.connections = connections;
        getStyleClass().add("log-cell");
        row.getStyleClass().add("log-row");
        row.setAlignment(Pos.CENTER_LEFT);
        level.getStyleClass().add("log-level");
        time.getStyleClass().addAll("mono", "log-time");
        time.setTooltip(exact);
        text.getStyleClass().addAll("mono", "log-text");
        text.setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(LogLine line, boolean empty) {
        super.updateItem(line, empty);
        setText(null);
        setGraphic(null);
        pseudoClassStateChanged(PseudoClass.getPseudoClass("mark"), false);
        if (!empty && line instanceof LogLine.Entry(var entry)) {
            show(entry);
        } else if (!empty && line instanceof LogLine.Below(_, var below)) {
            text.getChildren().setAll(pieces(shortened("    " + below.strip())));
            level.setVisible(false);
            time.setText("");
            setAccessibleText(below);
            setGraphic(row);
        } else if (!empty && line != null) {
            pseudoClassStateChanged(PseudoClass.getPseudoClass("mark"), true);
            setText(LogText.of(line));
        }
    }

    private void show(LogEntry entry) {
        level.setVisible(true);
        for (Level each : Level.values()) {
            level.pseudoClassStateChanged(PseudoClass.getPseudoClass(each.label()), each == entry.level());
        }
        icon.setIconCode(switch (entry.level()) {
            case ERROR -> Feather.ALERT_OCTAGON;
            case WARN -> Feather.ALERT_TRIANGLE;
            case INFO -> Feather.INFO;
            case DEBUG, TRACE -> Feather.MORE_HORIZONTAL;
        });
        level.setText(messages.text("level." + entry.level().label()));
        time.setText(LogText.time(entry, LocalDate.now(clock)));
        exact.setText(messages.text("time", Format.exact(entry.when()),
                Format.duration(Duration.between(entry.when(), clock.instant())), entry.number()));
        text.getChildren().setAll(pieces(shortened(entry.text())));
        setAccessibleText(level.getText() + " " + time.getText() + " " + entry.text());
        if (!entry.more().isEmpty()) {
            text.getChildren().add(fold(entry));
        }
        setGraphic(row);
    }

    private Node fold(LogEntry entry) {
        boolean unfolded = model.isUnfolded(entry);
        Hyperlink fold = new Hyperlink(messages.text(unfolded ? "fold" : "unfold", entry.more().size()));
        fold.getStyleClass().addAll("log-link", "log-fold");
        fold.setMinWidth(USE_PREF_SIZE);
        fold.setFocusTraversable(false); // the list is where the keys are
        fold.setOnAction(_ -> model.fold(entry));
        return fold;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private List<Node> pieces(String line) {
        List<Node> pieces = new ArrayList<>();
        Optional<Addresses.Found> found = Addresses.client(line);
        found.ifPresentOrElse(address -> {
            addMarked(pieces, line.substring(0, address.from()));
            pieces.add(link(address.address()));
            addMarked(pieces, line.substring(address.to()));
        }, () -> addMarked(pieces, line));
        return pieces;
    }

    private Node link(String address) {
        Hyperlink link = new Hyperlink(address);
        boolean hit = model.filterProperty().get().words().stream()
                .anyMatch(word -> address.toLowerCase(Locale.ROOT).contains(word));
        link.getStyleClass().add(hit ? "log-hit" : "log-link");
        link.setMinWidth(USE_PREF_SIZE);
        link.setFocusTraversable(false); // the list is where the keys are
        link.setTooltip(new Tooltip(messages.text("connections")));
        link.setOnAction(_ -> connections.accept(address));
        return link;
    }

    private void addMarked(List<Node> pieces, String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        List<String> words = lower.length() == line.length() ? model.filterProperty().get().words() : List.of();
        int at = 0;
        while (at < line.length()) {
            int from = line.length();
            int to = line.length();
            for (String word : words) {
                int next = lower.indexOf(word, at);
                if (next >= 0 && (next < from || next == from && next + word.length() > to)) {
                    from = next;
                    to = next + word.length();
                }
            }
            addPiece(pieces, line.substring(at, from), "log-plain");
            addPiece(pieces, line.substring(from, to), "log-hit");
            at = to;
        }
    }

    private static void addPiece(List<Node> pieces, String piece, String style) {
        if (!piece.isEmpty()) {
            Label label = new Label(piece);
            label.getStyleClass().add(style);
            label.setMinWidth(USE_PREF_SIZE);
            pieces.add(label);
        }
    }
}
