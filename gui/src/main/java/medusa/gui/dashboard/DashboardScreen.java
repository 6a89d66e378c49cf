package medusa.gui.dashboard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import atlantafx.base.theme.Styles;

import medusa.gui.client.Refusal;
import medusa.gui.server.Awaited;
import medusa.gui.server.ScreenFrame;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Action;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Screen;
import medusa.monitor.Role;

/// How the server does at a glance, what it did in the last quarter of an hour, and what somebody should look at. Gathers from the
/// time that it is made.
public final class DashboardScreen implements Screen {
    private static final Duration BANS = Duration.ofSeconds(10);
    private static final String MINUTES = "dashboard.minutes";

    private final Messages messages = Messages.of(DashboardScreen.class);
    private final ServerModel server;
    private final Desk desk;
    private final DashboardModel model;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private Subscription asking = Subscription.EMPTY;
    private ScreenFrame view;

    /// @param server what is shown
    public DashboardScreen(ServerModel server, Desk desk) {
        this(server, desk, new DashboardModel());
        subscriptions.add(server.connectedProperty().subscribe(model::connected));
        subscriptions.add(server.figuresProperty().subscribe(figures -> {
            if (figures != null) {
                model.told(figures, server.ratesProperty().get());
            }
        }));
        subscriptions.add(server.infoProperty().subscribe(info -> {
            if (info != null) {
                model.started(info.started());
            }
        }));
        subscriptions.add(server.liveProperty().subscribe(model.liveProperty()::set));
    }

    /// On a model that somebody else tells.
    DashboardScreen(ServerModel server, Desk desk, DashboardModel model) {
        this.server = server;
        this.desk = desk;
        this.model = model;
        desk.preferences().number(MINUTES).map(Double::intValue).filter(DashboardModel.ZOOMS::contains)
                .ifPresent(model.minutesProperty()::set);
    }

    @Override
    public Node view() {
        if (view == null) {
            Node content = new Awaited("dashboard", server, Bindings.isNotNull(model.figuresProperty()), content());
            view = new ScreenFrame("dashboard", messages.text("title"), new SimpleStringProperty(""), server, content);
            view.getStylesheets().add(DashboardScreen.class.getResource("dashboard.css").toExternalForm());
            view.tools().getChildren().add(zoom());
        }
        return view;
    }

    private Node content() {
        HBox charts = new HBox(
                new ChartCard("throughput", model, Scale::ofBytes, Format::rate, this::throughput),
                new ChartCard("protocols", model, Scale::ofWhole, value -> Format.number(Math.round(value)),
                        this::protocols));
        charts.getStyleClass().add("charts");
        charts.getChildren().forEach(each -> {
            HBox.setHgrow(each, Priority.ALWAYS);
            ((Region) each).setMinWidth(0);
            ((Region) each).setPrefWidth(100); // alike, whatever is in them
        });
        VBox.setVgrow(charts, Priority.ALWAYS);
        VBox all = new VBox(new Tiles(model, desk.ui()), charts, new AttentionList(model, desk, this::lift));
        all.getStyleClass().add("dashboard");
        ScrollPane scroll = new ScrollPane(all);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("dashboard-scroll");
        return scroll;
    }

    private List<Series> throughput() {
        History history = model.history();
        return List.of(new Series(messages.text("series.out"), Series.Look.FIRST, () -> history.of(Metric.OUT)),
                new Series(messages.text("series.in"), Series.Look.SECOND, () -> history.of(Metric.IN)));
    }

    /// Those that come first by name, each with a look of its own.
    private List<Series> protocols() {
        List<Series> all = new ArrayList<>();
        Series.Look[] looks = Series.Look.values();
        model.history().protocols().stream().limit(looks.length).forEach(name -> all
                .add(new Series(name, looks[all.size()], () -> model.history().ofProtocol(name))));
        return all;
    }

    private Node zoom() {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox();
        List<String> shapes = List.of(Styles.LEFT_PILL, Styles.CENTER_PILL, Styles.RIGHT_PILL);
        for (int minutes : DashboardModel.ZOOMS) {
            ToggleButton button = new ToggleButton(messages.text("zoom.button", minutes));
            button.setId("zoom-" + minutes);
            button.setAccessibleText(messages.text("zoom", minutes));
            button.getStyleClass().add(shapes.get(box.getChildren().size()));
            button.setToggleGroup(group);
            button.setOnAction(_ -> {
                button.setSelected(true); // one of them always is
                zoom(minutes);
            });
            model.minutesProperty().subscribe(now -> button.setSelected(now.intValue() == minutes));
            box.getChildren().add(button);
        }
        return box;
    }

    private void zoom(int minutes) {
        model.minutesProperty().set(minutes);
        desk.preferences().put(MINUTES, minutes);
    }

    // ---- bans ----

    @Override
    public void shown() {
        asking = Subscription.combine(server.connectedProperty().subscribe(_ -> askForBans()),
                desk.ui().every(BANS, this::askForBans));
    }

    @Override
    public void hidden() {
        asking.unsubscribe();
        asking = Subscription.EMPTY;
    }

    private void askForBans() {
        if (server.connectedProperty().get()) {
            server.link().bans().whenComplete((bans, failure) -> desk.ui().execute(() -> {
                if (failure == null) {
                    model.banned(bans);
                } else {
                    Refusal.of("bans.list", failure).filter(refusal -> !refusal.unknown())
                            .ifPresent(refusal -> model.bansRefused(refusal.why()));
                }
            }));
        }
    }

    private void lift(String address) {
        if (!server.may(Role.MANAGE)) {
            desk.notices().problem(messages.text("lift.forbidden", address), "");
            return;
        }
        server.link().liftBan(address).whenComplete((_, failure) -> desk.ui().execute(() -> {
            if (failure == null) {
                desk.notices().done(messages.text("lift.done", address));
            } else {
                desk.notices().problem(messages.text("lift.failed", address), String.valueOf(failure.getMessage()));
            }
            askForBans();
        }));
    }

    // ---- what can be done ----

    @Override
    public List<Action> actions() {
        return DashboardModel.ZOOMS.stream()
                .map(minutes -> new Action(messages.text("zoom", minutes), "", () -> zoom(minutes))).toList();
    }

    @Override
    public void close() {
        hidden();
        subscriptions.forEach(Subscription::unsubscribe);
    }
}
