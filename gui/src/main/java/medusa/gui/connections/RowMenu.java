package medusa.gui.connections;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

import medusa.gui.ui.Messages;
import medusa.metrics.Printable;

/// What can be done with the selected lines.
final class RowMenu {
    /// For how long somebody can be banned.
    static final Map<String, Duration> TIMES = new LinkedHashMap<>();

    static {
        TIMES.put("quarter", Duration.ofMinutes(15));
        TIMES.put("hour", Duration.ofHours(1));
        TIMES.put("day", Duration.ofDays(1));
    }

    private final Messages messages;
    private final Permission permission;
    private final Supplier<List<Row>> selected;
    private final ContextMenu menu = new ContextMenu();
    private final MenuItem close;
    private final Menu ban;
    private final MenuItem only;
    private final MenuItem copy;

    /// @param filter shows only an address
    /// @param forbid bans an address
    RowMenu(Messages messages, Permission permission, Supplier<List<Row>> selected, Runnable closeSelected,
            Consumer<String> filter, BiConsumer<String, String> forbid) {
        this.messages = messages;
        this.permission = permission;
        this.selected = selected;
        close = item("connections-menu-close", closeSelected);
        only = item("connections-menu-only", () -> filter.accept(address()));
        copy = item("connections-menu-copy", this::copy);
        ban = new Menu();
        ban.setId("connections-menu-ban");
        TIMES.keySet().forEach(time -> {
            MenuItem item = item("connections-menu-ban-" + time, () -> forbid.accept(address(), time));
            item.setText(messages.text("ban.for." + time));
            ban.getItems().add(item);
        });
        menu.getItems().addAll(close, ban, new SeparatorMenuItem(), only, copy);
        menu.setOnShowing(_ -> prepare());
        prepare();
    }

    private static MenuItem item(String id, Runnable action) {
        MenuItem item = new MenuItem();
        item.setId(id);
        item.setOnAction(_ -> action.run());
        return item;
    }

    private void prepare() {
        List<Row> rows = selected.get();
        String address = rows.size() == 1 ? address() : "";
        String shown = Printable.shortened(address);
        String why = permission.isGiven() ? "" : " – " + permission.whyNotProperty().get();
        close.setText(messages.text("menu.close", rows.size()) + why);
        close.setDisable(rows.isEmpty() || !permission.isGiven());
        ban.setText((address.isEmpty() ? messages.text("menu.ban-nobody") : messages.text("menu.ban", shown)) + why);
        ban.setDisable(address.isEmpty() || !permission.isGiven());
        only.setText(address.isEmpty() ? messages.text("menu.only-nobody") : messages.text("menu.only", shown));
        only.setDisable(address.isEmpty());
        copy.setText(messages.text("menu.copy", rows.size()));
        copy.setDisable(rows.isEmpty());
    }

    private String address() {
        List<Row> rows = selected.get();
        return rows.isEmpty() ? "" : rows.getFirst().info().address();
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(String.join("\n", selected.get().stream().map(row -> Column.line(row.peer())).toList()));
        Clipboard.getSystemClipboard().setContent(content);
    }

    ContextMenu view() {
        return menu;
    }
}
