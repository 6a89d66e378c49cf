package medusa.gui.ui;

/// Something that can be done, for the palette and its keys.
///
/// @param name as people look for it
/// @param keys such as `Ctrl+K`; empty for none
public record Action(String name, String keys, Runnable run) {}
