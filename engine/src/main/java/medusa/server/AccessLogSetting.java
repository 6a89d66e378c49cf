package medusa.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import medusa.metrics.Printable;

/// Where requests are noted: nowhere, with the log, or in a file of their own.
///
/// @param file only if it is on
public record AccessLogSetting(boolean on, Optional<Path> file) {

    /// Reads `on`, `off` or a path. A path has a slash or a dot in it, so that a mistyped `off` does not become a file.
    ///
    /// @throws IllegalArgumentException with a message that says what would be right
    public static AccessLogSetting parse(String text) {
        switch (text) {
            case "on" -> {
                return new AccessLogSetting(true, Optional.empty());
            }
            case "off" -> {
                return new AccessLogSetting(false, Optional.empty());
            }
            default -> {
                return new AccessLogSetting(true, Optional.of(path(text)));
            }
        }
    }

    private static Path path(String text) {
        if (text.contains("/") || text.contains("\\") || text.contains(".")) {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                // said below
            }
        }
        throw new IllegalArgumentException(
                "expected \"on\", \"off\" or the path of a file, found " + Printable.quoted(text));
    }
}
