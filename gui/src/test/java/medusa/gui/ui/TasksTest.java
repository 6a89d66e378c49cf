package medusa.gui.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javafx.util.Subscription;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes on in the background.
class TasksTest {
    @TempDir
    private Path folder;

    private final Tasks tasks = new Tasks();
    private final List<String> told = new ArrayList<>();
    private final BlockingQueue<Runnable> soon = new LinkedBlockingQueue<>();

    private Desk desk() {
        UiExecutor ui = new UiExecutor() {
            @Override
            public void execute(Runnable task) {
                soon.add(task);
            }

            @Override
            public Subscription every(Duration period, Runnable task) {
                return Subscription.EMPTY;
            }
        };
        Clock clock = Clock.systemUTC();
        return new Desk(ui, clock, new Notices(clock), tasks, new Preferences(folder.resolve("p")), (_, _) -> {});
    }

    /// Does what is to be done on the JavaFX thread, until nothing goes on any more.
    private void finish() throws InterruptedException {
        while (!tasks.list().isEmpty()) {
            soon.poll(20, TimeUnit.SECONDS).run();
        }
    }

    @Test
    void theNewestIsFirstUntilItEndsAndIsCancelledOnce() {
        Tasks.Task one = tasks.begin("one", () -> told.add("cancel one"));
        Tasks.Task two = tasks.begin("two");
        assertThat(tasks.list()).containsExactly(two, one);
        assertThat(one.progressProperty().get()).isEqualTo(Tasks.UNKNOWN);
        assertThat(two.canCancel()).isFalse();
        two.cancel();
        assertThat(two.cancelledProperty().get()).isFalse();
        one.cancel();
        one.cancel();
        assertThat(told).containsExactly("cancel one");
        assertThat(one.cancelledProperty().get()).isTrue();
        assertThat(tasks.list()).as("it has not ended yet").contains(one);
        one.end();
        two.end();
        assertThat(tasks.list()).isEmpty();
    }

    @Test
    void aFileIsWrittenLineByLine() throws Exception {
        Path file = folder.resolve("x");
        List<Integer> lines = IntStream.range(0, 1500).boxed().toList();
        new FileTask("Writing x", file, "head\n").begin(desk(), lines, line -> line + "\n", () -> told.add("done"),
                failure -> told.add(failure.toString()));
        Tasks.Task task = tasks.list().getFirst();
        List<Double> progress = new ArrayList<>();
        task.progressProperty().subscribe(now -> progress.add(now.doubleValue()));
        finish();
        assertThat(told).containsExactly("done");
        assertThat(progress).last().isEqualTo(1.0);
        assertThat(Files.readAllLines(file)).hasSize(1501).startsWith("head", "0").endsWith("1499");
    }

    @Test
    void aCancelledFileIsNoMore() throws Exception {
        Path file = folder.resolve("x");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        new FileTask("Writing x", file, "").begin(desk(), List.of("a", "b"), line -> {
            begun.countDown();
            try {
                cancelled.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return line;
        }, () -> told.add("done"), failure -> told.add(failure.toString()));
        begun.await();
        assertThat(file).exists();
        tasks.list().getFirst().cancel();
        cancelled.countDown();
        finish();
        assertThat(told).isEmpty();
        assertThat(file).doesNotExist();
    }
}
