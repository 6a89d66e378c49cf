package medusa.gui.ui;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/// Writes a file of many lines as a task that can be cancelled, on a thread of its own, which the end of the program waits for.
///
/// @param text as the user sees it meanwhile
/// @param file is no more if it is cancelled
/// @param head what stands above the lines
public record FileTask(String text, Path file, String head) {
    private static final int LINES_A_STEP = 500;

    /// Begins to write. JavaFX thread only.
    ///
    /// @param lines   nobody changes them any more
    /// @param done    called on the JavaFX thread when it is written
    /// @param failed  likewise when it is not, but for who has cancelled it
    /// @param as      one of the lines as it is written, with its end; called on another thread
    /// @param <T>     what is written
    public <T> void begin(Desk desk, List<T> lines, Function<T, String> as, Runnable done,
            Consumer<IOException> failed) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Tasks.Task task = desk.tasks().begin(text, () -> cancelled.set(true));
        Newest<Double> progress = new Newest<>(desk.ui(), task.progressProperty()::set);
        Thread.ofPlatform().name("medusa-export").start(() -> {
            try {
                boolean all = write(lines, as, progress, cancelled);
                desk.ui().execute(() -> {
                    task.end();
                    if (all) {
                        done.run();
                    }
                });
            } catch (IOException e) {
                desk.ui().execute(() -> {
                    task.end();
                    failed.accept(e);
                });
            }
        });
    }

    /// @return whether all of it is there
    private <T> boolean write(List<T> lines, Function<T, String> as, Consumer<Double> progress, AtomicBoolean cancelled)
            throws IOException {
        int written = 0;
        try (BufferedWriter to = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            to.append(head);
            for (T line : lines) {
                if (cancelled.get()) {
                    break;
                }
                to.append(as.apply(line));
                written++;
                if (written % LINES_A_STEP == 0) {
                    progress.accept(written / (double) lines.size());
                }
            }
        }
        if (written < lines.size() && Files.isRegularFile(file)) {
            Files.delete(file);
        }
        return written == lines.size();
    }
}
