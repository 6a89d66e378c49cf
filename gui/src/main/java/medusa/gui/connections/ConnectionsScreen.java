package medusa.gui.connections;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import medusa.gui.server.Awaited;
import medusa.gui.server.ScreenFrame;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Action;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Screen;
import medusa.metrics.Printable;
import medusa.monitor.MonitorClient;

/// Everybody who is connected: what they do, and what can be done about it.
public final class ConnectionsScreen implements Screen {
    private static final String ID = "connections";
    private static final String RATE = "connections.rate";
    private static final String DETAILS = "connections.details";
    private static final Duration TICK = Duration.ofMillis(250);
    private static final KeyCombination FIND = KeyCombination.keyCombination("Shortcut+F");
    private static final KeyCombination SAVE = KeyCombination.keyCombination("Shortcut+E");

    private final Messages messages = Messages.of(ConnectionsScreen.class);
    private final Desk desk;
    private final Surroundings surroundings;
    private final ConnectionsModel model;
    private final ConnectionsTable table;
    private final FilterBar filter;
    private final Commands commands;
    private final Permission permission;
    private final DetailsView details;
    private final Export export;
    private final ScreenFrame view;
    private boolean findWanted;
    private int rate;
    private MonitorClient.Subscription watch;
    private Subscription ticks = Subscription.EMPTY;

    /// @param server what is shown
    public ConnectionsScreen(ServerModel server, Desk desk) {
        this(server, desk, Surroundings.of(server));
    }

    ConnectionsScreen(ServerModel server, Desk desk, Surroundings surroundings) {
        this.desk = desk;
        this.surroundings = surroundings;
        model = new ConnectionsModel(desk.ui(), desk.clock(), surroundings.names());
        table = new ConnectionsTable(model, messages, desk.preferences());
        filter = new FilterBar(model, messages);
        commands = new Commands(server.link(), desk.ui(), desk.notices());
        permission = new Permission(server, messages);
        export = new Export(messages, desk);
        details = new DetailsView(model, messages, permission, commands::bufferSize);
        rate = desk.preferences().number(RATE).map(Double::intValue).filter(given -> given >= 1 && given <= 10)
                .orElse(2);
        server.connectedProperty().subscribe(model::setConnected);
        view = new ScreenFrame(ID, messages.text("title"), summary(), server, content(server));
        view.getStylesheets().add(ConnectionsScreen.class.getResource("connections.css").toExternalForm());
        view.tools().getChildren().addAll(new Tools(model, table, messages, permission, rate, this::setRate,
                this::closeSelected, this::save).nodes());
        table.view().setContextMenu(new RowMenu(messages, permission, table::selected, this::closeSelected,
                filter::filter, this::ban).view());
        model.toldProperty().subscribe(_ -> {
            if (findWanted) {
                desk.ui().execute(this::find);
            }
        });
        keys();
    }

    private ReadOnlyStringWrapper summary() {
        ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper();
        summary.bind(Bindings.createStringBinding(() -> {
            Totals totals = model.totalsProperty().get();
            return messages.text(model.filter().equals(RowFilter.ALL) ? "summary" : "summary.filtered", totals.open(),
                    totals.transferring(), totals.listed());
        }, model.totalsProperty()));
        return summary;
    }

    private Node content(ServerModel server) {
        Emptiness empty = new Emptiness(model, server, messages, () -> filter.filter(""));
        StackPane middle = new StackPane(table.view(), empty.view());
        VBox.setVgrow(middle, Priority.ALWAYS);
        details.view().setExpanded(desk.preferences().get(DETAILS).map(Boolean::parseBoolean).orElse(false));
        details.view().expandedProperty().subscribe((_, is) -> desk.preferences().put(DETAILS, is));
        table.view().getSelectionModel().selectedItemProperty().addListener((Observable _) -> showDetails());
        return new Awaited(ID, server, model.toldProperty(),
                new VBox(8, filter.view(), pauseLine(), middle, orderLine(), details.view()));
    }

    private void showDetails() {
        Item selected = table.view().getSelectionModel().getSelectedItem();
        if (selected != null || table.view().getSelectionModel().isEmpty()) {
            details.of(selected);
        }
    }

