package medusa.gui.log;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

import javafx.scene.Node;
import javafx.stage.FileChooser;
import javafx.stage.Window;

import medusa.gui.ui.Desk;
import medusa.gui.ui.FileTask;
import medusa.gui.ui.Messages;

/// Writes the log to a file. JavaFX thread only; the file is written by another.
final class LogExport {
    private final Messages messages = Messages.of(LogExport.class);
    private final LogModel model;
    private final Desk desk;
    private final String server;
    private BiFunction<Window, String, File> chooser = this::ask;

    /// @param server its name, for that of the file
    LogExport(LogModel model, Desk desk, String server) {
        this.model = model;
        this.desk = desk;
        this.server = server;
    }

    /// Takes another way to ask for a file: of the window and the name that is proposed; null for none.
    void setChooser(BiFunction<Window, String, File> chooser) { this.chooser = chooser; }

    private File ask(Window window, String name) {
        FileChooser files = new FileChooser();
        files.setTitle(messages.text("export.title"));
        files.setInitialFileName(name);
        return files.showSaveDialog(window);
    }

    /// Asks for a file, and writes it.
    ///
    /// @param everything whether the filter is left aside
    void choose(Node from, boolean everything) {
        Window window = from == null || from.getScene() == null ? null : from.getScene().getWindow();
        String name = server.replaceAll("[^\\w.-]+", "-").replaceAll("^-+|-+$", "");
        File file = chooser.apply(window, "medusa-" + name + ".log");
        if (file != null) {
            write(file.toPath(), everything ? model.all() : List.copyOf(model.visible()));
        }
    }

    private void write(Path file, List<LogLine> lines) {
        List<LogLine> whole = LogText.whole(lines);
        new FileTask(messages.text("exporting", file.getFileName()), file, "").begin(desk, whole,
                line -> LogText.of(line) + "\n",
                () -> desk.notices().done(messages.text("exported", whole.size(), file)),
                failure -> desk.notices().problem(messages.text("export.failed", file), reason(failure)));
    }

    private String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> messages.text("export.denied");
            case NoSuchFileException _ -> messages.text("export.no-folder");
            default -> String.valueOf(failure.getMessage());
        };
    }
}
