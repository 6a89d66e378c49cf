package medusa.gui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import javafx.stage.Window;

import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.service.query.EmptyNodeQueryException;
import org.testfx.util.WaitForAsyncUtils;

import medusa.monitor.MonitorAddress;
import medusa.server.ConsoleWindow.Wish;
import medusa.state.UserFolders;

/// The console's window, headless, as a person uses it. One at a time; the whole of it is new for each test.
public final class ConsoleStand implements AutoCloseable {
    private static final long LIMIT = 60;
    private static final Path PICTURES = Path.of("target", "pictures");

    private final FxRobot robot = new FxRobot();
    private final FxWatch watch;
    private Stage stage;
    private ConsoleApp app;

    /// @param home where it keeps what it remembers; of the test's own
    public ConsoleStand(Path home, Wish wish) {
        this(home, wish, Map.of());
    }

    /// @param environment more of it than the folder of the user's settings
    public ConsoleStand(Path home, Wish wish, Map<String, String> environment) {
        try {
            stage = FxToolkit.registerPrimaryStage();
            Map<String, String> all = new HashMap<>(environment);
            all.put("XDG_CONFIG_HOME", home.resolve("config").toString());
            UserFolders folders = new UserFolders(all, home);
            fx(() -> {
                List.copyOf(Window.getWindows()).forEach(Window::hide); // of tests before, whose nodes would be found
                stage = new Stage();
                app = new ConsoleApp(stage, wish, folders, Clock.systemDefaultZone());
                size(960, 600);
                stage.show();
                return null;
            });
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
        watch = new FxWatch();
    }

    /// A window on one server.
    public static ConsoleStand on(Path home, MonitorAddress server) {
        return new ConsoleStand(home, new Wish(Optional.of(server), Optional.empty(), Optional.empty()));
    }

    public FxRobot robot() {
        return robot;
    }

    public Stage stage() {
        return stage;
    }

    /// Does something on the JavaFX thread, and waits for it.
    public static <T> T fx(Callable<T> task) {
        try {
            return WaitForAsyncUtils.asyncFx(task).get(LIMIT, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until something is so; asked on the JavaFX thread.
    ///
    /// @param what for the message if it never is
    public void await(String what, BooleanSupplier is) {
        try {
            WaitForAsyncUtils.waitFor(LIMIT, TimeUnit.SECONDS, () -> fx(() -> holds(is)));
        } catch (TimeoutException e) {
            Path picture = picture("failed");
            throw new AssertionError("never: " + what + "; see " + picture.toAbsolutePath(), e);
        }
    }

    /// What is not there yet is not so yet.
    private static boolean holds(BooleanSupplier is) {
        try {
            return is.getAsBoolean();
        } catch (EmptyNodeQueryException e) {
            return false;
        }
    }

    /// The node that a CSS selector finds; waits until it is there and to be seen.
    public <T extends Node> T node(String selector) {
        if (Platform.isFxApplicationThread()) { // within a condition that is waited for: here nothing may wait
            return robot.lookup(selector).<T>match(node -> node.getScene() != null && node.isVisible()).query();
        }
        await("there is " + selector, () -> robot.lookup(selector).tryQuery()
                .filter(node -> node.getScene() != null && node.isVisible()).isPresent());
        return robot.lookup(selector).query();
    }

    /// Clicks on what a selector or a text finds.
    public void click(String selector) {
        if (selector.startsWith("#") || selector.startsWith(".")) {
            node(selector);
        }
        robot.clickOn(selector);
    }

    /// Types, one key after another.
    public void type(String text) {
        robot.write(text, 0);
    }

    /// Presses keys together.
    public void press(KeyCode... keys) {
        robot.push(keys);
    }

    /// Makes the window's content as large.
    public void size(double width, double height) {
        stage.setWidth(width);
        stage.setHeight(height);
    }

    /// Keeps what is to be seen, as `target/pictures/NAME.png`.
    public Path picture(String name) {
        return keep(name, fx(() -> stage.getScene().snapshot(null)));
    }

    /// Keeps what would be to be seen in a window of this size, which may be larger than the screen that is not there.
    public Path picture(String name, double width, double height) {
        Scene scene = stage.getScene();
        Parent root = scene.getRoot();
        Scene large = fx(() -> {
            scene.setRoot(new Pane());
            Scene made = new Scene(root, width, height);
            made.getStylesheets().setAll(scene.getStylesheets());
            made.snapshot(null);
            return made;
        });
        WaitForAsyncUtils.waitForFxEvents(); // what is arranged anew for its size
        WritableImage image = fx(() -> large.snapshot(null));
        fx(() -> {
            large.setRoot(new Pane());
            scene.setRoot(root);
            return null;
        });
        return keep(name, image);
    }

    private static Path keep(String name, WritableImage image) {
        try {
            Files.createDirectories(PICTURES);
            Path file = PICTURES.resolve(name + ".png");
            Files.write(file, Png.of(image));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        watch.close();
        fx(() -> {
            stage.hide();
            app.close();
            return null;
        });
    }
}
