package medusa.gui.shell;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import medusa.gui.client.HostPort;
import medusa.gui.client.ServerFigures.Listener;
import medusa.metrics.Printable;
import medusa.monitor.MonitorAddress;

/// Where a server can be reached, as the top bar names it.
///
/// @param label   `HTTP :8080`
/// @param address `127.0.0.1:8080`
/// @param url     for whoever sits here; empty for what has none
record Listening(String label, String address, String url) {
    private static final Set<String> PARTS = Set.of("http", "https", "ftp", "ftps");

    /// Those that serve; monitors are no place for visitors.
    ///
    /// @param monitor how the server has been reached from here
    static List<Listening> of(List<Listener> listeners, MonitorAddress monitor) {
        return listeners.stream().filter(each -> PARTS.contains(each.part())).map(each -> of(each, monitor)).toList();
    }

    private static Listening of(Listener listener, MonitorAddress monitor) {
        String part = listener.part().toUpperCase(Locale.ROOT);
        return HostPort.of(listener.address())
                .map(address -> new Listening(part + " :" + address.port(), address.toString(),
                        listener.part() + "://" + address.from(monitor) + "/"))
                .orElseGet(() -> new Listening(part, Printable.shortened(listener.address()), ""));
    }
}
