package medusa.gui.connections;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import medusa.gui.ConsoleApp;
import medusa.gui.ConsoleStand;
import medusa.gui.TestServer;
import medusa.gui.client.Profile;
import medusa.gui.client.ServerLink;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Notices;
import medusa.gui.ui.Preferences;
import medusa.gui.ui.Tasks;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Credentials;

/// The screen alone in a window, on a real server, with what is around it made up.
final class Bench implements AutoCloseable {
    /// The edge of the screen that there is without a display.
    private static final double SCREEN = 1000;

    private final TestServer server;
    private final Desk desk;
    private final ServerModel model;
    private final ConnectionsScreen screen;
    private final Stage stage;

    /// @param options of the server
    Bench(Path folder, Function<ServerModel, Surroundings> surroundings, double width, double height,
            String... options) throws IOException {
        server = new TestServer(folder, options);
        startToolkit();
        Preferences preferences = new Preferences(folder.resolve("console.properties"));
        UiExecutor ui = UiExecutor.fx();
        Clock clock = Clock.systemDefaultZone();
        desk = ConsoleStand.fx(() -> new Desk(ui, clock, new Notices(clock), new Tasks(), preferences, (_, _) -> {}));
        model = ConsoleStand.fx(() -> new ServerModel(new Profile("test", server.monitor(), "test"), Credentials.none(),
                ui, clock));
        screen = ConsoleStand.fx(() -> new ConnectionsScreen(model, desk, surroundings.apply(model)));
        stage = ConsoleStand.fx(() -> {
            Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            Stage made = new Stage();
            Scene scene = new Scene((Parent) screen.view(), width, height);
            scene.getStylesheets().add(ConsoleApp.class.getResource("console.css").toExternalForm());
            made.setScene(scene);
            if (width <= SCREEN && height <= SCREEN) {
                made.show(); // what is larger is only drawn for pictures
            }
            return made;
        });
        await(() -> model.connectedProperty().get());
        ConsoleStand.fx(() -> {
            screen.shown();
            return null;
        });
    }

    private static void startToolkit() {
        try {
            FxToolkit.registerPrimaryStage();
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    TestServer server() {
        return server;
    }

    Desk desk() {
        return desk;
    }

    ServerLink link() {
        return model.link();
    }

    ConnectionsScreen screen() {
        return screen;
    }

    @SuppressWarnings("unchecked") // the only table there is
    TableView<Item> table() {
        return (TableView<Item>) screen.view().lookup("#connections-table");
    }

    <T extends Node> T node(String selector, Class<T> type) {
        return ConsoleStand.fx(() -> type.cast(screen.view().lookup(selector)));
    }

    void await(BooleanSupplier is) {
        try {
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS,
                    () -> ConsoleStand.fx(is::getAsBoolean));
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    void dark() {
        ConsoleStand.fx(() -> {
            Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
            return null;
        });
    }

    WritableImage picture() {
        return ConsoleStand.fx(() -> stage.getScene().snapshot(null));
    }

    @Override
    public void close() {
        ConsoleStand.fx(() -> {
            screen.close();
            stage.hide();
            model.close();
            return null;
        });
        server.close();
    }
}
