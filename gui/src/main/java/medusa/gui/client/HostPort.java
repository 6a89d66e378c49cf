package medusa.gui.client;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.monitor.MonitorAddress;

/// An address as a server tells that it listens on. It may become part of a command or a URL that somebody copies, so what is
/// not exactly an address is none.
///
/// @param host a literal address, in brackets if it is IPv6, or a name
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("([0-9A-Za-z.-]*|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))");
    private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]");

    /// Empty for what is no address, such as that of a Unix-domain socket.
    public static Optional<HostPort> of(String address) {
        Matcher found = FORM.matcher(address);
        return found.matches() && Integer.parseInt(found.group(2)) <= 65_535
                ? Optional.of(new HostPort(found.group(1), Integer.parseInt(found.group(2))))
                : Optional.empty();
    }

    /// The same as it can be reached from here: who listens everywhere is where his monitor was reached.
    public HostPort from(MonitorAddress monitor) {
        if (!EVERYWHERE.contains(host)) {
            return this;
        }
        String reached = monitor instanceof MonitorAddress.Tcp tcp ? tcp.host() : "localhost";
        return new HostPort(reached.contains(":") ? "[" + reached + "]" : reached, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
