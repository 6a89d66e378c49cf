package medusa.gui.shell;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import medusa.gui.ui.Notices;
import medusa.gui.ui.Notices.Kind;
import medusa.gui.ui.Notices.Notice;

/// Which notices are shown in the corner, and how many nobody has read. What is done is shown for a moment, the rest until it is
/// closed; all stay in the list. JavaFX thread only.
final class AlertsModel {
    private static final Duration MOMENT = Duration.ofSeconds(4);
    /// More would cover the screen; the older ones are in the list.
    private static final int MOST = 4;

    private final Notices notices;
    private final Clock clock;
    private final ObservableList<Notice> shown = FXCollections.observableArrayList();
    private final List<Notice> unread = new ArrayList<>();
    private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();
    private boolean listOpen;

    AlertsModel(Notices notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
        notices.list().addListener((ListChangeListener<Notice>) change -> {
            while (change.next()) {
                change.getAddedSubList().reversed().forEach(this::add);
            }
        });
    }

    private void add(Notice notice) {
        if (listOpen) {
            return; // it is seen there
        }
        if (shown.size() == MOST) {
            shown.removeFirst();
        }
        shown.add(notice);
        unread.add(notice);
        count.set(unread.size());
    }

    /// Lets go what has been shown for long enough; to be called once a second.
    void tick() {
        Instant over = clock.instant().minus(MOMENT);
        shown.removeIf(notice -> notice.kind() == Kind.DONE && !notice.when().isAfter(over));
    }

    /// Somebody has read it in the corner.
    void dismiss(Notice notice) {
        shown.remove(notice);
        unread.remove(notice);
        count.set(unread.size());
    }

    /// The list is looked at from now on, or no more.
    void listOpen(boolean open) {
        listOpen = open;
        if (open) {
            shown.clear();
            unread.clear();
            count.set(0);
        }
    }

    /// All that are kept, newest first.
    ObservableList<Notice> all() {
        return notices.list();
    }

    /// Those in the corner, oldest first.
    ObservableList<Notice> shown() {
        return shown;
    }

    ReadOnlyIntegerProperty unreadProperty() {
        return count.getReadOnlyProperty();
    }
}
