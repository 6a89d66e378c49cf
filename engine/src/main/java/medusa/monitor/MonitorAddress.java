package medusa.monitor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import medusa.metrics.Printable;

/// Where a monitor listens, as people write it; `toString` writes it again.
public sealed interface MonitorAddress {

    /// `unix:/run/user/1000/medusa/monitor`
    record Unix(Path path) implements MonitorAddress {
        @Override
        public List<SocketAddress> resolve() {
            return List.of(UnixDomainSocketAddress.of(path));
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /// `files.example:9999`, `[::1]:9999`
    ///
    /// @param host a name or a literal address, without brackets
    record Tcp(String host, int port) implements MonitorAddress {
        /// Whether this machine is meant. Goes by what is written, not by what a name server makes of it: whoever answers for a
        /// name must not decide whether a server has to show who it is.
        boolean isLocal() {
            return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
        }

        @Override
        public List<SocketAddress> resolve() throws UnknownHostException {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(address -> (SocketAddress) new InetSocketAddress(address, port)).toList();
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /// The sockets to try, best first. Blocks while a name is looked up.
    ///
    /// @throws IOException if there are none
    List<SocketAddress> resolve() throws IOException;

    /// Reads `unix:PATH`, `HOST:PORT`, `[IPV6]:PORT`, or `:PORT` of this machine.
    ///
    /// @throws IllegalArgumentException with a message that says what an address looks like
    static MonitorAddress parse(String text) {
        if (text.startsWith("unix:")) {
            return unix(text);
        }
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || !bracketed && host.contains(":") || host.chars().anyMatch(c -> c <= ' ' || c == '/')) {
            throw expected(text);
        }
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        return new Tcp(host.isEmpty() ? "localhost" : host, port(text, text.substring(colon + 1)));
    }

    private static MonitorAddress unix(String text) {
        try {
            String path = text.substring("unix:".length());
            if (!path.isEmpty()) {
                return new Unix(Path.of(path).toAbsolutePath());
            }
        } catch (InvalidPathException e) {
            // no path either
        }
        throw expected(text);
    }

    private static int port(String text, String digits) {
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65535) {
            throw expected(text);
        }
        return port;
    }

    private static IllegalArgumentException expected(String text) {
        return new IllegalArgumentException("expected HOST:PORT or unix:PATH, found " + Printable.quoted(text));
    }
}
