package medusa.gui.connections;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import medusa.metrics.Printable;

/// Tables as spreadsheets read them: RFC 4180.
final class Csv {
    /// A spreadsheet would take what begins so for a formula, and it is the peers who choose such texts. Where the comma is no
    /// separator, a field may begin behind another one. Full-width signs count too.
    private static final Pattern FORMULA = Pattern.compile("(^|[;\t])(?=[=+\\-@\t\uff1d\uff0b\uff0d\uff20])");

    private Csv() {}

    static String line(List<String> fields) {
        return fields.stream().map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    static String field(String text) {
        String safe = FORMULA.matcher(Printable.line(text)).replaceAll("$1'");
        boolean quotes = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quotes ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
