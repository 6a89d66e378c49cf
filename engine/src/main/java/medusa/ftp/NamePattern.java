package medusa.ftp;

/// A pattern as shells have it, for one name: `*`, `?`, `[a-z]`, `[!a-z]`. What has no end as a set is itself. It takes no longer than the
/// lengths of pattern and name multiplied.
final class NamePattern {
    private final String pattern;

    NamePattern(String pattern) {
        this.pattern = pattern;
    }

    /// Whether a path has anything in it that could be meant as a pattern.
    static boolean isIn(String path) {
        return path.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
    }

    /// Names that begin with a dot match only what begins with one too.
    boolean matches(String name) {
        if (name.startsWith(".") && !pattern.startsWith(".")) {
            return false;
        }
        int at = 0;
        int inName = 0;
        int star = -1; // the last one, from which more can be taken
        int taken = 0;
        while (inName < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                taken = inName;
                continue;
            }
            int next = at < pattern.length() ? one(at, name.charAt(inName)) : -1;
            if (next >= 0) {
                at = next;
                inName++;
            } else if (star >= 0) {
                at = star + 1;
                inName = ++taken;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /// @return what comes behind that which matches `c`; -1 if it does not match
    private int one(int at, char c) {
        char here = pattern.charAt(at);
        if (here == '?') {
            return at + 1;
        }
        int end = here == '[' ? end(at) : -1;
        if (end >= 0) {
            return isIn(at + 1, end, c) ? end + 1 : -1;
        }
        return here == c ? at + 1 : -1;
    }

    /// Of the set that begins here: a bracket that comes first is in it. -1 if it has none.
    private int end(int at) {
        int first = at + 1;
        if (first < pattern.length() && isNegation(pattern.charAt(first))) {
            first++;
        }
        return pattern.indexOf(']', first + 1);
    }

    private static boolean isNegation(char c) {
        return c == '!' || c == '^';
    }

    private boolean isIn(int from, int end, char c) {
        boolean negated = isNegation(pattern.charAt(from));
        boolean found = false;
        for (int i = negated ? from + 1 : from; i < end; i++) {
            char low = pattern.charAt(i);
            char high = low;
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                high = pattern.charAt(i + 2);
                i += 2;
            }
            found |= low <= c && c <= high;
        }
        return found != negated;
    }
}
