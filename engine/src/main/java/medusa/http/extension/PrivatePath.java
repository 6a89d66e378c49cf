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
        return request.path().equals(path) && admits(request.peer());
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
