package medusa.gui;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import javafx.application.Platform;
import javafx.stage.Stage;

import medusa.metrics.Printable;
import medusa.server.ConsoleWindow;
import medusa.state.UserFolders;

/// The window as the command line opens it.
public final class JavaFxWindow implements ConsoleWindow {
    private static final int FAILED = 1;

    /// For [java.util.ServiceLoader].
    public JavaFxWindow() {}

    @Override
    public Optional<String> obstacle() {
        boolean needsDisplay = System.getProperty("os.name").startsWith("Linux")
                && !System.getProperty("glass.platform", "").equalsIgnoreCase("Headless");
        return needsDisplay && System.getenv("DISPLAY") == null
                ? Optional.of("there is no display here (DISPLAY is not set)")
                : Optional.empty();
    }

    @Override
    public int open(Wish wish, PrintStream out, PrintStream err) {
        CountDownLatch closed = new CountDownLatch(1);
        try {
            Platform.startup(() -> show(wish, closed));
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            err.println("medusa: console: no window can be opened: " + Printable.line(String.valueOf(e.getMessage())));
            return FAILED;
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Platform.exit();
        return 0;
    }

    private static void show(Wish wish, CountDownLatch closed) {
        Stage stage = new Stage();
        ConsoleApp app = new ConsoleApp(stage, wish, UserFolders.ofProcess(), Clock.systemDefaultZone());
        stage.setOnHidden(_ -> {
            app.close();
            closed.countDown();
        });
        stage.show();
    }
}
