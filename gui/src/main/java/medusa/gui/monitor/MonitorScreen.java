package medusa.gui.monitor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Control;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;

import atlantafx.base.theme.Styles;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.client.ServerLink;
import medusa.gui.server.ScreenFrame;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Action;
import medusa.gui.ui.Desk;
import medusa.gui.ui.KeyHint;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Screen;
import medusa.gui.ui.WhyNot;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.Role;

/// Java typed into the server. Each tab has an interpreter of its own, which goes with its connection: the first one has that of
/// all screens, the others have one each.
public final class MonitorScreen implements Screen {
    private static final String KEEP = "monitor.keep-history";
    private static final int MOST_TABS = 8;
    private static final List<String> KEYS = List.of("run", "run-now", "line", "complete", "search", "older",
            "interrupt");

    private final Messages messages = Messages.of(MonitorScreen.class);
    private final ServerModel server;
    private final Desk desk;
    private final History history;
    private final ExecutorService worker;
    private final TabPane tabs = new TabPane();
    private final ScreenFrame view;
    private final ObservableValue<String> whyNot;
    /// What ends with each of the tabs.
    private final Map<Tab, Runnable> ends = new LinkedHashMap<>();
    private int number;

    /// @param server whose interpreter it is
    public MonitorScreen(ServerModel server, Desk desk) {
        this.server = server;
        this.desk = desk;
        whyNot = whyNot();
        worker = worker();
        boolean keep = desk.preferences().get(KEEP).map(Boolean::valueOf).orElse(true);
        history = new History(
                HistoryFile.of(desk.preferences().folder(), server.profile().address().toString()),
                keep, worker, desk.ui());
        tabs.setId("monitor-tabs");
        tabs.getStyleClass().add(Styles.DENSE);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.ALL_TABS);
        view = new ScreenFrame("monitor", messages.text("title"), Bindings.createStringBinding(
                () -> tabs.getTabs().size() == 1 ? "" : messages.text("tabs", tabs.getTabs().size()), tabs.getTabs()),
                server, tabs);
        view.getStylesheets().add(MonitorScreen.class.getResource("monitor.css").toExternalForm());
        view.tools().getChildren().addAll(newTab(), menu());
        firstTab();
    }

    /// One thread, which the end of the program waits for, and which ends by itself when there is nothing to do.
    private static ExecutorService worker() {
        ThreadPoolExecutor worker = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> new Thread(task, "medusa-history"));
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    private void firstTab() {
        Repl repl = new Repl(Interpreter.of(server.link()), history, desk.ui(), desk.clock());
        server.stateProperty().subscribe(repl::connection);
        add(repl, () -> {}).setClosable(false);
    }

    private void anotherTab() {
        if (tabs.getTabs().size() >= MOST_TABS) {
            desk.notices().warn(messages.text("most-tabs", MOST_TABS));
            return;
        }
        Repl[] repl = new Repl[1];
        RefusedBar refused = new RefusedBar(messages);
        ServerLink link = server.another(state -> desk.ui().execute(() -> {
            repl[0].connection(state);
            refused.connection(state);
        }));
        repl[0] = new Repl(Interpreter.of(link), history, desk.ui(), desk.clock());
        refused.onRetry(link::retry);
        // who has come in now comes in here too
        Subscription entered = server.connectedProperty().subscribe(is -> {
            if (is) {
                link.retry();
            }
        });
        Tab tab = add(repl[0], link::close);
        Runnable end = ends.get(tab);
        ends.put(tab, () -> {
            entered.unsubscribe();
            end.run();
        });
        ((ReplView) tab.getContent()).tell(refused);
        tabs.getSelectionModel().select(tab);
        shown();
    }

    /// @param whenClosed any thread
    private Tab add(Repl repl, Runnable whenClosed) {
        number++;
        Tab tab = new Tab(messages.text("tab", number), new ReplView(repl, desk.ui()));
        tab.setId("monitor-tab-" + number);
        ends.put(tab, () -> repl.end().whenComplete((_, _) -> whenClosed.run()));
        tab.setOnClosed(_ -> {
            ends.remove(tab).run();
            shown();
        });
        tab.setTooltip(new Tooltip(messages.text(number == 1 ? "first-tab-hint" : "tab-hint")));
        tabs.getTabs().add(tab);
        return tab;
    }

    /// Why nothing can be run here, by anybody with this role; empty while it can, or nobody is connected.
    private ObservableValue<String> whyNot() {
        return Bindings.createStringBinding(
                () -> server.stateProperty().get() instanceof State.Connected as && !as.role().includes(Role.EVAL)
                        ? messages.text("forbidden", SafeLines.one(as.user()), as.role().label())
                        : "",
                server.stateProperty());
    }

    private Node orWhyNot(Control control) {
        control.disableProperty().bind(whyNot.map(why -> !why.isEmpty()));
        return new WhyNot(control, whyNot);
    }

    private Node newTab() {
        Button button = new Button(messages.text("new-tab"), new FontIcon(Feather.PLUS));
        button.setId("monitor-new-tab");
        button.setTooltip(new Tooltip(messages.text("tab-hint")));
        button.setOnAction(_ -> anotherTab());
        return orWhyNot(button);
    }

    private Node menu() {
        CheckMenuItem keep = new CheckMenuItem(messages.text("keep-history"));
        keep.setId("monitor-keep-history");
        keep.setSelected(history.kept());
        keep.setOnAction(_ -> {
            history.keep(keep.isSelected());
            desk.preferences().put(KEEP, keep.isSelected());
        });
        MenuItem forget = new MenuItem(messages.text("forget-history"));
        forget.setOnAction(_ -> view.ask(messages.text("forget-question", history.size()),
                messages.text("forget-yes"), history::forget));
        MenuItem clear = new MenuItem(messages.text("clear"));
        clear.setOnAction(_ -> current().clear());
        MenuButton menu = new MenuButton("", new FontIcon(Feather.MORE_HORIZONTAL), clear, keep, forget);
        menu.setId("monitor-menu");
        menu.setAccessibleText(messages.text("menu"));
        menu.getStyleClass().add(Styles.BUTTON_ICON);
        return orWhyNot(menu);
    }

    private ReplView current() {
        return (ReplView) tabs.getSelectionModel().getSelectedItem().getContent();
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        desk.ui().execute(() -> current().focus()); // when it is in the window
    }

    @Override
    public void asked(String what) {
        current().recall(what);
    }

    @Override
    public List<Action> actions() {
        return whyNot.getValue().isEmpty() ? all() : List.of();
    }

    private List<Action> all() {
        return List.of(new Action(messages.text("new-tab"), "", this::anotherTab),
                new Action(messages.text("clear"), "", () -> current().clear()),
                new Action(messages.text("search"), "Ctrl+R", () -> current().search()));
    }

    /// Most of them are the editor's own.
    @Override
    public List<KeyHint> shortcuts() {
        return KEYS.stream().map(key -> new KeyHint(messages.text("key." + key), messages.text("key." + key + ".does")))
                .toList();
    }

    @Override
    public void close() {
        ends.values().forEach(Runnable::run);
        ends.clear();
        worker.shutdown();
    }
}
