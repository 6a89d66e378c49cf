package medusa.gui.monitor;

import java.util.Optional;
import java.util.OptionalInt;

/// One editor's way through the history: up to what is older, down again to what was being typed, or straight to what holds some
/// words. JavaFX thread only.
final class HistoryWalk {
    private static final int DRAFT = -1;

    private final History history;
    private int at = DRAFT;
    private String draft = "";

    HistoryWalk(History history) {
        this.history = history;
    }

    /// What is a step older; empty if there is nothing.
    ///
    /// @param shown what the editor holds
    Optional<String> older(String shown) {
        if (at + 1 >= history.size()) {
            return Optional.empty();
        }
        if (at == DRAFT) {
            draft = shown;
        }
        at++;
        return Optional.of(history.get(at));
    }

    /// What is a step newer, at last what was being typed; empty if that is shown.
    Optional<String> newer() {
        if (at == DRAFT) {
            return Optional.empty();
        }
        at--;
        return Optional.of(at == DRAFT ? draft : history.get(at));
    }

    /// The newest entry with `words` in it.
    ///
    /// @param next whether one that is older than the last one that was found is wanted
    Optional<String> find(String words, boolean next) {
        OptionalInt found = words.isEmpty()
                ? OptionalInt.empty()
                : history.find(words, next ? at + 1 : 0);
        if (found.isPresent()) {
            at = found.getAsInt();
        }
        return found.isPresent() ? Optional.of(history.get(at)) : Optional.empty();
    }

    /// Something new is typed.
    void restart() {
        at = DRAFT;
        draft = "";
    }
}
