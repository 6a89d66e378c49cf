package medusa.monitor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import medusa.interpreter.Outcome;
import medusa.interpreter.Outcome.Problem;
import medusa.interpreter.Outcome.Thrown;
import medusa.metrics.Printable;

/// What became of a snippet, in the words of the classic monitor: what it printed, and then its value, or one line for each
/// thing that went wrong.
final class ClassicText {
    /// Of what a command prints. The original ended the session at that; here it only ends the output, since the definitions
    /// of a session are worth more than the rest of a long print.
    static final int MOST_OUTPUT = 64 << 10;
    private static final int MOST_PROBLEMS = 10;
    private static final int MOST_CAUSES = 5;
    /// `f, line 2`, and just `line 2` outside of any method.
    private static final Pattern SNIPPET_FRAME = Pattern.compile("(?:(.*), )?line (\\d+)( of an earlier snippet)?");
    private static final Pattern FRAME = Pattern.compile("(.*)\\.([^.(]+)\\((?:[^:()]*:)?([^:()]*)\\)");

    private ClassicText() {}

    /// Ends with a line's end, unless it is empty or output ends otherwise.
    static String of(String code, Outcome outcome) {
        StringBuilder text = new StringBuilder(safe(shortened(outcome.output())));
        List<String> lines = switch (outcome.status()) {
            case DONE -> done(code, outcome);
            case INVALID -> problems(outcome);
            case FAILED -> List.of(warning(outcome.thrown().map(ClassicText::failure).orElse("failed")));
            case INTERRUPTED -> List.of(warning("interrupted" + outcome.thrown().map(ClassicText::frames).orElse("")));
            case INCOMPLETE -> List.of(warning("incomplete" + frame("-", "" + code.lines().count())));
            case REJECTED -> List.of(warning("rejected, since too much waits already"));
        };
        if (!lines.isEmpty() && !text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append("\r\n");
        }
        lines.forEach(line -> text.append(line).append("\r\n"));
        return text.toString();
    }

    private static String shortened(String output) {
        return output.length() <= MOST_OUTPUT
                ? output
                : output.substring(0, MOST_OUTPUT) + "\n… (" + (output.length() - MOST_OUTPUT) + " more)\n";
    }

    private static List<String> done(String code, Outcome outcome) {
        if (!outcome.problems().isEmpty()) {
            return problems(outcome);
        }
        return shows(code, outcome) ? List.of(safe(outcome.value())) : List.of();
    }

    /// As in the original an expression shows its value, a definition or an assignment does not.
    private static boolean shows(String code, Outcome outcome) {
        String name = outcome.name();
        return outcome.value() != null
                && (name == null || name.startsWith("$") || code.strip().replaceFirst("\\s*;$", "").equals(name));
    }

    private static List<String> problems(Outcome outcome) {
        List<String> lines = outcome.problems().stream().limit(MOST_PROBLEMS).map(ClassicText::problem)
                .collect(Collectors.toList());
        if (outcome.problems().size() > MOST_PROBLEMS) {
            lines.add(warning(outcome.problems().size() - MOST_PROBLEMS + " more"));
        }
        return lines;
    }

    private static String problem(Problem problem) {
        return warning(problem.message().strip().replaceAll("\\s+", " ")
                + frame("-", problem.line() + ":" + problem.column()));
    }

    private static String failure(Thrown thrown) {
        StringBuilder text = new StringBuilder(named(thrown)).append(frames(thrown));
        Optional<Thrown> cause = thrown.cause();
        for (int i = 0; i < MOST_CAUSES && cause.isPresent(); i++) {
            text.append(" caused by ").append(named(cause.get()));
            cause = cause.get().cause();
        }
        return text.toString();
    }

    private static String named(Thrown thrown) {
        return thrown.message() == null ? thrown.type() : thrown.type() + " " + thrown.message();
    }

    /// The outermost first, as the original has them.
    private static String frames(Thrown thrown) {
        return thrown.stack().reversed().stream().map(ClassicText::frame).collect(Collectors.joining());
    }

    private static String frame(String text) {
        Matcher snippet = SNIPPET_FRAME.matcher(text);
        if (snippet.matches()) {
            String method = snippet.group(1) == null ? "-" : snippet.group(1);
            return snippet.group(3) == null
                    ? frame(method, snippet.group(2))
                    : " [earlier snippet|" + method + "|" + snippet.group(2) + "]";
        }
        Matcher frame = FRAME.matcher(text);
        return frame.matches()
                ? " [" + frame.group(1) + "|" + frame.group(2) + "|" + frame.group(3) + "]"
                : " [" + text + "]";
    }

    private static String frame(String method, String line) {
        return " [snippet|" + method + "|" + line + "]";
    }

    private static String warning(String text) {
        return "warning: " + Printable.line(text);
    }

    /// What is on its way to a terminal, and may have come from anywhere: lines and tabs, but nothing else that is not text.
    private static String safe(String text) {
        return text.replace("\r\n", "\n").lines().map(ClassicText::safeLine).collect(Collectors.joining("\r\n"))
                + (text.endsWith("\n") ? "\r\n" : "");
    }

    private static String safeLine(String line) {
        return Stream.of(line.split("\t", -1)).map(Printable::line).collect(Collectors.joining("\t"));
    }
}
