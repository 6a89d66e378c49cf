package medusa.gui.shell;

import java.util.List;
import java.util.function.Consumer;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import atlantafx.base.theme.Styles;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Messages;
import medusa.gui.ui.WhyNot;

/// Which server is looked at and where it can be reached, what can be done to it, and what the window itself has.
final class TopBar extends HBox {
    private static final int LABELS = 6;
    private static final int LABELS_FOLDED = 2;

    private final Messages messages;
    private final TopModel top;
    private final HBox listeners = new HBox();
    private final Consumer<Listening> copy;
    private final Button search;
    private final ServerMenu servers;
    private boolean folded;

    /// @param copy puts an address where others can take it
    TopBar(Messages messages, TopModel top, ServerMenu servers, ServerCommands commands, Consumer<Listening> copy,
            Runnable palette) {
        this.messages = messages;
        this.top = top;
        this.copy = copy;
        this.servers = servers;
        setId("top-bar");
        getStyleClass().add("top-bar");
        setAlignment(Pos.CENTER_LEFT);
        Label uptime = new Label();
        uptime.setId("uptime");
        uptime.textProperty().bind(top.uptimeProperty());
        uptime.getStyleClass().add("quiet");
        listeners.setId("listeners");
        listeners.getStyleClass().add("top-listeners");
        listeners.setAlignment(Pos.CENTER_LEFT);
        top.listenersProperty().subscribe(_ -> list());
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        search = new Button(messages.text("search", Shortcuts.PALETTE.getDisplayText()),
                new FontIcon(Feather.SEARCH));
        search.setId("search");
        search.getStyleClass().add("top-search");
        search.setOnAction(_ -> palette.run());
        getChildren().addAll(servers, uptime, listeners, between, retry(commands), drain(commands), stop(commands),
                search);
        for (Node each : getChildren()) {
            if (each instanceof Region region && each != between && each != servers) {
                region.setMinWidth(USE_PREF_SIZE);
            }
        }
    }

    private Button retry(ServerCommands commands) {
        Button button = new Button(messages.text("retry"), new FontIcon(Feather.ROTATE_CW));
        button.setId("retry");
        button.setTooltip(new Tooltip(messages.text("retry.tip", Shortcuts.RETRY.getDisplayText())));
        button.setOnAction(_ -> commands.retry());
        top.linkProperty().subscribe(link -> show(button, link != null && link.canRetry()));
        return button;
    }

    private Node drain(ServerCommands commands) {
        Button button = new Button(messages.text("drain"));
        button.setId("drain");
        button.setTooltip(new Tooltip(messages.text("drain.tip")));
        button.setOnAction(_ -> commands.drain());
        top.drainingProperty().subscribe(draining -> button.setText(messages.text(draining ? "draining" : "drain")));
        button.disableProperty().bind(top.manageableProperty().not().or(top.drainingProperty()));
        return managing(button);
    }

    private Node stop(ServerCommands commands) {
        Button button = new Button(messages.text("stop"));
        button.setId("stop");
        button.getStyleClass().addAll(Styles.BUTTON_OUTLINED, Styles.DANGER);
        button.setTooltip(new Tooltip(messages.text("stop.tip")));
        button.setOnAction(_ -> commands.stop());
        button.disableProperty().bind(top.manageableProperty().not());
        return managing(button);
    }

    /// What only some may do is shown to all, with the reason why not.
    private Node managing(Button button) {
        top.connectedProperty().subscribe(is -> show(button, is));
        return new WhyNot(button, top.whyNotManageableProperty());
    }

    /// Puts the window's own buttons at the end.
    void end(Button theme, Button bell) {
        theme.setMinWidth(USE_PREF_SIZE);
        bell.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(theme, bell);
    }

    static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    /// Takes less room.
    void fold(boolean fold) {
        folded = fold;
        servers.fold(fold);
        search.setText(messages.text(folded ? "search.short" : "search", Shortcuts.PALETTE.getDisplayText()));
        list();
    }

    private void list() {
        List<Listening> all = top.listenersProperty().get();
        int most = folded ? LABELS_FOLDED : LABELS;
        listeners.getChildren().setAll(all.stream().limit(most).map(this::button).toList());
        if (all.size() > most) {
            Label more = new Label(messages.text("listeners.more", all.size() - most));
            more.setId("listeners-more");
            more.setTooltip(new Tooltip(String.join("\n",
                    all.stream().skip(most).map(each -> each.label() + "  " + each.address()).toList())));
            listeners.getChildren().add(more);
        }
        listeners.setMinWidth(USE_PREF_SIZE);
    }

    private Button button(Listening listening) {
        Button button = new Button(listening.label());
        button.getStyleClass().addAll(Styles.FLAT, "mono", "top-listener");
        button.setTooltip(new Tooltip(listening.url().isEmpty()
                ? listening.address()
                : messages.text("listener.tip", listening.address(), listening.url())));
        button.setAccessibleText(messages.text("listener.accessible", listening.label(), listening.address()));
        button.setDisable(listening.url().isEmpty());
        button.setOnAction(_ -> copy.accept(listening));
        return button;
    }
}
