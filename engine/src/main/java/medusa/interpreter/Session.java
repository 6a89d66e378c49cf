package medusa.interpreter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import javax.tools.StandardJavaFileManager;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionEnv;
import jdk.jshell.spi.ExecutionControlProvider;

/// JShell with everything that a session has from the start. It belongs to the session's own thread.
final class Session implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Session.class);
    /// To find the snippets of a text takes the square of its length, if it has many.
    private static final int LONGEST = 256 << 10;
    private static final int MOST_CANDIDATES = 200;
    private static final Pattern MENTIONS_LAST = Pattern.compile("(?<![\\w$.])last(?![\\w$(])");

    /// With type, [Live], key, name. The type of the second is inferred, since types without a name are among those of
    /// expressions; the third is for a variable that is not what it was.
    private static final String PRIMITIVE_LAST = "%1$s last = (%1$s) %2$s.take(\"%3$s\");";
    private static final String OTHER_LAST = "var last = %2$s.take(\"%3$s\", %4$s);";
    private static final String UNTYPED_LAST = "Object last = %2$s.take(\"%3$s\");";

    private final SnippetControl control;
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private StandardJavaFileManager files;
    /// The expression whose value `last` is to be given before it is mentioned next.
    private Answers.Value fresh;
    private boolean ownLast;

    Session(List<Interpreter.Binding> bindings, List<String> imports) {
        SnippetOutput.install();
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        control = new SnippetControl(Session.class.getClassLoader());
        // JShell has set its own; a thread that it starts for all sessions would keep this session's classes for good.
        thread.setContextClassLoader(context);
        shell = JShell.builder().executionEngine(new Provider(control), null)
                .compilerOptions(Surroundings.options().toArray(String[]::new)).fileManager(this::confined).build();
        analysis = shell.sourceCodeAnalysis();
        imports.forEach(name -> require("import " + name + ";"));
        bindings.forEach(this::bind);
    }

    private record Provider(SnippetControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "medusa";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }

    private StandardJavaFileManager confined(StandardJavaFileManager manager) {
        files = Surroundings.confined(manager);
        return files;
    }

    private void bind(Interpreter.Binding binding) {
        String type = binding.type().getCanonicalName();
        String key = Live.put(binding.value());
        try {
            require("%s %s = (%1$s) %s.take(\"%s\");".formatted(type, binding.name(), Live.class.getName(), key));
        } finally {
            Live.forget(key);
        }
    }

    private void require(String source) {
        declare(source).ifPresent(why -> {
            throw new IllegalStateException("cannot declare " + source + " " + why);
        });
    }

    /// @return why it could not be, if so
    private Optional<String> declare(String source) {
        control.serve(null);
        return shell.eval(source).stream().filter(event -> event.causeSnippet() == null)
                .filter(event -> event.status() != Snippet.Status.VALID || event.exception() != null
                        || control.internal() != null)
                .map(event -> event.exception() + " " + control.internal()
                        + shell.diagnostics(event.snippet()).map(diag -> diag.getMessage(null)).toList())
                .findFirst();
    }

    /// Runs what is in the evaluation's text.
    Outcome evaluate(Evaluation evaluation) {
        if (evaluation.code().length() > LONGEST) {
            return Outcome.of(Outcome.Status.INVALID).with(null, null, null, List.of(new Outcome.Problem(1, 1, 1, 1,
                    "the text has more than " + LONGEST + " characters")), Optional.empty());
        }
        Text text = Text.of(evaluation.code(), analysis);
        if (text.state() == Completeness.State.INCOMPLETE) {
            return Outcome.of(Outcome.Status.INCOMPLETE);
        }
        Answers answers = new Answers(text, shell, control);
        for (Text.Piece piece : text.pieces()) {
            if (evaluation.interrupted()) {
                return answers.outcome(Outcome.Status.INTERRUPTED);
            }
            offerLast(piece.source());
            control.serve(evaluation);
            List<SnippetEvent> events = shell.eval(piece.source());
            Optional<Outcome> end = answers.add(piece, events);
            remember(events, answers);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return answers.outcome(Outcome.Status.DONE);
    }

    private void remember(List<SnippetEvent> events, Answers answers) {
        if (answers.expression() != null) {
            fresh = answers.expression();
        }
        ownLast |= events.stream().map(SnippetEvent::snippet).anyMatch(Answers::declaresLast);
    }

    /// Declares `last` if it is mentioned and not what it was.
    private void offerLast(String source) {
        if (fresh == null || ownLast || !MENTIONS_LAST.matcher(source).find()) {
            return;
        }
        boolean declared = shell.status(fresh.holder()) == Snippet.Status.VALID
                && declareLast(fresh.primitive() ? PRIMITIVE_LAST : OTHER_LAST)
                || declareLast(UNTYPED_LAST);
        if (!declared) {
            log.warn("the last value could not be given a name");
        }
        fresh = null;
    }

    private boolean declareLast(String pattern) {
        String key = Live.put(fresh.value());
        try {
            String source = pattern.formatted(fresh.type(), Live.class.getName(), key, fresh.name());
            return declare(source).isEmpty();
        } finally {
            Live.forget(key);
        }
    }

    Completion complete(String code, int cursor) {
        int[] anchor = {cursor};
        if (code.length() > LONGEST) {
            return new Completion(cursor, List.of(), false);
        }
        List<Suggestion> found = analysis.completionSuggestions(code, cursor, anchor);
        Set<String> candidates = new LinkedHashSet<>();
        found.stream().filter(Suggestion::matchesType).forEach(one -> candidates.add(one.continuation()));
        found.forEach(one -> candidates.add(one.continuation()));
        List<String> some = new ArrayList<>(candidates).subList(0, Math.min(candidates.size(), MOST_CANDIDATES));
        return new Completion(anchor[0], some, candidates.size() > some.size());
    }

    Completeness examine(String code) {
        if (code.length() > LONGEST) {
            return new Completeness(Completeness.State.INVALID, 0);
        }
        Text text = Text.of(code, analysis);
        return new Completeness(text.state(), text.rest());
    }

    @Override
    public void close() {
        shell.close();
        try {
            files.close(); // JShell leaves the jars open
        } catch (IOException e) {
            log.warn("the compiler's files: {}", e.getMessage());
        }
    }
}
