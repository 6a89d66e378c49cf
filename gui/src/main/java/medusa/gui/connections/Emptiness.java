package medusa.gui.connections;

import java.util.Optional;
import java.util.stream.Stream;

import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.client.HostPort;
import medusa.gui.client.ServerFigures;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Placeholder;
import medusa.monitor.MonitorAddress;

/// What stands in the table while there is nothing in it, or nothing but the monitor's own connections.
final class Emptiness {
    private enum Why {
        NOT_EMPTY,
        NOBODY,
        NOBODY_ELSE,
        FILTERED
    }

    private final ConnectionsModel model;
    private final ServerModel server;
    private final Messages messages;
    private final Runnable unfilter;
    private final VBox box = new VBox();
    private Why shown = Why.NOT_EMPTY;
    private String shownCommand = "";

    /// @param unfilter has everything be shown
    Emptiness(ConnectionsModel model, ServerModel server, Messages messages, Runnable unfilter) {
        this.model = model;
        this.server = server;
        this.messages = messages;
        this.unfilter = unfilter;
        box.setAlignment(Pos.CENTER);
        box.setId("connections-empty");
        box.setPickOnBounds(false);
        box.setVisible(false);
        model.totalsProperty().addListener((Observable _) -> update());
        model.toldProperty().addListener((Observable _) -> update());
        server.figuresProperty().addListener((Observable _) -> update());
        update();
    }

    private void update() {
        Why why = why();
        String command = command().orElse("");
        if (why != shown || !command.equals(shownCommand)) {
            shown = why;
            shownCommand = command;
            box.setVisible(why != Why.NOT_EMPTY);
            switch (why) {
                case NOT_EMPTY -> box.getChildren().clear();
                case FILTERED -> show(Feather.FILTER, messages.text("empty.filtered"), "",
                        button("connections-unfilter", messages.text("empty.unfilter"), Feather.X, unfilter));
                case NOBODY -> nobody(messages.text("empty.nobody"), command);
                case NOBODY_ELSE -> nobody(messages.text("empty.nobody-else"), command);
            }
        }
    }

    private Why why() {
        Totals totals = model.totalsProperty().get();
        if (!model.toldProperty().get()) {
            return Why.NOT_EMPTY; // nobody knows yet
        }
        if (!model.filter().equals(RowFilter.ALL)) {
            return model.rows().isEmpty() ? Why.FILTERED : Why.NOT_EMPTY;
        }
        if (totals.others() > 0 || totals.listed() != totals.open()) {
            return Why.NOT_EMPTY;
        }
        return totals.open() == 0 ? Why.NOBODY : Why.NOBODY_ELSE;
    }

    private void nobody(String text, String command) {
        if (command.isEmpty()) {
            show(Feather.REPEAT, text, "");
        } else {
            show(Feather.REPEAT, text, messages.text("empty.try", command),
                    button("connections-copy", messages.text("empty.copy"), Feather.COPY, () -> {
                        ClipboardContent content = new ClipboardContent();
                        content.putString(command);
                        Clipboard.getSystemClipboard().setContent(content);
                    }));
        }
    }

    private void show(Feather icon, String text, String hint, Node... more) {
        Placeholder placeholder = new Placeholder(icon, text, hint);
        placeholder.setPickOnBounds(false); // the table is below
        placeholder.getChildren().forEach(each -> each.setMouseTransparent(true));
        placeholder.setMaxWidth(480);
        placeholder.getChildren().addAll(more);
        box.getChildren().setAll(placeholder);
    }

    private static Button button(String id, String text, Feather icon, Runnable action) {
        Button button = new Button(text, new FontIcon(icon));
        button.setId(id);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// By which anybody can become a connection; empty if there is no listener for it.
    private Optional<String> command() {
        ServerFigures figures = server.figuresProperty().get();
        return figures == null
                ? Optional.empty()
                : Stream.of("http", "https", "ftp")
                        .flatMap(part -> figures.listeners().stream().filter(each -> each.part().equals(part)))
                        .flatMap(each -> command(each, server.profile().address()).stream()).findFirst();
    }

    /// @param monitor where the server was reached, if it listens everywhere
    static Optional<String> command(ServerFigures.Listener listener, MonitorAddress monitor) {
        return HostPort.of(listener.address())
                .map(address -> "curl " + listener.part() + "://" + address.from(monitor) + "/");
    }

    Node view() {
        return box;
    }
}
