package medusa.gui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javafx.animation.AnimationTimer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.ConsoleStand;
import medusa.gui.client.ConnectionInfo;

/// Ten thousand connections that all change ten times a second. In every build it is seen for three seconds that what is shown at the
/// end is right; the profile `nightly` measures a minute, and writes what it has measured into a page.
class CrowdTest {
    private static final int SIZE = 10_000;
    private static final int CHANGES_A_SECOND = 10;
    private static final int LEAVING = 20;
    private static final int SECONDS = Integer.getInteger("medusa.crowd.seconds", 3);
    private static final int WARM_UP = Math.max(1, SECONDS / 6);

    @TempDir
    private Path folder;

    /// The time between two frames, and how much of it the JavaFX thread has worked: that does not depend on who else uses
    /// the machine.
    private static final class Frames extends AnimationTimer {
        private final List<Long> gaps = new ArrayList<>();
        private final List<Long> work = new ArrayList<>();
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private long before;
        private long workBefore;

        @Override
        public void handle(long now) {
            long real = System.nanoTime();
            long worked = threads.getCurrentThreadCpuTime();
            if (before != 0) {
                gaps.add(real - before);
                work.add(worked - workBefore);
            }
            before = real;
            workBefore = worked;
        }

        private static double millis(List<Long> values, double quantile) {
            List<Long> sorted = values.stream().sorted().toList();
            return sorted.get((int) Math.min(sorted.size() - 1, quantile * sorted.size())) / 1e6;
        }

        private static long over(List<Long> values, int millis) {
            return values.stream().filter(gap -> gap > TimeUnit.MILLISECONDS.toNanos(millis)).count();
        }
    }

    @Test
    void staysRightAndQuick() throws Exception {
        Crowd crowd = new Crowd(SIZE, CHANGES_A_SECOND, LEAVING);
        try (Bench bench = new Bench(folder, _ -> new Surroundings(crowd, (_, _) -> Optional.empty(), _ -> ""), 960,
                600)) {
            bench.await(() -> bench.table().getItems().size() >= SIZE);
            pass(WARM_UP);
            Frames frames = new Frames();
            long rounds = crowd.rounds();
            run(frames, frames::start);
            pass(SECONDS);
            run(frames, frames::stop);
            rounds = crowd.rounds() - rounds;
            long heap = heap();
            crowd.end();
            Map<Long, ConnectionInfo> open = crowd.open();
            write(frames, rounds, heap);
            bench.await(() -> bench.table().getItems().size() == open.size());
            assertThat(ConsoleStand.fx(() -> shown(bench))).isEqualTo(open);
            assertThat(rounds).isPositive();
        }
    }

    private static Map<Long, ConnectionInfo> shown(Bench bench) {
        Map<Long, ConnectionInfo> shown = new TreeMap<>();
        bench.table().getItems().forEach(item -> shown.put(item.id(), item.row().info()));
        return shown;
    }

    private static void run(Frames frames, Runnable task) {
        ConsoleStand.fx(() -> {
            task.run();
            return frames;
        });
    }

    /// The length of the measurement itself.
    private static void pass(int seconds) throws InterruptedException {
        new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    }

    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void write(Frames frames, long rounds, long heap) throws IOException {
        String page = """
                # The table of connections with %,d lines

                Written by `CrowdTest` (`mvn -Pnightly verify -Dmedusa.write-pages=true`). Simulated connections that all change %d times a
                second, of which %d go and as many come each time, are fed to the screen as the server's would be; a window of 960 × 600,
                without a display (OpenJFX draws into memory, in software), on a machine that others use at the same time.

                | measured %s, Java %s, %d processors | |
                |---|---|
                | seconds | %d |
                | changes fed | %,d |
                | frames a second | %.1f |
                | time between frames, median | %.1f ms |
                | 99 of 100 | %.1f ms |
                | longest | %.1f ms |
                | over 50 ms | %d of %,d |
                | work of the JavaFX thread for a frame, median | %.1f ms |
                | 99 of 100 | %.1f ms |
                | most | %.1f ms |
                | over 50 ms | %d of %,d |
                | work of the JavaFX thread in all | %.0f%% of the time |
                | heap after a collection | %d MiB |

                The aim: no frame over 50 ms in a minute, and less than 300 MB of heap, the simulation included. When the machine is busy
                with something else (load in the last minute: %.1f), the time between frames may be that of waiting for a processor; the work
                is the window's own.
                """
                .formatted(SIZE, CHANGES_A_SECOND, LEAVING, LocalDate.now(), System.getProperty("java.version"),
                        Runtime.getRuntime().availableProcessors(), SECONDS, rounds,
                        (double) frames.gaps.size() / SECONDS, Frames.millis(frames.gaps, 0.5),
                        Frames.millis(frames.gaps, 0.99), Frames.millis(frames.gaps, 1), Frames.over(frames.gaps, 50),
                        frames.gaps.size(), Frames.millis(frames.work, 0.5), Frames.millis(frames.work, 0.99),
                        Frames.millis(frames.work, 1), Frames.over(frames.work, 50), frames.work.size(),
                        frames.work.stream().mapToLong(Long::longValue).sum() / 1e7 / SECONDS, heap >> 20,
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Path file = Boolean.getBoolean("medusa.write-pages")
                ? Path.of("PERFORMANCE.md")
                : Files.createDirectories(Path.of("target")).resolve("PERFORMANCE.md");
        Files.writeString(file, page);
        System.out.println(page);
    }
}
