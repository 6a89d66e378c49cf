package medusa.http.extension;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import medusa.http.extension.StatusSection.Cell;
import medusa.http.extension.StatusSection.Column;
import medusa.metrics.Printable;

/// The status for programs, as JSON, and for people with a terminal.
final class StatusData {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String GAP = "  ";

    private StatusData() {}

    /// One object: a list of facts is an object in it, a table a list of objects.
    static String json(List<StatusSection<?>> sections) {
        StringWriter text = new StringWriter(64 << 10);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (StatusSection<?> section : sections) {
                json.writeFieldName(section.key());
                rows(json, section);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail so
        }
        return text.toString();
    }

    private static void rows(JsonGenerator json, StatusSection<?> section) throws IOException {
        if (!section.single()) {
            json.writeStartArray();
        }
        for (List<Cell> row : section.cells()) {
            json.writeStartObject();
            for (int i = 0; i < row.size(); i++) {
                json.writeFieldName(section.columns().get(i).key());
                value(json, row.get(i).value());
            }
            json.writeEndObject();
        }
        if (!section.single()) {
            json.writeEndArray();
        }
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            default -> json.writeString(value.toString());
        }
    }

    /// Facts as `title: figure`, tables in columns.
    static String text(List<StatusSection<?>> sections) {
        StringBuilder text = new StringBuilder(16 << 10);
        for (StatusSection<?> section : sections) {
            text.append(text.isEmpty() ? "" : "\n").append(section.title()).append('\n');
            if (section.single()) {
                facts(text, section);
            } else {
                table(text, section);
            }
            text.append(section.note().isEmpty() ? "" : GAP + section.note() + "\n");
        }
        return text.toString();
    }

    private static <T> void facts(StringBuilder text, StatusSection<T> section) {
        for (Column<T> column : section.columns()) {
            if (!column.title().isEmpty()) {
                text.append(GAP).append(column.title()).append(": ")
                        .append(shown(column.cell().apply(section.rows().getFirst()))).append('\n');
            }
        }
    }

    private static void table(StringBuilder text, StatusSection<?> section) {
        List<List<String>> rows = section.cells().stream()
                .map(row -> row.stream().map(StatusData::shown).toList()).toList();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(GAP);
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
                String padding = " ".repeat(width - row.get(i).length());
                boolean number = section.columns().get(i).number();
                line.append(number ? padding : "").append(row.get(i)).append(number ? "" : padding).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static String shown(Cell cell) {
        return Printable.line(cell.text().isEmpty() && cell.value() != null ? cell.value().toString() : cell.text());
    }
}
