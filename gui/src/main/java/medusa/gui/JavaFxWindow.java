package medusa.gui;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import javafx.application.Platform;
import javafx.stage.Stage;

import medusa.metrics.Printable;
import medusa.server.ConsoleWindow;
import medusa.state.UserFolders;

/// The window as the command line opens it.
public final class JavaFxWindow implements ConsoleWindow {
    private static final int FAILED = 1;
    /// In seconds. Servers see to it that they end in time.
    private static final long LONGEST_END = 60;

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
        AtomicReference<ConsoleApp> app = new AtomicReference<>();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        // The program may be told to end: then the servers that it has started end as if they were told.
        Thread end = new Thread(() -> endServers(app.get()), "medusa-console-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            Platform.startup(() -> {
                try {
                    app.set(show(wish, closed, line(out), line(err)));
                } catch (RuntimeException e) {
                    failure.set(e);
                    closed.countDown();
                }
            });
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            return failed(e, err);
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endServers(app.get());
        Platform.exit();
        return failure.get() == null ? 0 : failed(failure.get(), err);
    }

    private static int failed(Throwable failure, PrintStream err) {
        err.println("medusa: console: no window can be opened: " + Printable.line(failure.toString()));
        return FAILED;
    }

    private static Consumer<String> line(PrintStream to) {
        return text -> {
            to.println(text);
            to.flush();
        };
    }

    /// @param app null if it is not there yet
    private static void endServers(ConsoleApp app) {
        if (app == null) {
            return;
        }
        try {
            app.endServers().get(LONGEST_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // they end by themselves when this process has
        }
    }

    private static ConsoleApp show(ConsoleWindow.Wish wish, CountDownLatch closed, Consumer<String> out,
            Consumer<String> err) {
        Incubating.begin();
        Stage stage = new Stage();
        ConsoleApp app = new ConsoleApp(stage, wish, UserFolders.ofProcess(), Clock.systemDefaultZone(), out, err);
        stage.setOnHidden(_ -> {
            app.close();
            closed.countDown();
        });
        stage.show();
        return app;
    }
}
