package medusa.gui.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javafx.util.Subscription;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.client.LogChange;
import medusa.gui.client.LogEntry;
import medusa.gui.client.LogEntry.Level;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Notices;
import medusa.gui.ui.Notices.Kind;
import medusa.gui.ui.Preferences;
import medusa.gui.ui.Tasks;
import medusa.gui.ui.UiExecutor;

/// The log as a file.
class LogExportTest {
    @TempDir
    private Path folder;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Notices notices = new Notices(Clock.systemUTC());
    private final LogModel model = new LogModel(Clock.systemUTC());

    private Notices.Notice export(Path file, boolean everything) throws InterruptedException {
        UiExecutor ui = new UiExecutor() {
            @Override
            public void execute(Runnable task) {
                tasks.add(task);
            }

            @Override
            public Subscription every(Duration period, Runnable task) {
                return Subscription.EMPTY;
            }
        };
        Preferences preferences = new Preferences(folder.resolve("preferences"));
        LogExport export = new LogExport(model,
                new Desk(ui, Clock.systemUTC(), notices, new Tasks(), preferences, (_, _) -> {}),
                "unix:/tmp/m.sock");
        export.setChooser((_, name) -> {
            assertThat(name).isEqualTo("medusa-unix-tmp-m.sock.log");
            return file.toFile();
        });
        model.told(new LogChange(true, List.of(new LogEntry(1, Instant.EPOCH, Level.INFO, "hello"),
                new LogEntry(2, Instant.EPOCH, Level.WARN, "<b>€</b>")), 0));
        model.filterProperty().set(LogFilter.of(Level.WARN, ""));
        export.choose(null, everything);
        tasks.poll(20, TimeUnit.SECONDS).run();
        return notices.list().getFirst();
    }

    @Test
    void whatIsShownOrAllIsWritten() throws Exception {
        Path file = folder.resolve("shown.log");
        assertThat(export(file, false).text()).isEqualTo("One line written to " + file + ".");
        assertThat(Files.readAllLines(file)).singleElement().asString().endsWith(" WARN  <b>€</b>");
        Path whole = folder.resolve("whole.log");
        export(whole, true);
        assertThat(Files.readString(whole)).contains("INFO  hello").contains("WARN  <b>€</b>");
    }

    @Test
    void aFailureIsToldInWords() throws Exception {
        Notices.Notice notice = export(folder.resolve("none").resolve("x.log"), true);
        assertThat(notice.kind()).isEqualTo(Kind.PROBLEM);
        assertThat(notice.text()).contains("could not be written");
        assertThat(notice.small()).isEqualTo("There is no such folder.");
    }
}
