package medusa.gui.ui;

import java.time.Clock;
import java.time.Instant;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What the window tells its user beside what he is looking at: shown for a moment, and kept for who looks later.
/// JavaFX thread only.
public final class Notices {
    private static final int KEPT = 100;

    /// How much it matters.
    public enum Kind {
        /// What was asked for is done.
        DONE,
        /// Something to know.
        WARNING,
        /// What was asked for is not done, or something is wrong.
        PROBLEM
    }

    /// One of them.
    ///
    /// @param text  in the user's words
    /// @param small the server's own, or its code; empty for nothing
    public record Notice(Instant when, Kind kind, String text, String small) {}

    private final Clock clock;
    private final ObservableList<Notice> list = FXCollections.observableArrayList();

    /// None yet.
    public Notices(Clock clock) {
        this.clock = clock;
    }

    /// The last ones, newest first.
    public ObservableList<Notice> list() {
        return list;
    }

    /// Tells that something is done.
    public void done(String text) {
        add(Kind.DONE, text, "");
    }

    /// Tells of something to know.
    public void warn(String text) {
        add(Kind.WARNING, text, "");
    }

    /// Tells what has gone wrong.
    ///
    /// @param small the server's own words, or its code; empty for nothing
    public void problem(String text, String small) {
        add(Kind.PROBLEM, text, small);
    }

    private void add(Kind kind, String text, String small) {
        if (list.size() == KEPT) {
            list.removeLast();
        }
        list.addFirst(new Notice(clock.instant(), kind, text, small));
    }
}
