package medusa.gui.client;

import java.time.Instant;

/// A server that the user wants to find again.
///
/// @param keep whether its password is in the desktop's keyring
/// @param used when it was opened last; the beginning of time for never
public record SavedServer(Profile profile, boolean keep, Instant used) {}
