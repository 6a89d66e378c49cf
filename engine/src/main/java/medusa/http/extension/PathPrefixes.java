package medusa.http.extension;

import java.nio.charset.StandardCharsets;
import java.util.List;

import medusa.filesystem.VirtualPath;
import medusa.metrics.Printable;

/// Parts of the tree of URIs, as a configuration lists them: `/api` is that path and whatever is below it, not `/apix`. None
/// means everything. However a client writes a path (`/./api`, `//api`, `/x/../api`), it is the one that it leads to that counts.
/// Immutable.
final class PathPrefixes {
    /// One character for each byte, like the paths of requests; none ends with a slash.
    private final List<String> prefixes;
    private final boolean everything;

    private PathPrefixes(List<String> prefixes) {
        this.prefixes = prefixes;
        everything = prefixes.isEmpty() || prefixes.contains("");
    }

    /// @throws IllegalArgumentException if one of them is none
    static PathPrefixes of(List<String> texts) {
        return new PathPrefixes(texts.stream().map(PathPrefixes::prefix).toList());
    }

    private static String prefix(String text) {
        if (!text.startsWith("/") || text.contains("//") || text.contains("/.") || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "expected the beginning of a path such as \"/api\", found " + Printable.quoted(text));
        }
        String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return bytes.endsWith("/") ? bytes.substring(0, bytes.length() - 1) : bytes;
    }

    /// @param path of a request
    boolean match(String path) {
        if (everything) {
            return true;
        }
        String plain = path.contains("/.") || path.contains("//") ? VirtualPath.parse(path).toString() : path;
        for (String prefix : prefixes) {
            if (plain.startsWith(prefix)
                    && (plain.length() == prefix.length() || plain.charAt(prefix.length()) == '/')) {
                return true;
            }
        }
        return false;
    }
}
