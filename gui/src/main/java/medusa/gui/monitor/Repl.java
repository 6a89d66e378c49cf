package medusa.gui.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Subscription;

import medusa.gui.monitor.Interpreter.Place;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Evaluation;
import medusa.monitor.Evaluation.Problem;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.Role;

/// One tab: an editor, what was typed into it, and what came of that. One snippet runs at a time. JavaFX thread only.
final class Repl {
    private static final Duration TICK = Duration.ofMillis(200);

    /// What it is doing.
    enum Phase {
        /// Waits for a snippet.
        IDLE,
        /// Asks whether the snippet is whole.
        CHECKING,
        /// The server runs it.
        RUNNING,
        /// The server has been asked to end it.
        INTERRUPTING
    }

    /// What can be done here.
    enum Ability {
        /// There is no connection.
        OFFLINE,
        /// The user's role does not include it.
        FORBIDDEN,
        READY
    }

    /// The editor, as the model needs it.
    interface Draft {
        String text();

        /// Takes the place of all of it; the cursor goes behind it.
        void text(String text);

        /// Puts `text` in the place of what is between; the cursor goes behind it.
        void replace(int from, int to, String text);

        /// Begins a line, as far from the margin as the code wants it.
        void addLine(int at);
    }

    private final Messages messages = Messages.of(Repl.class);
    private final Interpreter interpreter;
    private final History history;
    private final UiExecutor ui;
    private final InstantSource clock;
    private final Transcript transcript = new Transcript();
    private final Completions completions;
    private final HistoryWalk walk;
    private final ObjectProperty<Place> place = new SimpleObjectProperty<>(Place.REACTOR);
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.IDLE);
    private final ReadOnlyObjectWrapper<Ability> ability = new ReadOnlyObjectWrapper<>(Ability.OFFLINE);
    private final ReadOnlyObjectWrapper<Duration> elapsed = new ReadOnlyObjectWrapper<>(Duration.ZERO);
    private final ReadOnlyObjectWrapper<List<Problem>> problems = new ReadOnlyObjectWrapper<>(List.of());
    private Draft draft;
    private boolean over;
    private State.Connected as;
    /// Whether the interpreter of this connection has been asked for anything: to make it takes a server a while.
    private boolean awake;
    /// Whether there may be definitions that go with the connection.
    private boolean used;
    /// Whether definitions have gone with a connection, and a next one has not been told of yet.
    private boolean lost;
    private String marked = "";
    private Subscription ticks = Subscription.EMPTY;

    Repl(Interpreter interpreter, History history, UiExecutor ui, InstantSource clock) {
        this.interpreter = interpreter;
        this.history = history;
        this.ui = ui;
        this.clock = clock;
        completions = new Completions(interpreter, ui);
        walk = new HistoryWalk(history);
    }

    void edits(Draft editor) {
        draft = editor;
    }

    Transcript transcript() {
        return transcript;
    }

    Completions completions() {
        return completions;
    }

    HistoryWalk walk() {
        return walk;
    }

    ObjectProperty<Place> placeProperty() {
        return place;
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Ability> abilityProperty() {
        return ability.getReadOnlyProperty();
    }

    /// For how long the snippet has run.
    ReadOnlyObjectProperty<Duration> elapsedProperty() {
        return elapsed.getReadOnlyProperty();
    }

    /// What the compiler found in the text of the editor, until that is another one.
    ReadOnlyObjectProperty<List<Problem>> problemsProperty() {
        return problems.getReadOnlyProperty();
    }

    /// As whom the tab's connection is logged in, while it stands.
    Optional<State.Connected> as() {
        return Optional.ofNullable(as);
    }

    /// Where the tab's connection is now.
    void connection(State state) {
        if (over) {
            return;
        }
        boolean before = as != null;
        as = state instanceof State.Connected connected ? connected : null;
        ability.set(as == null
                ? Ability.OFFLINE
                : as.role().includes(Role.EVAL) ? Ability.READY : Ability.FORBIDDEN);
        String now = Format.clock(clock.instant());
        if (before && as == null && used) {
            String why = state instanceof State.Waiting waiting
                    ? waiting.why()
                    : state instanceof State.Refused refused ? refused.why() : "";
            transcript.note(messages.text("disconnected", now), SafeLines.one(why));
            lost = true;
        }
        if (as == null) {
            awake = false;
            used = false;
            completions.close();
        } else if (lost) {
            transcript.note(messages.text("reconnected", now), "");
            lost = false;
        }
    }

    /// The text of the editor or its cursor has changed.
    void edited(String text, int cursor) {
        completions.edited(text, cursor);
        if (!problems.get().isEmpty() && !text.equals(marked)) {
            problems.set(List.of());
        }
        if (!awake && !text.isBlank() && ability.get() == Ability.READY) {
            awake = true;
            interpreter.examine(text); // so that the interpreter is there when the snippet is whole
        }
    }

    /// Runs the text of the editor if that is a whole snippet, else adds a line to it.
    ///
    /// @param cursor where that would begin
    void enter(int cursor) {
        String code = draft.text();
        if (!free() || code.isBlank()) {
            return;
        }
        phase.set(Phase.CHECKING);
        interpreter.examine(code).whenComplete((completeness, _) -> ui.execute(() -> {
            phase.set(Phase.IDLE);
            boolean untouched = draft.text().startsWith(code);
            if (!"incomplete".equals(completeness)) {
                begin(code, untouched ? draft.text().substring(code.length()) : draft.text());
            } else if (untouched) {
                draft.addLine(cursor);
            }
        }));
    }

    /// Runs the text of the editor.
    void run() {
        String code = draft.text();
        if (free() && !code.isBlank()) {
            begin(code, "");
        }
    }

    private boolean free() {
        return phase.get() == Phase.IDLE && ability.get() == Ability.READY;
    }

    /// @param rest what has been typed since
    private void begin(String code, String rest) {
        if (ability.get() != Ability.READY) {
            return;
        }
        history.add(code);
        walk.restart();
        completions.close();
        draft.text(rest);
        Transcript.Entry entry = transcript.snippet(code.stripTrailing());
        phase.set(Phase.RUNNING);
        used = true;
        awake = true;
        long begun = clock.millis();
        elapsed.set(Duration.ZERO);
        ticks = ui.every(TICK, () -> elapsed.set(Duration.ofMillis(clock.millis() - begun)));
        interpreter.eval(code, place.get())
                .whenComplete((outcome, failure) -> ui.execute(() -> ended(entry, code, outcome, failure)));
    }

    private void ended(Transcript.Entry entry, String code, Evaluation outcome, Throwable failure) {
        if (over) {
            return;
        }
        ticks.unsubscribe();
        phase.set(Phase.IDLE);
        if (failure != null) {
            transcript.finish(entry, Outcome.of(failure, messages));
            return;
        }
        transcript.finish(entry, Outcome.of(outcome, code, messages));
        boolean toMend = outcome.status() == Evaluation.Status.INVALID
                || outcome.status() == Evaluation.Status.INCOMPLETE
                || outcome.status() == Evaluation.Status.REJECTED;
        if (toMend && draft.text().isEmpty()) {
            draft.text(code);
            marked = code;
            problems.set(outcome.problems());
        }
    }

    /// Ends what runs.
    ///
    /// @return whether something does
    boolean interrupt() {
        if (phase.get() != Phase.RUNNING) {
            return phase.get() == Phase.INTERRUPTING;
        }
        phase.set(Phase.INTERRUPTING);
        interpreter.interrupt().whenComplete((_, failure) -> ui.execute(() -> {
            if (failure != null && phase.get() == Phase.INTERRUPTING) {
                phase.set(Phase.RUNNING); // and can be tried again
            }
        }));
        return true;
    }

    /// Asks how the text of the editor could go on; a single answer is taken at once.
    void complete(int cursor) {
        if (ability.get() == Ability.READY) {
            completions.ask(draft.text(), cursor, this::insert);
        }
    }

    /// Takes what is chosen of what is offered.
    void takeCompletion() {
        completions.take().ifPresent(this::insert);
    }

    private void insert(Completions.Insertion insertion) {
        String text = draft.text();
        draft.replace(insertion.from(), Math.min(insertion.to(), text.length()), insertion.text());
    }

    /// Nobody looks at it any more: ends what runs, of which the server would know nothing else while it keeps the reactor.
    ///
    /// @return completed when the server has heard of it, or cannot; on any thread
    CompletableFuture<?> end() {
        over = true;
        ticks.unsubscribe();
        return phase.get() == Phase.RUNNING ? interpreter.interrupt() : CompletableFuture.completedFuture(null);
    }
}
