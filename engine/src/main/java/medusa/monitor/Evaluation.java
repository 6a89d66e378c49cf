package medusa.monitor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What became of a snippet: the answer to `eval`. Texts come from the server as they are, and may hold whatever a snippet
/// makes.
///
/// @param value  of the last expression, as text; null if there is none
/// @param type   of the value; null if there is none
/// @param name   of the variable that holds it, or of what was declared; null if there is none
/// @param output what the snippet has printed
/// @param millis how long it took, compilation included
public record Evaluation(Status status, String value, String type, String name, String output, List<Problem> problems,
        Optional<Thrown> thrown, double millis) {

    /// How it ended.
    public enum Status {
        /// It has run.
        DONE,
        /// It threw.
        FAILED,
        /// It does not compile.
        INVALID,
        /// More has to follow; nothing was run.
        INCOMPLETE,
        /// It was ended from outside, or took too long.
        INTERRUPTED,
        /// The server would not take it; nothing was run.
        REJECTED
    }

    /// Something that the compiler found; lines and columns count from 1, the end is that of the last character.
    public record Problem(int line, int column, int endLine, int endColumn, String message) {}

    /// What was thrown.
    ///
    /// @param message null if there is none
    /// @param stack   without what is the server's own
    /// @param cause   what it was thrown for, if that is known
    public record Thrown(String type, String message, List<String> stack, Optional<Thrown> cause) {}

    /// Whether all of it has run.
    public boolean done() {
        return status == Status.DONE;
    }

    /// @throws IllegalArgumentException if it is no such answer
    static Evaluation of(Map<String, Object> answer) {
        return new Evaluation(Status.valueOf(text(answer, "status", "").toUpperCase(Locale.ROOT)),
                text(answer, "value", null), text(answer, "type", null), text(answer, "name", null),
                text(answer, "output", ""),
                list(answer, "problems").stream().filter(Map.class::isInstance).map(each -> problem((Map<?, ?>) each))
                        .toList(),
                answer.get("thrown") instanceof Map<?, ?> thrown ? Optional.of(thrown(thrown)) : Optional.empty(),
                answer.get("millis") instanceof Number millis ? millis.doubleValue() : 0);
    }

    private static Problem problem(Map<?, ?> told) {
        int line = number(told, "line", 1);
        int column = number(told, "column", 1);
        return new Problem(line, column, number(told, "endLine", line), number(told, "endColumn", column),
                text(told, "message", ""));
    }

    private static Thrown thrown(Map<?, ?> told) {
        return new Thrown(text(told, "type", ""), text(told, "message", null),
                list(told, "stack").stream().map(String::valueOf).toList(),
                told.get("cause") instanceof Map<?, ?> cause ? Optional.of(thrown(cause)) : Optional.empty());
    }

    private static String text(Map<?, ?> members, String name, String standard) {
        return members.get(name) instanceof String text ? text : standard;
    }

    private static int number(Map<?, ?> members, String name, int standard) {
        return members.get(name) instanceof Number number ? number.intValue() : standard;
    }

    private static List<?> list(Map<?, ?> members, String name) {
        return members.get(name) instanceof List<?> list ? list : List.of();
    }
}
