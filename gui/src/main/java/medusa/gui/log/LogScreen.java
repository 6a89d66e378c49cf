package medusa.gui.log;

import java.util.ArrayList;
import java.util.List;

import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import atlantafx.base.theme.Styles;

import medusa.gui.client.LogChange;
import medusa.gui.server.Awaited;
import medusa.gui.server.ScreenFrame;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Action;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Newest;
import medusa.gui.ui.Placeholder;
import medusa.gui.ui.Screen;
import medusa.monitor.MonitorClient;

/// The server's log as it grows.
public final class LogScreen implements Screen {
    /// As many as a server keeps.
    private static final int KEPT = 1000;
    private static final double NARROW = 960;

    private final Messages messages = Messages.of(LogScreen.class);
    private final ServerModel server;
    private final Desk desk;
    private final LogModel model;
    private final LogExport export;
    private final MonitorClient.Subscription watch;
    private LogTools tools;
    private ScreenFrame view;

    /// @param server what is shown
    public LogScreen(ServerModel server, Desk desk) {
        this.server = server;
        this.desk = desk;
        model = new LogModel(desk.clock());
        export = new LogExport(model, desk, server.profile().name());
        Newest<List<LogChange>> changes = new Newest<>(desk.ui(), LogScreen::joined, all -> all.forEach(model::told));
        watch = server.link().log(KEPT, change -> changes.accept(List.of(change)));
    }

    private static List<LogChange> joined(List<LogChange> before, List<LogChange> later) {
        List<LogChange> all = new ArrayList<>(before);
        all.addAll(later);
        return all;
    }

    @Override
    public Node view() {
        if (view == null) {
            tools = new LogTools(model, export);
            Node content = new Awaited("log", server, model.toldProperty(), content());
            SimpleStringProperty summary = new SimpleStringProperty();
            summary.bind(Bindings.createStringBinding(
                    () -> messages.text("summary", Format.number(model.seen()),
                            Format.number(model.size())),
                    model.visible(), model.filterProperty()));
            view = new ScreenFrame("log", messages.text("title"), summary, server, content);
            view.getStylesheets().add(LogScreen.class.getResource("log.css").toExternalForm());
            view.tools().getChildren().setAll(tools.all());
            tools.keys(view);
            ((Region) view.lookup("#log-summary")).setMinWidth(Region.USE_PREF_SIZE);
            view.widthProperty().subscribe(width -> tools.fold(width.doubleValue() < NARROW));
        }
        return view;
    }

    private Node content() {
        LogList list = new LogList(model, desk);
        list.setPlaceholder(new Placeholder(Feather.ALIGN_LEFT, messages.text("empty"), messages.text("empty.hint")));
        Button newest = new Button(messages.text("jump"), new FontIcon(Feather.ARROW_DOWN));
        newest.setId("log-jump");
        newest.getStyleClass().addAll(Styles.ACCENT, "log-jump");
        newest.visibleProperty().bind(model.followProperty().not());
        newest.setOnAction(_ -> model.followProperty().set(true));
        StackPane.setAlignment(newest, Pos.BOTTOM_RIGHT);
        StackPane lines = new StackPane(list, newest);
        VBox.setVgrow(lines, Priority.ALWAYS);
        VBox all = new VBox(tools.filters(), lines);
        all.getStyleClass().add("log");
        return all;
    }

    @Override
    public void asked(String what) {
        view();
        tools.filter(LogFilter.asked(what));
    }

    @Override
    public List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        actions.add(new Action(messages.text("action.find"), "Ctrl+F", () -> tools.find()));
        if (model.toldProperty().get()) {
            actions.add(new Action(messages.text("action.pause"), "", LogTools.toggle(model.pausedProperty())));
            actions.add(new Action(messages.text("action.follow"), "", LogTools.toggle(model.followProperty())));
        }
        if (!model.emptyProperty().get()) {
            actions.add(new Action(messages.text("export.all"), "", () -> export.choose(view, true)));
            actions.add(new Action(messages.text("export.filtered"), "", () -> export.choose(view, false)));
        }
        return actions;
    }

    @Override
    public void close() {
        watch.close();
    }
}
