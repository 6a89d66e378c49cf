package medusa.interpreter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What became of a text given to [Interpreter#eval].
///
/// @param value the text of the value that the last snippet with one gave, as JShell shows it (strings in quotes), cut
///            if it is long; null if there was none
/// @param type that value's static type; null if there was none
/// @param name the variable that has the value (`$3` for an expression's), or else what was declared last; may be null
/// @param output what the text printed to `System.out` and `System.err`, cut if it is long
/// @param problems why it is [Status#INVALID]; with [Status#DONE], what the declared still waits for
/// @param thrown why it [Status#FAILED], and where it was when it was [Status#INTERRUPTED], if it had begun
/// @param took from the start of its compilation to its end
public record Outcome(Status status, String value, String type, String name, String output, List<Problem> problems,
        Optional<Thrown> thrown, Duration took) {

    /// How it ended.
    public enum Status {
        /// All of it has run.
        DONE,
        /// It threw; what came before that has happened.
        FAILED,
        /// A snippet of it does not compile; those before it have run.
        INVALID,
        /// More has to follow. Nothing of it was run.
        INCOMPLETE,
        /// It was ended from outside or took too long.
        INTERRUPTED,
        /// The session is closed, or too much waits already. Nothing of it was run.
        REJECTED
    }

    /// What the compiler found. Lines and columns count from 1, in the text as it was given; the end is that of the
    /// last character.
    ///
    /// @param message one line or more, as the compiler says it
    public record Problem(int line, int column, int endLine, int endColumn, String message) {}

    /// What was thrown.
    ///
    /// @param message null if there is none
    /// @param stack without the frames of the server below the snippet; a frame in the snippet says its line in the text
    public record Thrown(String type, String message, List<String> stack, Optional<Thrown> cause) {}

    public Outcome {
        problems = List.copyOf(problems);
    }

    static Outcome of(Status status) {
        return new Outcome(status, null, null, null, "", List.of(), Optional.empty(), Duration.ZERO);
    }

    Outcome with(String value, String type, String name, List<Problem> problems, Optional<Thrown> thrown) {
        return new Outcome(status, value, type, name, output, problems, thrown, took);
    }

    Outcome with(String output, Duration took) {
        return new Outcome(status, value, type, name, output, problems, thrown, took);
    }
}
