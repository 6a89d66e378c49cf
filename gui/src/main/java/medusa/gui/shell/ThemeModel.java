package medusa.gui.shell;

import java.util.Locale;

import javafx.application.ColorScheme;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

import medusa.gui.ui.Preferences;

/// Light or dark. JavaFX thread only.
final class ThemeModel {
    private static final String KEY = "shell.theme";

    /// What the user has chosen.
    enum Theme {
        SYSTEM,
        LIGHT,
        DARK;

        /// As it is remembered, and the end of its texts' names.
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Preferences preferences;
    private final ObservableValue<ColorScheme> system;
    private final ReadOnlyObjectWrapper<Theme> theme = new ReadOnlyObjectWrapper<>(Theme.SYSTEM);
    private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper();

    /// @param system what the desktop is set to
    ThemeModel(Preferences preferences, ObservableValue<ColorScheme> system) {
        this.preferences = preferences;
        this.system = system;
        for (Theme each : Theme.values()) {
            if (preferences.get(KEY).filter(each.id()::equals).isPresent()) {
                theme.set(each);
            }
        }
        system.subscribe(_ -> update());
    }

    private void update() {
        dark.set(theme.get() == Theme.DARK || theme.get() == Theme.SYSTEM && system.getValue() == ColorScheme.DARK);
    }

    void choose(Theme next) {
        theme.set(next);
        preferences.put(KEY, next.id());
        update();
    }

    /// Chooses what is not to be seen now.
    void toggle() {
        choose(dark.get() ? Theme.LIGHT : Theme.DARK);
    }

    ReadOnlyObjectProperty<Theme> themeProperty() {
        return theme.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty darkProperty() {
        return dark.getReadOnlyProperty();
    }
}
