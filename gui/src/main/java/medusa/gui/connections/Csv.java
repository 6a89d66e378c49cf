package medusa.gui.connections;

import java.io.IOException;
import java.util.List;

/// Tables as spreadsheets read them: RFC 4180.
final class Csv {
    /// A spreadsheet would take what begins so for a formula, and it is the peers who choose such texts.
    private static final String FORMULAS = "=+-@\t\r";

    private Csv() {}

    static void line(Appendable to, List<String> fields) throws IOException {
        for (int i = 0; i < fields.size(); i++) {
            to.append(i == 0 ? "" : ",").append(field(fields.get(i)));
        }
        to.append("\r\n");
    }

    static String field(String text) {
        String safe = !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quotes = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quotes ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
