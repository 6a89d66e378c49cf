package medusa.http.extension;

import java.nio.charset.StandardCharsets;

import medusa.filesystem.VirtualPath;

/// Picks files: by their paths if it begins with a slash, otherwise by their names. `*` stands for any characters, slashes too,
/// and `?` for one byte. Compared byte by byte, case included, in time proportional to both lengths at worst: names may be
/// whatever somebody has uploaded.
final class NamePattern {
    private final String pattern;
    private final boolean paths;

    /// @param text as in a configuration
    NamePattern(String text) {
        pattern = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        paths = text.startsWith("/");
    }

    /// @param path as seen from the folder that the pattern is for
    boolean matches(VirtualPath path) {
        return matches(paths ? path.toString() : path.name());
    }

    /// Where it does not go on, the last star takes one more.
    private boolean matches(String text) {
        int at = 0;
        int next = 0;
        int star = -1;
        int taken = 0;
        while (at < text.length()) {
            if (next < pattern.length() && pattern.charAt(next) == '*') {
                star = next++;
                taken = at;
            } else if (next < pattern.length()
                    && (pattern.charAt(next) == '?' || pattern.charAt(next) == text.charAt(at))) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++taken;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == '*') {
            next++;
        }
        return next == pattern.length();
    }
}
