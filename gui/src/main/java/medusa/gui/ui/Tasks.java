package medusa.gui.ui;

import java.util.Optional;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What goes on in the background, for who wants to know how far it is, and to end it. JavaFX thread only.
public final class Tasks {
    /// The progress of what nobody knows the length of.
    public static final double UNKNOWN = -1;

    private final ObservableList<Task> list = FXCollections.observableArrayList();
    private final ObservableList<Task> view = FXCollections.unmodifiableObservableList(list);

    /// None yet.
    public Tasks() {}

    /// One of them.
    public final class Task {
        private final StringProperty text;
        private final DoubleProperty progress = new SimpleDoubleProperty(UNKNOWN);
        private final Optional<Runnable> cancel;
        private final ReadOnlyBooleanWrapper cancelled = new ReadOnlyBooleanWrapper();

        private Task(String text, Optional<Runnable> cancel) {
            this.text = new SimpleStringProperty(text);
            this.cancel = cancel;
        }

        /// What is done, in the user's words.
        public StringProperty textProperty() {
            return text;
        }

        /// From 0 to 1, or [#UNKNOWN].
        public DoubleProperty progressProperty() {
            return progress;
        }

        /// Whether it can be asked to end.
        public boolean canCancel() {
            return cancel.isPresent();
        }

        /// Whether it has been asked to end.
        public ReadOnlyBooleanProperty cancelledProperty() {
            return cancelled.getReadOnlyProperty();
        }

        /// Asks it to end, once; it is there until it has.
        public void cancel() {
            if (!cancelled.get() && cancel.isPresent()) {
                cancelled.set(true);
                cancel.get().run();
            }
        }

        /// It is over.
        public void end() {
            list.remove(this);
        }
    }

    /// Something begins that nobody can end.
    public Task begin(String text) {
        return add(new Task(text, Optional.empty()));
    }

    /// Something begins.
    ///
    /// @param cancel asks it to end
    public Task begin(String text, Runnable cancel) {
        return add(new Task(text, Optional.of(cancel)));
    }

    private Task add(Task task) {
        list.addFirst(task);
        return task;
    }

    /// Newest first.
    public ObservableList<Task> list() {
        return view;
    }
}
