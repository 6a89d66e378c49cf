package medusa.gui.connections;

import java.nio.file.Path;
import java.util.List;

import medusa.gui.ui.Desk;
import medusa.gui.ui.FileTask;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;

/// Writes the table as it is into a file. JavaFX thread only.
final class Export {
    private final Messages messages;
    private final Desk desk;

    Export(Messages messages, Desk desk) {
        this.messages = messages;
        this.desk = desk;
    }

    void write(Path file, List<Column> columns, List<Seen> lines) {
        List<String> titles = columns.stream().map(column -> messages.text("column." + column.id())).toList();
        new FileTask(messages.text("exporting", file.getFileName()), file, Csv.line(titles)).begin(desk, lines,
                line -> Csv.line(columns.stream().map(column -> column.exported(line)).toList()),
                () -> desk.notices().done(messages.text("exported", Format.number(lines.size()), file)),
                failure -> desk.notices().problem(messages.text("export.failed", file.getFileName()),
                        failure.toString()));
    }
}
