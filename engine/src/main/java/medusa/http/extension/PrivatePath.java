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
        String authority = request.target().authority();
        if (request.peer() == null || !request.peer().isLoopbackAddress() || authority == null) {
            return true;
        }
        int colon = authority.lastIndexOf(':');
        String host = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
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
