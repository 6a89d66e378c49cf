package medusa.gui.client;

import medusa.monitor.MonitorAddress;

/// A server that the user has saved, or has opened once.
///
/// @param name as the user calls it
/// @param user as whom to log in, where the server asks
public record Profile(String name, MonitorAddress address, String user) {}
