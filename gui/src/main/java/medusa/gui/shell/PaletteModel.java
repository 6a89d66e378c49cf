package medusa.gui.shell;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import medusa.gui.ui.Action;

/// What can be done from the palette, narrowed down by what is typed. JavaFX thread only.
final class PaletteModel {
    private final Supplier<List<Action>> source;
    private final StringProperty typed = new SimpleStringProperty("");
    private final ObservableList<Action> found = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper();
    private List<Action> all = List.of();

    /// @param source asked each time that the palette is opened
    PaletteModel(Supplier<List<Action>> source) {
        this.source = source;
        typed.subscribe(_ -> search());
    }

    /// Begins anew with what can be done now.
    void open() {
        all = List.copyOf(source.get());
        typed.set("");
        search();
    }

    private void search() {
        record Hit(Action action, int score) {}
        String words = typed.get();
        found.setAll(all.stream().map(action -> new Hit(action, Fuzzy.score(words, action.name())))
                .filter(hit -> hit.score != Fuzzy.NONE).sorted(Comparator.comparingInt(hit -> -hit.score))
                .map(Hit::action).toList());
        selected.set(found.isEmpty() ? -1 : 0);
    }

    /// Selects the next one, or the one before; from the last one on with the first.
    void move(int by) {
        if (!found.isEmpty()) {
            selected.set(Math.floorMod(selected.get() + by, found.size()));
        }
    }

    void select(int index) {
        selected.set(index);
    }

    /// What Enter does; empty if nothing is found.
    Optional<Action> chosen() {
        int index = selected.get();
        return index >= 0 && index < found.size() ? Optional.of(found.get(index)) : Optional.empty();
    }

    StringProperty typedProperty() {
        return typed;
    }

    /// Best first.
    ObservableList<Action> found() {
        return found;
    }

    /// -1 if nothing is found.
    ReadOnlyIntegerProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }
}
