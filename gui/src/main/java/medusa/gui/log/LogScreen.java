package medusa.gui.log;

import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;

import medusa.gui.server.ScreenFrame;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Screen;

/// TODO
public final class LogScreen implements Screen {
    private final ScreenFrame view;

    /// @param server what is shown
    public LogScreen(ServerModel server, Desk desk) {
        view = new ScreenFrame("log", "Log", new SimpleStringProperty(""), server, new StackPane());
    }

    @Override
    public Node view() {
        return view;
    }
}
