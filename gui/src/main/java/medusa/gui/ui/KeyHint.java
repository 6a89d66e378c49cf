package medusa.gui.ui;

/// What keys do, for the help.
///
/// @param keys such as `Ctrl+K`
/// @param text what they do, as people say it
public record KeyHint(String keys, String text) {}
