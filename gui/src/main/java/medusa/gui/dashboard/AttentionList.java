package medusa.gui.dashboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import atlantafx.base.theme.Styles;

import medusa.gui.client.BanInfo;
import medusa.gui.dashboard.Attention.Weight;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;

/// What somebody should look at, each a link to where it is dealt with.
final class AttentionList extends VBox {
    /// What a flood from everywhere bans would take the window's time, and nobody reads it.
    private static final int MOST_BANS = 20;

    private final Messages messages = Messages.of(AttentionList.class);
    private final DashboardModel model;
    private final Desk desk;
    private final Consumer<String> lift;
    private final VBox rows = new VBox();
    private final Label earlier = new Label();
    private final Map<String, Line> lines = new HashMap<>();
    private final Label nothing = new Label(messages.text("attention.nothing"), new FontIcon(Feather.CHECK));

    /// @param lift ends the ban of an address
    AttentionList(DashboardModel model, Desk desk, Consumer<String> lift) {
        this.model = model;
        this.desk = desk;
        this.lift = lift;
        setId("dashboard-attention");
        getStyleClass().add("card");
        Label title = new Label(messages.text("attention"));
        title.getStyleClass().add("card-title");
        earlier.getStyleClass().add("small");
        nothing.setId("attention-nothing");
        nothing.getStyleClass().add(Styles.SUCCESS);
        rows.getStyleClass().add("attention-rows");
        getChildren().addAll(title, rows);
        InvalidationListener changed = _ -> show();
        model.attention().addListener(changed);
        model.bans().addListener(changed);
        model.bansRefusedProperty().addListener(changed);
        show();
    }

    private void show() {
        List<Node> now = new ArrayList<>();
        model.attention().stream().filter(each -> each.weight() != Weight.EARLIER).map(this::row).forEach(now::add);
        showBans(now);
        if (now.isEmpty()) {
            now.add(nothing);
        }
        List<Attention> before = model.attention().stream().filter(each -> each.weight() == Weight.EARLIER).toList();
        if (!before.isEmpty()) {
            earlier.setText(messages.text(before.getFirst().whole() ? "attention.earlier" : "attention.before"));
            now.add(earlier);
            before.stream().map(this::row).forEach(now::add);
        }
        if (!now.equals(rows.getChildren())) {
            Node focused = getScene() == null ? null : getScene().getFocusOwner();
            rows.getChildren().setAll(now);
            if (focused != null && focused.getScene() == getScene()) {
                focused.requestFocus();
            }
        }
    }

    private void showBans(List<Node> into) {
        String refused = model.bansRefusedProperty().get();
        if (!refused.isEmpty()) {
            Label why = new Label(refused);
            why.getStyleClass().add("small");
            Label text = new Label(messages.text("attention.bans-refused"));
            text.setId("bans-refused");
            FontIcon icon = new FontIcon();
            dress(icon, Weight.NEW);
            into.add(row(icon, text, why));
        }
        model.bans().stream().limit(MOST_BANS).map(this::row).forEach(into::add);
        if (model.bans().size() > MOST_BANS) {
            Label more = new Label(messages.text("attention.more-bans", model.bans().size() - MOST_BANS));
            more.setId("more-bans");
            more.getStyleClass().add("small");
            into.add(more);
        }
    }

    /// The same one each time, so that it keeps the focus.
    private Node row(Attention about) {
        Line line = lines.computeIfAbsent(about.key(), _ -> new Line());
        line.link.setText(messages.text("attention." + about.key(), about.number()));
        line.link.setId("attention-" + about.key());
        line.link.setOnAction(_ -> {
            line.link.setVisited(false);
            desk.go(about.screen(), about.what());
        });
        line.grown.setText(about.grown() > 0
                ? messages.text(about.whole() ? "attention.grown" : "attention.grown-watched", about.grown())
                : "");
        dress(line.icon, about.weight());
        return line.row;
    }

    /// What one thing is shown by.
    private static final class Line {
        private final FontIcon icon = new FontIcon();
        private final Hyperlink link = new Hyperlink();
        private final Label grown = new Label();
        private final Node row = AttentionList.row(icon, link, grown);

        private Line() {
            link.setMinWidth(0);
            link.setOnKeyPressed(event -> {
                if (event.getCode() == KeyCode.ENTER) {
                    link.fire();
                }
            });
            grown.getStyleClass().add("small");
            grown.setMinWidth(USE_PREF_SIZE);
        }
    }

    private Node row(BanInfo ban) {
        Label text = new Label(messages.text("attention.ban", ban.address(), ban.failures(),
                Format.duration(ban.left().withNanos(0)), ban.sentAway()));
        text.setMinWidth(0);
        Button button = new Button(messages.text("attention.lift"));
        button.getStyleClass().addAll(Styles.SMALL);
        button.setAccessibleText(messages.text("attention.lift-of", ban.address()));
        button.setTooltip(new Tooltip(button.getAccessibleText()));
        button.setOnAction(_ -> lift.accept(ban.address()));
        button.setId("lift-" + ban.address().replaceAll("[^0-9a-zA-Z]", "-"));
        button.setMinWidth(USE_PREF_SIZE);
        FontIcon icon = new FontIcon();
        dress(icon, Weight.NEW);
        return row(icon, text, button);
    }

    private static Node row(Node icon, Node what, Node end) {
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        HBox row = new HBox(icon, what, between, end);
        row.getStyleClass().add("attention-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /// A shape and a word, beside the colour.
    private void dress(FontIcon icon, Weight weight) {
        String name = weight.name().toLowerCase(Locale.ROOT);
        icon.setIconCode(switch (weight) {
            case GRAVE -> Feather.ALERT_OCTAGON;
            case NEW -> Feather.ALERT_TRIANGLE;
            case EARLIER -> Feather.CLOCK;
        });
        icon.getStyleClass().removeIf(style -> style.startsWith("weight-"));
        icon.getStyleClass().add("weight-" + name);
        icon.setAccessibleText(messages.text("weight." + name));
    }
}
