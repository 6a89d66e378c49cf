package medusa.gui.log;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import javafx.collections.ListChangeListener;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

import medusa.gui.ui.Desk;
import medusa.gui.ui.Messages;

/// The lines of the log, which can be scrolled, selected and copied, also while new ones come.
final class LogList extends ListView<LogLine> {
    private static final double ROW = 26;
    private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");

    private final Messages messages = Messages.of(LogList.class);
    private final LogModel model;
    private final Desk desk;

    LogList(LogModel model, Desk desk) {
        super(model.visible());
        this.model = model;
        this.desk = desk;
        setId("log-list");
        setAccessibleText(messages.text("list"));
        setFixedCellSize(ROW);
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        Consumer<String> connections = this::showConnections;
        setCellFactory(_ -> new LogCell(model, desk.clock(), connections));
        setContextMenu(menu());
        model.setKeeper(new LogModel.Keeper() {
            @Override
            public void dropping(int count) {
                keepPlace(count);
            }

            @Override
            public void filtering(Runnable change) {
                keepSelection(change);
            }
        });
        model.visible().addListener((ListChangeListener<LogLine>) _ -> toEndSoon());
        model.followProperty().subscribe(_ -> toEndSoon());
        addEventFilter(ScrollEvent.SCROLL, event -> scrolled(event.getDeltaY()));
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        addEventFilter(MouseEvent.MOUSE_PRESSED, event -> bar().filter(bar -> bar.contains(bar.sceneToLocal(
                event.getSceneX(), event.getSceneY()))).ifPresent(_ -> model.followProperty().set(false)));
        addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> followAtEnd());
    }

    private ContextMenu menu() {
        MenuItem show = new MenuItem(messages.text("connections"));
        show.setId("log-show-connections");
        show.setOnAction(_ -> address().ifPresent(this::showConnections));
        MenuItem copy = new MenuItem(messages.text("copy"));
        copy.setId("log-copy");
        copy.setAccelerator(COPY);
        copy.setOnAction(_ -> copy());
        ContextMenu menu = new ContextMenu(show, copy);
        menu.setOnShowing(_ -> {
            show.setDisable(address().isEmpty());
            copy.setDisable(getSelectionModel().isEmpty());
        });
        return menu;
    }

    // ---- what can be done with lines ----

    /// Of the one that was selected last.
    private Optional<String> address() {
        return getSelectionModel().getSelectedItem() instanceof LogLine.Entry(var entry)
                ? Addresses.client(entry.text()).map(Addresses.Found::address)
                : Optional.empty();
    }

    private void showConnections(String address) {
        desk.go("connections", address);
    }

    /// Copies the selected ones, in the order in which they came.
    void copy() {
        List<LogLine> lines = getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).toList();
        if (!lines.isEmpty()) {
            ClipboardContent content = new ClipboardContent();
            content.putString(LogText.of(lines));
            Clipboard.getSystemClipboard().setContent(content);
            desk.notices().done(messages.text("copied", lines.size()));
        }
    }

    /// Unfolds what has lines below, and else shows the connections.
    private void enter() {
        if (getSelectionModel().getSelectedItem() instanceof LogLine.Entry(var entry) && !entry.more().isEmpty()) {
            int at = getSelectionModel().getSelectedIndex();
            model.fold(entry);
            getSelectionModel().clearAndSelect(at);
        } else {
            address().ifPresent(this::showConnections);
        }
    }

    private void key(KeyEvent event) {
        if (COPY.match(event)) {
            copy();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            enter();
            event.consume();
        } else if (event.getCode() == KeyCode.END) {
            model.followProperty().set(true);
        } else if (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.PAGE_UP
                || event.getCode() == KeyCode.HOME) {
            model.followProperty().set(false);
        }
    }

    // ---- where it is scrolled to ----

    private void scrolled(double delta) {
        if (delta > 0 && bar().isPresent()) {
            model.followProperty().set(false);
        } else if (delta < 0) {
            desk.ui().execute(this::followAtEnd); // when it is scrolled
        }
    }

    /// Who has scrolled to the end wants to stay there.
    private void followAtEnd() {
        if (bar().filter(bar -> bar.getValue() >= bar.getMax() - 1e-9).isPresent()) {
            model.followProperty().set(true);
        }
    }

    /// When the list has heard of its lines, too.
    private void toEndSoon() {
        desk.ui().execute(this::toEnd);
    }

    private void toEnd() {
        if (model.followProperty().get() && !model.visible().isEmpty()) {
            scrollTo(model.visible().size() - 1);
        }
    }

    /// The bar at the right, if there is more than fits.
    private Optional<ScrollBar> bar() {
        return lookupAll(".scroll-bar:vertical").stream().map(ScrollBar.class::cast).filter(ScrollBar::isVisible)
                .findFirst();
    }

    private void keepSelection(Runnable change) {
        List<LogLine> selected = List.copyOf(getSelectionModel().getSelectedItems());
        change.run();
        getSelectionModel().clearSelection();
        selected.forEach(getSelectionModel()::select);
        if (!model.followProperty().get() && !getSelectionModel().isEmpty()) {
            scrollTo(getSelectionModel().getSelectedIndex());
        }
    }

    /// Lines go from the top: those that are looked at stay where they are.
    private void keepPlace(int going) {
        if (!model.followProperty().get() && lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            IndexedCell<?> first = flow.getFirstVisibleCell();
            if (first != null) {
                scrollTo(Math.max(0, first.getIndex() - going));
            }
        }
    }
}
