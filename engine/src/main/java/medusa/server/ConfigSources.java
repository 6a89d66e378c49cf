package medusa.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where settings come from. Later ones win: defaults, the file, options in their order, `--set` in its order. Kept for
/// as long as the server runs, because a reload reads them all again.
///
/// @param file the user's configuration, if there is one
/// @param sets each `KEY=VALUE`
record ConfigSources(Optional<Path> file, List<Override> options, List<String> sets) {

    /// An option that stands for a setting.
    ///
    /// @param option as it is typed: `--http`
    /// @param key the setting: `http.listen`
    record Override(String option, String key, Object value) {}

    ConfigSources {
        options = List.copyOf(options);
        sets = List.copyOf(sets);
    }
}
