package medusa.server;

import medusa.metrics.Printable;

/// How settings are named in messages: `limits.idle`, `buffers.rules[0].floor`, `http."strange name"`.
final class Keys {
    private Keys() {}

    /// The name of the setting `name` inside `parent`, which is empty at the top.
    static String child(String parent, String name) {
        String segment = bare(name) ? name : '"' + Printable.line(name).replace("\"", "\\\"") + '"';
        return parent.isEmpty() ? segment : parent + "." + segment;
    }

    /// The name of one element of a list.
    static String element(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /// What `key` is part of; empty at the top.
    static String parent(String key) {
        return key.substring(0, Math.max(0, Math.max(key.lastIndexOf('.'), key.lastIndexOf('['))));
    }

    /// How TOML calls the record component `connectionsPerAddress`: `connections-per-address`.
    static String kebab(String camel) {
        StringBuilder kebab = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c)) {
                kebab.append('-');
            }
            kebab.append(Character.toLowerCase(c));
        }
        return kebab.toString();
    }

    /// Whether TOML lets `name` stand without quotes.
    static boolean bare(String name) {
        return !name.isEmpty() && name.chars().allMatch(Keys::bare);
    }

    /// Whether TOML lets a name that contains this character stand without quotes.
    static boolean bare(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
