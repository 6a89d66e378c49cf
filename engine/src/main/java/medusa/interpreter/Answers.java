package medusa.interpreter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;

import medusa.interpreter.Outcome.Problem;
import medusa.interpreter.Outcome.Status;
import medusa.interpreter.Outcome.Thrown;

/// What JShell's events say of a text, in the words of an [Outcome].
final class Answers {
    private static final Set<String> PRIMITIVES = Set.of("boolean", "byte", "char", "short", "int", "long", "float",
            "double");

    /// The value of an expression.
    ///
    /// @param holder what declares the variable that has it
    record Value(Snippet holder, String name, String type, Object value) {
        boolean primitive() {
            return PRIMITIVES.contains(type);
        }
    }

    private final Text text;
    private final JShell shell;
    private final SnippetControl control;
    private final Map<String, Text.Piece> pieces = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private String value;
    private String type;
    private String name;
    private Value expression;

    Answers(Text text, JShell shell, SnippetControl control) {
        this.text = text;
        this.shell = shell;
        this.control = control;
    }

    /// Takes what became of one snippet.
    ///
    /// @return the end, if it was one
    Optional<Outcome> add(Text.Piece piece, List<SnippetEvent> events) {
        expression = null;
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) { // the others are of earlier snippets, which this one has touched
                pieces.put(event.snippet().id(), piece);
                Optional<Outcome> end = add(piece, event);
                if (end.isPresent()) {
                    return end;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome> add(Text.Piece piece, SnippetEvent event) {
        Snippet snippet = event.snippet();
        if (event.status() == Snippet.Status.REJECTED) {
            shell.diagnostics(snippet).filter(diag -> diag.isError())
                    .forEach(diag -> problems.add(text.problem(piece, diag)));
            return Optional.of(outcome(Status.INVALID));
        }
        if (snippet instanceof DeclarationSnippet declaration && event.status() != Snippet.Status.VALID) {
            String missing = String.join(", ", shell.unresolvedDependencies(declaration).toList());
            problems.add(text.problem(piece.offset(), piece.offset() + piece.source().length(),
                    "cannot be used until there is: " + missing));
        }
        Run run = control.run();
        if (run != null && run.interrupted()) {
            return Optional.of(outcome(Status.INTERRUPTED, Optional.ofNullable(event.exception()).map(this::thrown)));
        }
        if (event.exception() != null) {
            return Optional.of(outcome(Status.FAILED, Optional.of(thrown(event.exception()))));
        }
        if (control.internal() != null) {
            return Optional.of(outcome(Status.FAILED, Optional.of(failed(control.internal()))));
        }
        take(snippet, event.value(), run);
        return Optional.empty();
    }

    private void take(Snippet snippet, String text, Run run) {
        if (text != null && snippet.subKind().hasValue()) {
            value = text;
            type = snippet instanceof VarSnippet variable
                    ? variable.typeName()
                    : ((ExpressionSnippet) snippet).typeName();
            name = snippet instanceof VarSnippet variable ? variable.name() : ((ExpressionSnippet) snippet).name();
            if (snippet.kind() == Snippet.Kind.EXPRESSION || snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
                Snippet holder = shell.variables().filter(variable -> variable.name().equals(name))
                        .map(Snippet.class::cast).findFirst().orElse(snippet);
                expression = new Value(holder, name, type, run.value());
            }
        } else if (value == null && snippet instanceof PersistentSnippet declared
                && snippet.kind() != Snippet.Kind.IMPORT) {
            name = declared.name();
        }
    }

    static boolean declaresLast(Snippet snippet) {
        return snippet instanceof PersistentSnippet declared && declared.name().equals("last");
    }

    /// The value of the expression that the last snippet was, or null.
    Value expression() {
        return expression;
    }

    Outcome outcome(Status status) {
        return outcome(status, Optional.empty());
    }

    private Outcome outcome(Status status, Optional<Thrown> thrown) {
        return Outcome.of(status).with(value, type, name, problems, thrown);
    }

    /// What JShell, or the compiler within it, fails at.
    static Thrown failed(String message) {
        return new Thrown("jdk.jshell.JShellException", message, List.of(), Optional.empty());
    }

    private Thrown thrown(Throwable failure) {
        Optional<Thrown> cause = Optional.ofNullable(failure.getCause()).map(this::thrown);
        String message = failure.getMessage();
        String kind = failure instanceof EvalException eval
                ? eval.getExceptionClassName()
                : failure.getClass().getName();
        if (failure instanceof UnresolvedReferenceException unresolved) {
            DeclarationSnippet snippet = unresolved.getSnippet();
            message = "what this uses cannot be used until there is: "
                    + String.join(", ", shell.unresolvedDependencies(snippet).toList());
        }
        List<String> stack = failure instanceof JShellException
                ? Frames.of(failure.getStackTrace(), this::line)
                : List.of();
        return new Thrown(Frames.plain(kind), message, stack, cause);
    }

    /// @return the line of the text, or 0 for a snippet that is not of this text
    private int line(String id, int line) {
        Text.Piece piece = pieces.get(id);
        return piece == null ? 0 : text.line(piece.offset()) + line - 1;
    }
}
