package medusa.gui.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
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
    private final Messages messages = Messages.of(AttentionList.class);
    private final DashboardModel model;
    private final Desk desk;
    private final Consumer<String> lift;
    private final VBox rows = new VBox();
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
        nothing.setId("attention-nothing");
        nothing.getStyleClass().add(Styles.SUCCESS);
        rows.getStyleClass().add("attention-rows");
        getChildren().addAll(title, rows);
        InvalidationListener changed = _ -> show();
        model.attention().addListener(changed);
        model.bans().addListener(changed);
        show();
    }

    private void show() {
        List<Node> now = new ArrayList<>();
        model.attention().stream().filter(each -> each.weight() != Weight.EARLIER).map(this::row).forEach(now::add);
        model.bans().stream().map(this::row).forEach(now::add);
        if (now.isEmpty()) {
            now.add(nothing);
        }
        List<Attention> earlier = model.attention().stream().filter(each -> each.weight() == Weight.EARLIER).toList();
        if (!earlier.isEmpty()) {
            Label heading = new Label(messages.text("attention.earlier"));
            heading.getStyleClass().add("small");
            now.add(heading);
            earlier.stream().map(this::row).forEach(now::add);
        }
        rows.getChildren().setAll(now);
    }

    private Node row(Attention about) {
        Hyperlink link = new Hyperlink(messages.text("attention." + about.key(), about.number()));
        link.setId("attention-" + about.key());
        link.setMinWidth(0);
        link.setVisited(false);
        link.setOnAction(_ -> {
            link.setVisited(false);
            desk.go(about.screen(), about.what());
        });
        Label grown = new Label(about.grown() > 0 ? messages.text("attention.grown", about.grown()) : "");
        grown.getStyleClass().add("small");
        grown.setMinWidth(USE_PREF_SIZE);
        return row(icon(about.weight()), link, grown);
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
        return row(icon(Weight.NEW), text, button);
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
    private Node icon(Weight weight) {
        FontIcon icon = new FontIcon(switch (weight) {
            case GRAVE -> Feather.ALERT_OCTAGON;
            case NEW -> Feather.ALERT_TRIANGLE;
            case EARLIER -> Feather.CLOCK;
        });
        icon.getStyleClass().add("weight-" + weight.name().toLowerCase(Locale.ROOT));
        icon.setAccessibleText(messages.text("weight." + weight.name().toLowerCase(Locale.ROOT)));
        return icon;
    }
}
