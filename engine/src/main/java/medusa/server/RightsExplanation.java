package medusa.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;
import medusa.auth.UserNames;
import medusa.filesystem.VirtualPath;
import medusa.metrics.Printable;

/// What a user may do at a path, and which line of the configuration says so, in words.
final class RightsExplanation {
    private final ServerConfig config;
    private final Function<String, String> places;

    /// @param places where a setting is written: `medusa.toml:12: rights[0]`
    RightsExplanation(ServerConfig config, Function<String, String> places) {
        this.config = config;
        this.places = places;
    }

    /// @param user  as far as he is known
    /// @param known whether he is in the file of users
    List<String> lines(User user, boolean known, VirtualPath path) {
        Rights.Decision decision = RightsSettings.of(config).table().decide(user, path.names());
        List<String> lines = new ArrayList<>();
        lines.add("%s at %s: %s".formatted(who(user), path.display(), may(decision.may())));
        lines.add("  by " + (decision.hidden()
                ? "the server itself, to whom it belongs, or what is in it"
                : decision.rule().map(this::rule).orElseGet(() -> byDefault(user))));
        if (!known && !user.isAnonymous()) {
            lines.add("  " + config.users().map(file -> Printable.line(file.toString()) + " has no such user: nobody"
                    + " can log in under this name").orElse("users is not set: nobody can log in"));
        }
        return lines;
    }

    private static String who(User user) {
        String name = user.isAnonymous() ? "who has not logged in" : Printable.line(user.name());
        return user.groups().isEmpty()
                ? name
                : name + " (of " + user.groups().stream().sorted().map(group -> "@" + Printable.line(group))
                        .collect(Collectors.joining(", ")) + ")";
    }

    private static String may(Set<Right> may) {
        if (may.isEmpty()) {
            return "may do nothing";
        }
        List<String> words = Arrays.stream(Right.values()).filter(may::contains).map(Right::label).toList();
        List<String> not = Arrays.stream(Right.values()).filter(right -> !may.contains(right)).map(Right::label)
                .toList();
        return "may " + joined(words, "and") + (not.isEmpty() ? "" : "; not " + joined(not, "or"));
    }

    private static String joined(List<String> words, String last) {
        int end = words.size() - 1;
        return end == 0
                ? words.getFirst()
                : String.join(", ", words.subList(0, end)) + " " + last + " " + words.get(end);
    }

    private String rule(int number) {
        ServerConfig.RightsRule rule = config.rights().get(number);
        return "%s, the first rule that names both: path %s, who %s".formatted(
                places.apply(Keys.element("rights", number)), Printable.quoted(rule.path()),
                rule.who().stream().map(Printable::quoted).collect(Collectors.joining(", ")));
    }

    private String byDefault(User user) {
        String key = user.isAnonymous() ? "anonymous" : "writable";
        boolean value = user.isAnonymous() ? config.anonymous() : config.writable();
        String place = places.apply(key);
        return place.startsWith(ConfigText.DEFAULTS)
                ? "%s = %s, its default, since no rule names both".formatted(key, value)
                : "%s = %s, since no rule names both".formatted(place, value);
    }

    /// Somebody of whom no more than his name is known.
    static User stranger(String name) {
        return UserNames.isAnonymous(name)
                ? User.ANONYMOUS
                : new User(name, Set.of(), "/", User.Limits.NONE);
    }
}
