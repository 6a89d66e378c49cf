package medusa.gui.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import atlantafx.base.theme.Styles;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Action;
import medusa.gui.ui.Desk;
import medusa.gui.ui.KeyHint;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Screen;

/// The frame: rail, top bar, status line, the screen in the middle, and what is shown above them.
final class ShellView extends StackPane implements AutoCloseable {
    private static final double NARROW = 1100;
    private static final Insets CORNER = new Insets(16, 16, 48, 16);

    private final Messages messages = Messages.of(Shell.class);
    private final ShellModel model;
    private final ThemeModel theme;
    private final Desk desk;
    private final TopModel top;
    private final AlertsModel alerts;
    private final ServerCommands commands;
    private final Shortcuts shortcuts;
    private final QuestionBar question = new QuestionBar(messages.text("cancel"));
    private final Overlay overlay = new Overlay();
    private final ContentView content;
    private final Rail rail;
    private final StatusLine status;
    private final Palette palette;
    private final AlertList alertList;
    private final KeysHelp keysHelp;
    private final Subscription ticks;
    private Runnable connectWanted = () -> {};
    private Runnable serveWanted = () -> {};

    ShellView(ShellModel model, ThemeModel theme, Desk desk) {
        this.model = model;
        this.theme = theme;
        this.desk = desk;
        Watched watched = Watched.of(model.currentProperty());
        top = new TopModel(watched, desk.clock(), messages);
        StatusModel statusModel = new StatusModel(watched, desk.clock(), messages);
        alerts = new AlertsModel(desk.notices(), desk.clock());
        commands = new ServerCommands(model, desk, messages, question::ask);
        shortcuts = new Shortcuts(shortcuts());
        content = new ContentView(model);
        rail = new Rail(model, messages);
        status = new StatusLine(statusModel, desk.tasks(), messages);
        palette = new Palette(new PaletteModel(this::actions), messages, overlay::hide);
        alertList = new AlertList(alerts, messages);
        keysHelp = new KeysHelp(shortcuts.all(), messages, overlay::hide);
        TopBar bar = new TopBar(messages, top,
                new ServerMenu(model, top, messages, commands, this::wantConnect, this::wantServe), commands,
                this::copy, this::togglePalette);
        bar.end(themeButton(), AlertList.bell(alerts, messages, this::toggleAlerts));
        lay(bar);
        ticks = desk.ui().every(Duration.ofSeconds(1), () -> {
            top.tick();
            statusModel.tick();
            alerts.tick();
        });
    }

    private void lay(TopBar bar) {
        getStyleClass().add("shell");
        BorderPane frame = new BorderPane(content);
        frame.setTop(new VBox(bar, question));
        frame.setLeft(rail);
        frame.setBottom(status);
        Toasts toasts = new Toasts(alerts, messages);
        setAlignment(toasts, Pos.BOTTOM_RIGHT);
        setMargin(toasts, CORNER);
        getChildren().addAll(frame, toasts, overlay);
        widthProperty().map(width -> width.doubleValue() < NARROW).subscribe(folded -> {
            rail.fold(folded);
            bar.fold(folded);
        });
        addEventFilter(KeyEvent.KEY_PRESSED, shortcuts::handle);
        model.currentProperty().subscribe(_ -> question.hide());
        top.manageableProperty().subscribe(_ -> question.hide());
    }

    private List<Shortcut> shortcuts() {
        List<Shortcut> all = new ArrayList<>();
        all.add(new Shortcut(Shortcuts.PALETTE, messages.text("palette"), this::togglePalette));
        for (ScreenKind kind : ScreenKind.ALL) {
            all.add(new Shortcut(Shortcuts.screen(ScreenKind.ALL.indexOf(kind)),
                    messages.text("screen." + kind.id()), () -> model.show(kind)));
        }
        all.add(new Shortcut(Shortcuts.NEXT_PART, messages.text("keys.next-part"), this::nextPart));
        all.add(new Shortcut(Shortcuts.RETRY, messages.text("retry.long"), commands::retry));
        all.add(new Shortcut(Shortcuts.CLOSE, messages.text("close.current"), commands::close));
        all.add(new Shortcut(Shortcuts.HELP, messages.text("keys"), this::toggleHelp));
        return all;
    }

    private Button themeButton() {
        Button button = new Button(null, new FontIcon(Feather.MOON));
        button.setId("theme");
        button.getStyleClass().addAll(Styles.FLAT, Styles.BUTTON_ICON);
        button.setOnAction(_ -> theme.toggle());
        theme.darkProperty().subscribe(dark -> {
            String text = messages.text(dark ? "theme.to-light" : "theme.to-dark");
            button.setGraphic(new FontIcon(dark ? Feather.SUN : Feather.MOON));
            button.setTooltip(new Tooltip(text));
            button.setAccessibleText(text);
        });
        return button;
    }

