package medusa.gui.monitor;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import medusa.gui.client.Completion;
import medusa.gui.ui.UiExecutor;

/// How the snippet in the editor could go on. JavaFX thread only.
final class Completions {
    private final Interpreter interpreter;
    private final UiExecutor ui;
    private final ObservableList<String> candidates = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper();
    private Completion told = new Completion(0, List.of(), false);
    /// The text before what the candidates replace.
    private String begun = "";
    private String typed = "";
    private int cursor;
    /// Counts what was asked for, so that what comes too late is known.
    private int asked;

    Completions(Interpreter interpreter, UiExecutor ui) {
        this.interpreter = interpreter;
        this.ui = ui;
    }

    /// What takes the place of the text from `from` to `to`.
    record Insertion(int from, int to, String text) {}

    /// Those that fit what is typed so far; none if there is nothing to choose from.
    ObservableList<String> candidates() {
        return candidates;
    }

    /// Which of them would be taken.
    ReadOnlyIntegerProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// Whether there is something to choose from.
    boolean open() {
        return !candidates.isEmpty();
    }

    /// Asks the server.
    ///
    /// @param only told of the answer if there is but one and nothing was typed meanwhile, instead of offering it
    void ask(String code, int place, Consumer<Insertion> only) {
        close();
        edited(code, place);
        int mine = asked;
        interpreter.complete(code, place).whenComplete((answer, failure) -> ui.execute(() -> {
            if (mine == asked && failure == null && answer.anchor() >= 0 && answer.anchor() <= place) {
                told = answer;
                begun = code.substring(0, answer.anchor());
                narrow();
                if (candidates.size() == 1 && typed.equals(code) && cursor == place) {
                    take().ifPresent(only);
                }
            }
        }));
    }

    /// The text or the cursor is another one: keeps what still fits.
    void edited(String code, int place) {
        boolean other = !code.equals(typed) || place != cursor;
        typed = code;
        cursor = place;
        if (other && open()) {
            narrow();
        }
    }

    private void narrow() {
        if (cursor < begun.length() || cursor > typed.length() || !typed.startsWith(begun)) {
            close();
            return;
        }
        String word = typed.substring(begun.length(), cursor);
        List<String> fit = told.candidates().stream().filter(each -> each.startsWith(word)).distinct().toList();
        candidates.setAll(fit.equals(List.of(word)) ? List.of() : fit);
        selected.set(0);
    }

    /// Chooses another one, round and round.
    void move(int by) {
        if (open()) {
            selected.set(Math.floorMod(selected.get() + by, candidates.size()));
        }
    }

    /// Chooses one.
    void select(int index) {
        if (index >= 0 && index < candidates.size()) {
            selected.set(index);
        }
    }

    /// Takes the chosen one, and closes.
    Optional<Insertion> take() {
        if (!open()) {
            return Optional.empty();
        }
        Insertion insertion = new Insertion(told.anchor(), cursor, candidates.get(selected.get()));
        close();
        return Optional.of(insertion);
    }

    /// Offers nothing any more; what is on its way comes too late.
    void close() {
        asked++;
        candidates.clear();
        selected.set(0);
    }
}
