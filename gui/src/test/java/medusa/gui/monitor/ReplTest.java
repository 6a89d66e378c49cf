package medusa.gui.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javafx.util.Subscription;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.client.Completion;
import medusa.gui.monitor.Repl.Ability;
import medusa.gui.monitor.Repl.Phase;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Evaluation;
import medusa.monitor.Evaluation.Problem;
import medusa.monitor.Evaluation.Status;
import medusa.monitor.Evaluation.Thrown;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.Role;

/// One tab without a window, on an interpreter that answers when it is told to.
class ReplTest {
    private static final UiExecutor DIRECT = new UiExecutor() {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Subscription every(Duration period, Runnable task) {
            return Subscription.EMPTY;
        }
    };

    /// Keeps what is asked.
    private static final class Fake implements Interpreter {
        private final List<String> asked = new ArrayList<>();
        private CompletableFuture<Evaluation> eval = new CompletableFuture<>();
        private CompletableFuture<Completion> complete = new CompletableFuture<>();
        private CompletableFuture<String> examine = new CompletableFuture<>();

        @Override
        public CompletableFuture<Evaluation> eval(String code, Place place) {
            asked.add("eval " + place + " " + code);
            return eval = new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Completion> complete(String code, int cursor) {
            asked.add("complete " + code + " " + cursor);
            return complete = new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<String> examine(String code) {
            asked.add("examine " + code);
            return examine = new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<?> interrupt() {
            asked.add("interrupt");
            return CompletableFuture.completedFuture(null);
        }
    }

    private static final class Editor implements Repl.Draft {
        private String text = "";

        @Override
        public String text() {
            return text;
        }

        @Override
        public void text(String next) {
            text = next;
        }

        @Override
        public void replace(int from, int to, String with) {
            text = text.substring(0, from) + with + text.substring(to);
        }

        @Override
        public void addLine(int at) {
            replace(at, at, "\n");
        }
    }

    @TempDir
    private Path folder;
    private final Fake fake = new Fake();
    private final Editor editor = new Editor();
    private History history;
    private Repl repl;

    @BeforeEach
    void connect() {
        history = history(true);
        repl = new Repl(fake, history, DIRECT, InstantSource.fixed(Instant.EPOCH));
        repl.edits(editor);
        repl.connection(new State.Connected("anna", Role.EVAL));
    }

    private History history(boolean kept) {
        return new History(HistoryFile.of(folder, "unix:/m.sock"), kept, Runnable::run, DIRECT);
    }

    private static Evaluation done(String value) {
        return new Evaluation(Status.DONE, value, "int", "$1", "", List.of(), Optional.empty(), 12);
    }

    private String shown() {
        return repl.transcript().lines().stream().map(Line::whole).collect(Collectors.joining("\n"));
    }

    private void run(String code, Evaluation outcome) {
        editor.text(code);
        repl.run();
        fake.eval.complete(outcome);
    }

    @Test
    void aWholeSnippetIsRun() {
        editor.text("1 + 1");
        repl.enter(5);
        assertThat(repl.phaseProperty().get()).isEqualTo(Phase.CHECKING);
        fake.examine.complete("complete");
        assertThat(repl.phaseProperty().get()).isEqualTo(Phase.RUNNING);
        assertThat(editor.text).isEmpty();
        fake.eval.complete(done("2"));
        assertThat(repl.phaseProperty().get()).isEqualTo(Phase.IDLE);
        assertThat(fake.asked).containsExactly("examine 1 + 1", "eval REACTOR 1 + 1");
        assertThat(shown()).isEqualTo("❯ 1 + 1\n  $1 : int = 2   12 ms");
    }

    @Test
    void toOneThatIsNotWholeALineIsAdded() {
        editor.text("if (true) {");
        repl.enter(11);
        fake.examine.complete("incomplete");
        assertThat(editor.text).isEqualTo("if (true) {\n");
        assertThat(shown()).isEmpty();
    }

    @Test
    void whatIsTypedMeanwhileStays() {
        editor.text("1 + 1");
        repl.enter(5);
        editor.text("1 + 12 + 2");
        fake.examine.complete("complete");
        assertThat(editor.text).isEqualTo("2 + 2");
        repl.enter(5);
        assertThat(fake.asked).last().asString().as("one at a time").startsWith("eval");
        assertThat(editor.text).isEqualTo("2 + 2");
    }

    @Test
    void whatDoesNotCompileComesBackMarked() {
        List<Problem> problems = List.of(new Problem(2, 3, 2, 5, "cannot find symbol"));
        run("a\n  bcd", new Evaluation(Status.INVALID, null, null, null, "", problems, Optional.empty(), 1));
        assertThat(shown())
                .isEqualTo("❯ a\n    bcd\n✗ cannot find symbol   1.0 ms\n  2 |   bcd\n    |   ^^^");
        assertThat(editor.text).isEqualTo("a\n  bcd");
        assertThat(repl.problemsProperty().get()).isEqualTo(problems);
        repl.edited("a\n  bcd", 2);
        assertThat(repl.problemsProperty().get()).as("the cursor has moved").isNotEmpty();
        repl.edited("a\n  bc", 2);
        assertThat(repl.problemsProperty().get()).isEmpty();
    }

    @Test
    void aStackIsFolded() {
        Thrown cause = new Thrown("B", null, List.of("b(1)"), Optional.empty());
        Thrown thrown = new Thrown("A", "boom", List.of("a(1)", "a(2)"), Optional.of(cause));
        run("x", new Evaluation(Status.FAILED, null, null, null, "said\n", List.of(), Optional.of(thrown), 1));
        assertThat(shown()).isEqualTo(
                "❯ x\n┆ said\n✗ A: boom   1.0 ms\n▸ show where it was (4 lines)");
        assertThat(repl.transcript().toggle(3)).isTrue();
        assertThat(shown()).contains("    at a(1)\n    at a(2)\n  because of B\n    at b(1)\n▸ hide");
        assertThat(repl.transcript().toggle(0)).isFalse();
        assertThat(repl.transcript().snippetAt(2)).contains("x");
    }

    @Test
    void aLongValueIsFolded() {
        String value = IntStream.range(0, 100).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        run("x", done(value));
        assertThat(shown()).contains("$1 : int =", "  line 11   12 ms\n▸ show all 100 lines of the value")
                .doesNotContain("line 12");
        repl.transcript().toggle(repl.transcript().lines().size() - 1);
        assertThat(shown()).contains("line 99");
    }

    @Test
    void controlCharactersAreShownAndNotObeyed() {
        run("x\u0007", done("a\u001b[2Jb\u202ec"));
        assertThat(shown()).contains("a\\x1b[2Jb\\u202ec").doesNotContain("\u001b", "\u202e", "\u0007");
    }

    @Test
    void theTranscriptIsCapped() {
        for (int i = 0; i < Transcript.MOST_ENTRIES + 10; i++) {
            run("snippet " + i, done("2"));
        }
        assertThat(repl.transcript().lines()).hasSize(2 * Transcript.MOST_ENTRIES);
        assertThat(shown()).doesNotContain("snippet 9\n").contains("snippet 10\n");
        for (int i = 0; i < 6; i++) {
            run("x", done("y".repeat(400_000)));
        }
        assertThat(repl.transcript().lines().stream().filter(line -> line.kind() == Line.Kind.PROMPT).count())
                .isLessThan(6);
    }

    @Test
    void anInterruptIsAskedForOnce() {
        assertThat(repl.interrupt()).isFalse();
        editor.text("while (true);");
        repl.run();
        repl.interrupt();
        repl.interrupt();
        assertThat(fake.asked).containsExactly("eval REACTOR while (true);", "interrupt");
        assertThat(repl.phaseProperty().get()).isEqualTo(Phase.INTERRUPTING);
    }

    @Test
    void afterAReconnectionDefinitionsAreGone() {
        repl.connection(new State.Waiting(Instant.EPOCH, "reset"));
        repl.connection(new State.Connected("anna", Role.EVAL));
        assertThat(shown()).as("nothing was defined").isEmpty();
        run("int x", done("0"));
        repl.connection(new State.Waiting(Instant.EPOCH, "reset"));
        assertThat(repl.abilityProperty().get()).isEqualTo(Ability.OFFLINE);
        repl.connection(new State.Connecting());
        repl.connection(new State.Connected("anna", Role.EVAL));
        assertThat(shown()).contains("The connection has ended.   reset\n", "what was defined before is gone");
    }

    @Test
    void whoMayOnlyLookRunsNothing() {
        repl.connection(new State.Connected("anna", Role.MANAGE));
        assertThat(repl.abilityProperty().get()).isEqualTo(Ability.FORBIDDEN);
        editor.text("1");
        repl.edited("1", 1);
        repl.enter(1);
        repl.run();
        repl.complete(1);
        assertThat(fake.asked).isEmpty();
        assertThat(editor.text).isEqualTo("1");
    }

    @Test
    void completionsNarrowWhileOneTypes() {
        editor.text("a.f");
        repl.complete(3);
        editor.text("a.fa");
        repl.edited("a.fa", 4);
        fake.complete.complete(new Completion(2, List.of("fact()", "facts()", "foo"), false));
        assertThat(repl.completions().candidates()).containsExactly("fact()", "facts()");
        repl.completions().move(-1);
        repl.takeCompletion();
        assertThat(editor.text).isEqualTo("a.facts()");
        assertThat(repl.completions().open()).isFalse();
    }

    @Test
    void aSingleCompletionIsTakenAtOnce() {
        editor.text("server.fac");
        repl.complete(10);
        fake.complete.complete(new Completion(7, List.of("facts()"), false));
        assertThat(editor.text).isEqualTo("server.facts()");
    }

    @Test
    void completionsCloseWhereTheyFitNoMore() {
        editor.text("a.");
        repl.complete(2);
        fake.complete.complete(new Completion(2, List.of("b", "c"), false));
        assertThat(repl.completions().open()).isTrue();
        repl.edited("a", 1);
        assertThat(repl.completions().open()).isFalse();
    }

    @Test
    void historyIsWalkedAndSearched() {
        run("one", done("1"));
        run("two", done("2"));
        run("two", done("2"));
        HistoryWalk walk = repl.walk();
        assertThat(walk.older("draft")).contains("two");
        assertThat(walk.older("two")).contains("one");
        assertThat(walk.older("one")).isEmpty();
        assertThat(walk.newer()).contains("two");
        assertThat(walk.newer()).contains("draft");
        assertThat(walk.newer()).isEmpty();
        assertThat(walk.find("O", false)).contains("two");
        assertThat(walk.find("O", true)).contains("one");
        assertThat(walk.find("O", true)).isEmpty();
    }

    @Test
    void historyIsKeptForTheNextWindow() throws Exception {
        run("a\\n\n  b", done("1"));
        run("c", done("1"));
        History next = history(true);
        assertThat(next.size()).isEqualTo(2);
        assertThat(next.get(1)).isEqualTo("a\\n\n  b");
        Path file;
        try (var files = Files.list(folder.resolve("history"))) {
            file = files.findFirst().orElseThrow();
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2).as("nobody else's");
        }
        next.keep(false);
        assertThat(file).doesNotExist();
        next.add("d");
        assertThat(file).doesNotExist();
        next.keep(true);
        assertThat(history(true).get(0)).isEqualTo("d");
        next.forget();
        assertThat(history(true).size()).isZero();
    }

    @Test
    void historyIsCapped() {
        for (int i = 0; i < 2 * History.MOST + 5; i++) {
            history.add("snippet " + i);
        }
        assertThat(history.size()).isEqualTo(History.MOST);
        History next = history(true);
        assertThat(next.size()).isEqualTo(History.MOST);
        assertThat(next.get(0)).isEqualTo("snippet " + (2 * History.MOST + 4));
    }
}
