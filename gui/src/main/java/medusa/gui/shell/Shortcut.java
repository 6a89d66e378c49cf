package medusa.gui.shell;

import javafx.scene.input.KeyCombination;

/// Keys, and what they do.
///
/// @param text of what they do, for people
record Shortcut(KeyCombination keys, String text, Runnable run) {}
