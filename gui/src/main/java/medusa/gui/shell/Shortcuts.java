package medusa.gui.shell;

import java.util.List;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// The keys of the window, wherever the focus is.
final class Shortcuts {
    static final KeyCombination PALETTE = shortcut(KeyCode.K);
    static final KeyCombination CLOSE = shortcut(KeyCode.W);
    static final KeyCombination RETRY = new KeyCodeCombination(KeyCode.F5);
    static final KeyCombination NEXT_PART = new KeyCodeCombination(KeyCode.F6);
    static final KeyCombination HELP = new KeyCodeCombination(KeyCode.F1);

    private final List<Shortcut> all;

    Shortcuts(List<Shortcut> all) {
        this.all = all;
    }

    /// Of the screen at `index` in the rail.
    static KeyCombination screen(int index) {
        return shortcut(KeyCode.valueOf("DIGIT" + (index + 1)));
    }

    private static KeyCombination shortcut(KeyCode key) {
        return new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN);
    }

    List<Shortcut> all() {
        return all;
    }

    /// Does what the keys stand for, if they do.
    void handle(KeyEvent event) {
        all.stream().filter(each -> each.keys().match(event)).findFirst().ifPresent(each -> {
            event.consume();
            each.run().run();
        });
    }
}
