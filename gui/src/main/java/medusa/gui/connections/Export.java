package medusa.gui.connections;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Notices;
import medusa.gui.ui.UiExecutor;

/// Writes the table as it is into a file. JavaFX thread only; the file is written by a worker.
final class Export {
    private final Messages messages;
    private final UiExecutor ui;
    private final Notices notices;

    Export(Messages messages, UiExecutor ui, Notices notices) {
        this.messages = messages;
        this.ui = ui;
        this.notices = notices;
    }

    void write(Path file, List<String> titles, List<Column> columns, List<Seen> lines) {
        Thread.startVirtualThread(() -> {
            try (BufferedWriter to = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                Csv.line(to, titles);
                for (Seen line : lines) {
                    Csv.line(to, columns.stream().map(column -> column.exported(line)).toList());
                }
            } catch (IOException e) {
                ui.execute(() -> notices.problem(messages.text("export.failed", file.getFileName()), e.toString()));
                return;
            }
            ui.execute(() -> notices.done(messages.text("exported", Format.number(lines.size()), file)));
        });
    }
}