    private Label pauseLine() {
        Label line = new Label();
        line.setId("connections-paused");
        line.getStyleClass().add("connections-paused");
        line.setMaxWidth(Double.MAX_VALUE);
        line.textProperty().bind(Bindings.createStringBinding(
                () -> messages.text("paused", model.waitingProperty().get()), model.waitingProperty()));
        line.visibleProperty().bind(model.pausedProperty());
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }

    private Label orderLine() {
        Label line = new Label(messages.text("order-waits"));
        line.setId("connections-order-waits");
        line.getStyleClass().add("small");
        line.visibleProperty().bind(table.view().getSelectionModel().selectedItemProperty().isNotNull());
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }

    private void keys() {
        table.view().setOnKeyPressed(event -> {
            switch (event.getCode()) {
                case DELETE -> closeSelected();
                case ESCAPE -> table.view().getSelectionModel().clearSelection();
                case ENTER -> details.view().setExpanded(!details.view().isExpanded());
                default -> {
                    return;
                }
            }
            event.consume();
        });
        table.view().setOnMouseClicked(event -> {
            if (event.getClickCount() == 2 && !table.selected().isEmpty()) {
                details.view().setExpanded(true);
            }
        });
        view.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (FIND.match(event)) {
                find();
                event.consume();
            } else if (SAVE.match(event)) {
                save();
                event.consume();
            } else if (event.getCode() == KeyCode.PAUSE) {
                model.pausedProperty().set(!model.pausedProperty().get());
            }
        });
    }

    // ---- what is done ----

    /// What is not to be seen yet cannot have the focus.
    private void find() {
        findWanted = !model.toldProperty().get();
        filter.focus();
    }

    private void closeSelected() {
        List<Row> rows = table.selected();
        if (rows.isEmpty() || !permission.isGiven()) {
            return;
        }
        if (rows.size() == 1) {
            commands.close(rows);
        } else {
            view.ask(messages.text("close.ask", rows.size()), messages.text("close.yes", rows.size()),
                    () -> commands.close(rows));
        }
    }

    private void ban(String address, String time) {
        view.ask(messages.text("ban.ask", Printable.shortened(address), messages.text("ban.for." + time),
                model.from(address)), messages.text("ban.yes"),
                () -> commands.ban(address, RowMenu.TIMES.get(time)));
    }

    private void save() {
        List<Column> columns = table.shown();
        List<Seen> lines = model.rows().stream().map(Item::row)
                .map(row -> new Seen(row, model.now(), model.name(row))).toList();
        Optional<Path> file = surroundings.saving().ask(view.getScene().getWindow(), messages.text("csv.file",
                Format.clock(desk.clock().instant()).replace(":", "")));
        file.ifPresent(path -> export.write(path, columns, lines));
    }

    private void setRate(int next) {
        rate = next;
        desk.preferences().put(RATE, next);
        if (watch != null) {
            watch.close();
            watch = surroundings.source().watch(rate, model.feed());
        }
    }

    // ---- the screen ----

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        watch = surroundings.source().watch(rate, model.feed());
        ticks = desk.ui().every(TICK, model::tick);
    }

    @Override
    public void hidden() {
        ticks.unsubscribe();
        if (watch != null) {
            watch.close();
            watch = null;
        }
        model.leave();
    }

    @Override
    public void asked(String what) {
        filter.filter(what);
    }

    @Override
    public List<Action> actions() {
        return List.of(
                new Action(messages.text(model.pausedProperty().get() ? "action.resume" : "action.pause"), "",
                        () -> model.pausedProperty().set(!model.pausedProperty().get())),
                new Action(messages.text("action.filter"), "Ctrl+F", this::find),
                new Action(messages.text("action.close"), "Delete", this::closeSelected),
                new Action(messages.text("action.csv"), "Ctrl+E", this::save),
                new Action(messages.text("action.details"), "Enter",
                        () -> details.view().setExpanded(!details.view().isExpanded())));
    }

    @Override
    public void close() {
        hidden();
    }
}
