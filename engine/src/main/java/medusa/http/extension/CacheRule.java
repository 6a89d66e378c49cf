package medusa.http.extension;

import medusa.http.ReplyField;
import medusa.http.Setting;
import medusa.http.SettingException;
import medusa.metrics.Printable;

/// For how long caches may keep some files.
///
/// @param match names or paths, as [NamePattern] reads them
/// @param value of the `Cache-Control` field (RFC 9111 §5.2)
public record CacheRule(
        @Setting(about = "Which files: \"*.css\" by their names, \"/assets/*\" by their paths in the folder that is served. A * "
                + "stands for any characters, slashes too, and a ? for one.") String match,
        @Setting(about = "What caches are told of them, such as \"max-age=3600\" or \"no-store\".") String value) {
    static final String FIELD = "Cache-Control";

    /// Refuses what cannot be sent.
    public CacheRule {
        if (match.isEmpty()) {
            throw new SettingException("expected names such as \"*.css\" or paths such as \"/assets/*\", found \"\"",
                    "match");
        }
        if (value.isBlank() || !isValue(value)) {
            throw new SettingException("expected a value such as \"max-age=3600\", found " + Printable.quoted(value),
                    "value");
        }
    }

    private static boolean isValue(String value) {
        try {
            new ReplyField(FIELD, value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
