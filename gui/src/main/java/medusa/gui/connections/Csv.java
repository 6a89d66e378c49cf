package medusa.gui.connections;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

import medusa.metrics.Printable;

/// Tables as spreadsheets read them: RFC 4180.
final class Csv {
    /// A spreadsheet would take what begins so for a formula, and it is the peers who choose such texts. Where the comma is no
    /// separator, a field may begin behind another one. Full-width signs count too.
    private static final Pattern FORMULA = Pattern.compile("(^|[;\t])(?=[=+\\-@\t\uff1d\uff0b\uff0d\uff20])");

    private Csv() {}

    static void line(Appendable to, List<String> fields) throws IOException {
        for (int i = 0; i < fields.size(); i++) {
            to.append(i == 0 ? "" : ",").append(field(fields.get(i)));
        }
        to.append("\r\n");
    }

    static String field(String text) {
        String safe = FORMULA.matcher(Printable.line(text)).replaceAll("$1'");
        boolean quotes = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quotes ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
