package medusa.http.extension;

import java.net.InetAddress;
import java.util.List;

import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.metrics.Printable;
import medusa.reactor.AddressRange;

/// One path that tells about the server, for some addresses only; to everybody else it is as if it were not there.
///
/// @param path exactly
/// @param from who may see it; who comes over a Unix-domain socket may in any case
record PrivatePath(String path, List<AddressRange> from) {
    /// For the description of the setting `from`.
    static final String WARNING = " From this machine it has to be asked for by \"localhost\" or an address, so that no site can"
            + " lead a browser here to it. Behind a proxy on this machine, unless it says who the client is (http.proxies),"
            + " everybody comes from 127.0.0.1: let the proxy refuse the path.";
    /// Whoever is on this machine.
    static final String THIS_MACHINE = "[\"127.0.0.0/8\", \"::1\"]";

    /// @param path begins with a slash
    /// @param from copied
    PrivatePath {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "expected a path that begins with a slash, found " + Printable.quoted(path));
        }
        from = List.copyOf(from);
    }

    /// Whether `request` is for this path, from somebody who may see it.
    boolean matches(HttpRequest request) {
        return request.path().equals(path) && admits(request.peer()) && isMeant(request);
    }

    /// Whoever owns a name can let it lead to this machine, and so have a browser here read what he may not see. No name but
    /// `localhost` is meant, then, by somebody who comes from the machine itself.
    private static boolean isMeant(HttpRequest request) {
        if (request.peer() == null || !request.peer().isLoopbackAddress()) {
            return true;
        }
        String host = request.target().host();
        return host.equalsIgnoreCase("localhost") || host.startsWith("[")
                || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    private boolean admits(InetAddress peer) {
        return peer == null || from.stream().anyMatch(range -> range.contains(peer));
    }

    /// @throws HttpException 405 for whatever does not just read
    static void requireReading(HttpRequest request) throws HttpException {
        if (!request.method().equals("GET") && !request.isHead()) {
            throw new HttpException(405, "This can be read, and no more.").with("Allow", "GET, HEAD");
        }
    }
}
