package medusa.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import medusa.auth.Rights;
import medusa.filesystem.VirtualPath;

/// The settings that say who may do what in the tree.
///
/// @param anonymous whether who has not logged in may look at what no rule speaks of
/// @param writable  whether who has logged in may change what no rule speaks of
record RightsSettings(List<ServerConfig.RightsRule> rules, boolean anonymous, boolean writable) {

    static RightsSettings of(ServerConfig config) {
        return new RightsSettings(config.rights(), config.anonymous(), config.writable());
    }

    Rights table() {
        return new Rights(rules.stream().map(RightsSettings::rule).toList(),
                Rights.Defaults.of(anonymous, writable));
    }

    private static Rights.Rule rule(ServerConfig.RightsRule rule) {
        return new Rights.Rule(path(rule.path()).names(), rule.who(), Set.copyOf(rule.may()));
    }

    /// @param text from a configuration, in characters
    /// @throws IllegalArgumentException if it cannot be a path
    static VirtualPath path(String text) {
        return VirtualPath.parse(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }
}
