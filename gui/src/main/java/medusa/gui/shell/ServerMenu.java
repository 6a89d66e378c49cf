package medusa.gui.shell;

import java.util.ArrayList;
import java.util.List;

import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

import medusa.gui.ui.Messages;

/// Names the current server and how the connection to it stands, and leads to the others.
final class ServerMenu extends MenuButton {
    /// Characters of a name: what it is called last matters more than the middle, and how the connection stands most.
    private static final int LONGEST = 44;
    private static final int LONGEST_FOLDED = 24;

    private final ShellModel model;
    private final TopModel top;
    private final Messages messages;
    private final Runnable connect;
    private final Runnable serve;
    private final ServerCommands commands;
    private final Region dot = new Region();
    private final Tooltip tooltip = new Tooltip();
    private int longest = LONGEST;

    ServerMenu(ShellModel model, TopModel top, Messages messages, ServerCommands commands, Runnable connect,
            Runnable serve) {
        this.model = model;
        this.top = top;
        this.messages = messages;
        this.commands = commands;
        this.connect = connect;
        this.serve = serve;
        setId("server-menu");
        getStyleClass().add("server-menu");
        dot.setId("server-dot");
        setGraphic(dot);
        setTooltip(tooltip);
        top.linkProperty().subscribe(_ -> update());
        top.nameProperty().subscribe(_ -> update());
        getItems().setAll(items());
        setOnShowing(_ -> getItems().setAll(items()));
    }

    private void update() {
        LinkState link = top.linkProperty().get();
        String name = top.nameProperty().get();
        dot.getStyleClass().setAll("server-dot", link.phase().styleClass());
        setText(name.isEmpty()
                ? messages.text("no-server")
                : messages.text("server.state", middleOut(name), link.words()));
        setMinWidth(USE_PREF_SIZE);
        String whole = name.isEmpty() ? getText() : messages.text("server.state", name, link.words());
        tooltip.setText(link.why().isEmpty() ? whole : whole + "\n" + link.why());
        setAccessibleText(messages.text("server.accessible", tooltip.getText()));
    }

    /// Takes less room.
    void fold(boolean folded) {
        longest = folded ? LONGEST_FOLDED : LONGEST;
        update();
    }

    private String middleOut(String name) {
        int end = longest / 2;
        return name.length() <= longest
                ? name
                : name.substring(0, longest - end - 1) + "…" + name.substring(name.length() - end);
    }

    private List<MenuItem> items() {
        List<MenuItem> items = new ArrayList<>();
        for (Workspace each : model.open()) {
            RadioMenuItem item = new RadioMenuItem(each.server().profile().name());
            item.setMnemonicParsing(false);
            item.setSelected(each == model.currentProperty().get() && !model.startingProperty().get());
            item.setOnAction(_ -> model.show(each));
            items.add(item);
        }
        if (!items.isEmpty()) {
            items.add(new SeparatorMenuItem());
        }
        items.add(item("menu-connect", messages.text("connect"), connect));
        items.add(item("menu-serve", messages.text("serve"), serve));
        if (model.currentProperty().get() != null && !model.startingProperty().get()) {
            MenuItem close = item("menu-close", messages.text("close", top.nameProperty().get()), commands::close);
            close.setMnemonicParsing(false);
            items.add(new SeparatorMenuItem());
            items.add(close);
        }
        return items;
    }

    private static MenuItem item(String id, String text, Runnable run) {
        MenuItem item = new MenuItem(text);
        item.setId(id);
        item.setOnAction(_ -> run.run());
        return item;
    }
}
