package medusa.monitor.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import medusa.metrics.Printable;
import medusa.monitor.Evaluation;
import medusa.monitor.Evaluation.Problem;
import medusa.monitor.Evaluation.Thrown;

/// What became of a snippet, in lines for a terminal.
final class EvaluationText {
    private EvaluationText() {}

    /// What it has printed, and then its value.
    static List<String> result(Evaluation evaluation) {
        List<String> lines = new ArrayList<>(SafeText.lines(evaluation.output()));
        if (evaluation.value() != null) {
            List<String> value = SafeText.lines(evaluation.value());
            lines.addAll(value.isEmpty() ? List.of("") : value);
        }
        return lines;
    }

    /// Of which type the value is, and where it can be found again; empty if there is none.
    static String kind(Evaluation evaluation) {
        if (evaluation.value() == null || evaluation.type() == null) {
            return evaluation.value() == null && evaluation.name() != null && evaluation.done()
                    ? Printable.line(evaluation.name()) + " is there"
                    : "";
        }
        return Printable.line(evaluation.type()
                + (evaluation.name() == null ? "" : " " + evaluation.name()));
    }

    /// Why it did not end well, or what is missing; nothing if there is nothing to say.
    ///
    /// @param code as it was sent
    static List<String> failure(Evaluation evaluation, String code) {
        List<String> lines = new ArrayList<>();
        evaluation.problems().forEach(problem -> lines.addAll(problem(problem, code)));
        String plain = switch (evaluation.status()) {
            case DONE, FAILED, INVALID -> "";
            case INCOMPLETE -> "the snippet is not complete; nothing of it was run";
            case INTERRUPTED -> "interrupted after " + Units.millis(evaluation.millis());
            case REJECTED -> "the server would not take it: too much is waiting, or the session is over";
        };
        if (!plain.isEmpty()) {
            lines.add(plain);
        }
        // What ends a snippet from outside is no exception of its own; where it was is worth knowing.
        evaluation.thrown().ifPresent(thrown -> lines
                .addAll(evaluation.status() == Evaluation.Status.INTERRUPTED ? frames(thrown) : thrown(thrown)));
        if (lines.isEmpty() && !evaluation.done()) {
            lines.add("the snippet " + (evaluation.status() == Evaluation.Status.FAILED ? "failed" : "is not valid"));
        }
        return lines;
    }

    private static List<String> problem(Problem problem, String code) {
        List<String> lines = new ArrayList<>(SafeText.lines(problem.message()));
        List<String> source = code.lines().toList();
        if (problem.line() >= 1 && problem.line() <= source.size()) {
            String line = source.get(problem.line() - 1);
            String number = Integer.toString(problem.line());
            lines.add(number + " | " + shown(line));
            lines.add(" ".repeat(number.length()) + " | " + carets(problem, line));
        }
        return lines;
    }

    /// Each character in one column, so that what stands below fits.
    private static String shown(String line) {
        return Printable.line(line.replaceAll("\\p{Cntrl}", " "));
    }

    private static String carets(Problem problem, String line) {
        int start = Math.clamp(problem.column() - 1, 0, line.length());
        int end = problem.endLine() > problem.line() ? line.length() : Math.min(problem.endColumn(), line.length());
        return " ".repeat(Table.width(shown(line.substring(0, start))))
                + "^".repeat(Math.max(1, end <= start ? 1 : Table.width(shown(line.substring(start, end)))));
    }

    /// What was thrown and where, and what it was thrown for.
    private static List<String> thrown(Thrown thrown) {
        List<String> lines = new ArrayList<>(head(thrown));
        lines.addAll(frames(thrown));
        Optional<Thrown> cause = thrown.cause();
        while (cause.isPresent()) {
            List<String> head = head(cause.get());
            lines.add("because of " + head.getFirst());
            lines.addAll(head.subList(1, head.size()));
            cause = cause.get().cause();
        }
        return lines;
    }

    private static List<String> frames(Thrown thrown) {
        return thrown.stack().stream().map(frame -> "    at " + Printable.line(frame.strip())).toList();
    }

    private static List<String> head(Thrown thrown) {
        return SafeText.lines(
                thrown.type().isEmpty()
                        ? "?"
                        : thrown.type() + (thrown.message() == null ? "" : ": " + thrown.message()));
    }
}
