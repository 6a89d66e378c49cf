package medusa.http.extension;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.metrics.Printable;
import medusa.reactor.AddressRange;

/// Where connections are accepted, as a configuration lists it: `127.0.0.1:8081`, `[::1]:8081`, `:8081` for every address of
/// the machine, `unix:/run/socket`. Immutable.
final class LocalAddresses {
    private static final Pattern SHAPE = Pattern.compile("(?:([0-9.]+)|\\[([0-9A-Fa-f:.]+)\\])?:([0-9]{1,5})");
    private static final String UNIX = "unix:";
    private static final int LARGEST_PORT = 0xffff;

    /// Socket addresses; a port alone is an Integer.
    private final Set<Object> places = new HashSet<>();

    private LocalAddresses() {}

    /// @throws IllegalArgumentException if one of them is none
    static LocalAddresses of(List<String> texts) {
        LocalAddresses all = new LocalAddresses();
        texts.forEach(text -> all.places.add(place(text)));
        return all;
    }

    private static Object place(String text) {
        if (text.startsWith(UNIX) && text.length() > UNIX.length() && text.indexOf('\0') < 0) {
            return UnixDomainSocketAddress.of(text.substring(UNIX.length()));
        }
        Matcher matcher = SHAPE.matcher(text);
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(3));
            String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            InetAddress address = host == null ? null : AddressRange.literal(host);
            if (port > 0 && port <= LARGEST_PORT && (host == null || address != null)) {
                return host == null ? (Object) port : new InetSocketAddress(address, port);
            }
        }
        throw new IllegalArgumentException("expected an address in numbers with its port such as \"127.0.0.1:8081\", "
                + "\"[::1]:8081\", \":8081\" or \"unix:/path\", found " + Printable.quoted(text));
    }

    boolean isEmpty() { return places.isEmpty(); }

    /// @param local null for none
    boolean match(SocketAddress local) {
        return places.contains(local) || local instanceof InetSocketAddress inet && places.contains(inet.getPort());
    }
}
