package medusa.server;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import medusa.auth.Rights;
import medusa.metrics.Printable;

/// What the types of the settings cannot say about the table of rights; and whether clients could change by it what the server
/// itself lives by: whoever can put a JAR into `extensions-folder`, or himself into `users`, has the server; and who can read
/// `users` can guess passwords at home.
final class RightsChecks {
    private final ServerConfig config;
    private final BiConsumer<String, Supplier<String>> problems;

    /// @param problems takes the key and the text of each problem
    RightsChecks(ServerConfig config, BiConsumer<String, Supplier<String>> problems) {
        this.config = config;
        this.problems = problems;
    }

    /// @param file where the settings come from, if they come from a file
    void check(Optional<Path> file) {
        boolean sound = true;
        for (int i = 0; i < config.rights().size(); i++) {
            sound &= check(Keys.element("rights", i), config.rights().get(i));
        }
        if (sound) {
            checkOwn(file);
        }
    }

    private boolean check(String key, ServerConfig.RightsRule rule) {
        boolean sound = true;
        if (!RightsSettings.isPath(rule.path())) {
            sound = problem(Keys.child(key, "path"),
                    "expected a path such as \"/incoming\", without \"..\" and without a slash at its end, found "
                            + Printable.quoted(rule.path()));
        }
        if (rule.path().contains("*") || rule.path().replace("{user}", "").matches(".*[{}].*")) {
            sound = problem(Keys.child(key, "path"),
                    "expected a path without patterns but {user}, since a rule counts for all"
                            + " that is below, found " + Printable.quoted(rule.path()));
        }
        if (rule.who().isEmpty()) {
            sound = problem(Keys.child(key, "who"), "expected names, \"@group\", \"@users\" or \"*\", found nothing");
        }
        for (String who : rule.who()) {
            if (!isAudience(who)) {
                sound = problem(Keys.child(key, "who"), "expected names, \"@group\", \"@users\" or \"*\", found "
                        + Printable.quoted(who));
            }
        }
        if (new HashSet<>(rule.may()).size() < rule.may().size()) {
            sound = problem(Keys.child(key, "may"), "expected each right once, found one of them twice");
        }
        return sound;
    }

    /// Whether it is something that stands in a list of those for whom a setting counts.
    static boolean isAudience(String who) {
        return !who.isBlank() && !who.equals("@") && who.equals(who.strip())
                && (who.length() == 1 || !who.contains("*"));
    }

    private boolean problem(String key, String text) {
        problems.accept(key, () -> text);
        return false;
    }

    // ---- what the server lives by ----

    private void checkOwn(Optional<Path> file) {
        Rights rights = RightsSettings.asWritten(config);
        OwnFiles.forEach(config, file, (own, real, at) -> {
            if (own.folder() ? rights.isWritableWithin(at.names()) : rights.isWritable(at.names())) {
                problem(own.key(),
                        "expected a place that no client may write to, found %s, which is %s to clients, some of"
                                .formatted(real, at.display())
                                + " whom may; keep it elsewhere, or forbid that path in rights");
            }
        });
    }
}
