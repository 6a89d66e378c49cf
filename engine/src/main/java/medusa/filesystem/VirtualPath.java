package medusa.filesystem;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import medusa.metrics.Printable;

/// An absolute path in a [VirtualFilesystem], normalised: no empty name, no `.` and no `..`. File names are bytes, not text;
/// here each character of a name is one byte (ISO 8859-1), so that names in any encoding, or in none, come through unchanged.
/// Immutable.
public final class VirtualPath {
    /// The top of the tree.
    public static final VirtualPath ROOT = new VirtualPath(List.of());

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = "-._~!$&'()*+,;=:@";

    private final List<String> names;

    private VirtualPath(List<String> names) {
        this.names = names;
    }

    /// Reads `path` as an absolute one, whether it begins with a slash or not.
    ///
    /// @throws IllegalArgumentException as [#resolve]
    public static VirtualPath parse(String path) {
        return ROOT.resolve("/" + path);
    }

    /// The path that `path` means to somebody who is here: from the top if it begins with a slash. `..` at the top stays
    /// there.
    ///
    /// @param path one character for each byte
    /// @throws IllegalArgumentException if it has a NUL or a character beyond one byte
    public VirtualPath resolve(String path) {
        List<String> result = path.startsWith("/") ? new ArrayList<>() : new ArrayList<>(names);
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            char c = i < path.length() ? path.charAt(i) : '/';
            if (c == 0 || c > 0xff) {
                throw new IllegalArgumentException("not a path");
            }
            if (c == '/') {
                add(result, path.substring(start, i));
                start = i + 1;
            }
        }
        return result.isEmpty() ? ROOT : new VirtualPath(List.copyOf(result));
    }

    private static void add(List<String> names, String name) {
        switch (name) {
            case "", "." -> {
            }
            case ".." -> {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            }
            default -> names.add(name);
        }
    }

    /// From the top down; empty for the root.
    public List<String> names() {
        return names;
    }

    /// The last name; empty for the root.
    public String name() {
        return names.isEmpty() ? "" : names.getLast();
    }

    /// The folder that it is in; the root's is the root.
    public VirtualPath parent() {
        return names.size() <= 1 ? ROOT : new VirtualPath(names.subList(0, names.size() - 1));
    }

    /// Whether it is the top of the tree.
    public boolean isRoot() { return names.isEmpty(); }

    /// Whether it has a name that the server keeps for itself, which nothing is found or made under.
    public boolean isReserved() { return Temporary.in(this); }

    /// Whether it is `folder` or lies below it.
    public boolean startsWith(VirtualPath folder) {
        return names.size() >= folder.names.size() && names.subList(0, folder.names.size()).equals(folder.names);
    }

    /// This path as seen from `folder`, which it lies below: for a filesystem that is mounted there.
    public VirtualPath below(VirtualPath folder) {
        return new VirtualPath(names.subList(folder.names.size(), names.size()));
    }

    /// For people: read as UTF-8, and nothing in it that could confuse a terminal.
    public String display() {
        return Printable.line(new String(toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    /// For a URI: percent-encoded (RFC 3986 §3.3), with a slash in front and none at the end.
    public String encoded() {
        StringBuilder uri = new StringBuilder();
        names.forEach(name -> uri.append('/').append(encode(name)));
        return uri.isEmpty() ? "/" : uri.toString();
    }

    /// One name, percent-encoded for a URI; a `:` may stand in it, so that relative references put `./` in front.
    public static String encode(String name) {
        StringBuilder uri = new StringBuilder(name.length() + 16);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                uri.append(c);
            } else {
                HEX.toHexDigits(uri.append('%'), (byte) c);
            }
        }
        return uri.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VirtualPath path && names.equals(path.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    /// With a slash in front and none at the end, one character for each byte.
    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
