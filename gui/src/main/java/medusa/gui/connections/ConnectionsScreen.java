package medusa.gui.connections;

import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;

import medusa.gui.server.ScreenFrame;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Screen;

/// TODO
public final class ConnectionsScreen implements Screen {
    private final ScreenFrame view;

    /// @param server what is shown
    public ConnectionsScreen(ServerModel server, Desk desk) {
        view = new ScreenFrame("connections", "Connections", new SimpleStringProperty(""), server, new StackPane());
    }

    @Override
    public Node view() {
        return view;
    }
}
