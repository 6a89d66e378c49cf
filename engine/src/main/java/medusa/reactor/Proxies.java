package medusa.reactor;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// Whom a listener believes when it says on whose behalf it comes, by the PROXY protocol, versions 1 and 2
/// (haproxy.org, "The PROXY protocol"). From these addresses every connection must begin so; from others none may, and what
/// they say is not believed.
///
/// @param from       none: nobody
/// @param headerTime how long the header may take, however steadily it dribbles in; with TLS the handshake's limit is for both
public record Proxies(List<AddressRange> from, Duration headerTime) {
    /// Everybody comes by himself.
    public static final Proxies NONE = new Proxies(List.of(), Duration.ofSeconds(10));

    /// @param from copied
    public Proxies {
        from = List.copyOf(from);
    }

    /// @param address null over a Unix-domain socket
    boolean include(InetAddress address) {
        return address != null && !from.isEmpty() && from.stream().anyMatch(range -> range.contains(address));
    }
}
