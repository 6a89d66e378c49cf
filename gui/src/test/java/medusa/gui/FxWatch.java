package medusa.gui;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import javafx.application.Platform;

/// Watches the JavaFX thread: reports what keeps it for more than 100 ms, with its stack, written so that nobody takes it for an
/// exception's.
final class FxWatch implements AutoCloseable {
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(100);

    private final AtomicReference<Thread> fx = new AtomicReference<>();
    private final Thread watcher;
    private volatile boolean closing;

    FxWatch() {
        Platform.runLater(() -> fx.set(Thread.currentThread()));
        watcher = Thread.ofPlatform().daemon().name("fx-watch").start(this::watch);
    }

    private void watch() {
        try {
            while (!closing) {
                CountDownLatch done = new CountDownLatch(1);
                long begun = System.nanoTime();
                Platform.runLater(done::countDown);
                if (!done.await(LONG, TimeUnit.NANOSECONDS)) {
                    String stack = fx.get() == null ? "" : stack(fx.get());
                    done.await();
                    System.err.printf("slow, not wrong: the JavaFX thread was kept for %d ms by%n%s%n",
                            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), stack);
                }
                TimeUnit.MILLISECONDS.sleep(20); // of a probe: nothing waits for this
            }
        } catch (InterruptedException e) {
            // the test is over
        }
    }

    private static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).limit(25).map(each -> "    | " + each)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        closing = true;
        watcher.interrupt();
    }
}