    // ---- what can be done ----

    private List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        Workspace current = model.currentProperty().get();
        if (current != null) {
            screens(current, actions);
            for (Listening each : top.listenersProperty().get()) {
                if (!each.url().isEmpty()) {
                    actions.add(new Action(messages.text("copy", each.url()), "", () -> copy(each)));
                }
            }
            if (top.manageableProperty().get()) {
                actions.add(new Action(messages.text("drain.long"), "", commands::drain));
                actions.add(new Action(messages.text("stop.long"), "", commands::stop));
            }
        }
        model.open().stream().filter(each -> each != current || model.startingProperty().get()).forEach(
                each -> actions.add(new Action(messages.text("show-server", each.server().profile().name()), "",
                        () -> model.show(each))));
        actions.add(new Action(messages.text("connect"), "", this::wantConnect));
        actions.add(new Action(messages.text("serve"), "", this::wantServe));
        for (ThemeModel.Theme each : ThemeModel.Theme.values()) {
            actions.add(new Action(messages.text("theme." + each.id()), "", () -> theme.choose(each)));
        }
        actions.add(new Action(messages.text("alerts.show"), "", this::toggleAlerts));
        actions.add(new Action(messages.text("keys"), Shortcuts.HELP.getDisplayText(), this::toggleHelp));
        return actions;
    }

    private void screens(Workspace current, List<Action> into) {
        for (ScreenKind kind : ScreenKind.ALL) {
            into.add(new Action(messages.text("screen." + kind.id()),
                    Shortcuts.screen(ScreenKind.ALL.indexOf(kind)).getDisplayText(), () -> model.show(kind)));
        }
        for (ScreenKind kind : ScreenKind.ALL) {
            Screen screen = current.screen(kind);
            screen.actions().forEach(each -> into.add(new Action(
                    messages.text("screen.action", messages.text("screen." + kind.id()), each.name()), each.keys(),
                    () -> {
                        model.show(kind);
                        each.run().run();
                    })));
        }
        if (top.linkProperty().get().canRetry()) {
            into.add(new Action(messages.text("retry.long"), Shortcuts.RETRY.getDisplayText(), commands::retry));
        }
        into.add(new Action(messages.text("close", current.server().profile().name()),
                Shortcuts.CLOSE.getDisplayText(), commands::close));
    }

    private void copy(Listening listening) {
        ClipboardContent text = new ClipboardContent();
        text.putString(listening.url());
        Clipboard.getSystemClipboard().setContent(text);
        desk.notices().done(messages.text("copied", listening.url()));
    }

    private void togglePalette() {
        overlay.toggle(palette, Pos.TOP_CENTER, palette.begin(), () -> {});
    }

    private void toggleAlerts() {
        Node focus = alertList.begin();
        overlay.toggle(alertList, Pos.TOP_RIGHT, focus, () -> alerts.listOpen(false));
        alerts.listOpen(alertList.getScene() != null);
    }

    private List<KeyHint> screenKeys() {
        Workspace current = model.currentProperty().get();
        return current == null || model.startingProperty().get()
                ? List.of()
                : current.screen(model.screenProperty().get()).shortcuts();
    }

    private void toggleHelp() {
        overlay.toggle(keysHelp, Pos.TOP_CENTER, keysHelp.begin(screenKeys()), () -> {});
    }

    /// From the rail to the screen, to the status line, and on.
    private void nextPart() {
        Node owner = getScene().getFocusOwner();
        if (isIn(owner, rail)) {
            content.focusFirst();
        } else if (isIn(owner, content)) {
            status.requestFocus();
        } else {
            rail.focusCurrent();
        }
    }

    private static boolean isIn(Node node, Node ancestor) {
        Node at = node;
        while (at != null && at != ancestor) {
            at = at.getParent();
        }
        return at != null;
    }

    // ---- what it is told ----

    ContentView content() {
        return content;
    }

    void onConnectWanted(Runnable wanted) {
        connectWanted = wanted;
    }

    void onServeWanted(Runnable wanted) {
        serveWanted = wanted;
    }

    private void wantConnect() {
        model.start();
        connectWanted.run();
    }

    private void wantServe() {
        model.start();
        serveWanted.run();
    }

    @Override
    public void close() {
        ticks.unsubscribe();
    }
}
