package medusa.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import java.util.stream.Collectors;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.filesystem.VirtualPath;
import medusa.http.extension.Mount;

/// The settings that say who may do what in the tree.
///
/// @param anonymous whether who has not logged in may look at what no rule speaks of
/// @param writable  whether who has logged in may change what no rule speaks of
/// @param hidden    where secrets of the server's own lie in the tree, by the settings that name them
record RightsSettings(List<ServerConfig.RightsRule> rules, boolean anonymous, boolean writable,
        Map<VirtualPath, String> hidden) {

    /// Blocks: it looks where the server's own files lie.
    static RightsSettings of(ServerConfig config) {
        return new RightsSettings(config.rights(), config.anonymous(), config.writable(), OwnFiles.secrets(config));
    }

    Rights table() {
        return new Rights(table(rules), Rights.Defaults.of(anonymous, writable),
                hidden.keySet().stream().map(VirtualPath::names).collect(Collectors.toSet()));
    }

    /// Without a look at what is to be hidden.
    static Rights asWritten(ServerConfig config) {
        return new Rights(table(config.rights()), Rights.Defaults.of(config.anonymous(), config.writable()));
    }

    private static List<Rights.Rule> table(List<ServerConfig.RightsRule> rules) {
        return rules.stream().map(RightsSettings::rule).toList();
    }

    /// The folders of this machine that somebody may write to by these settings, by the setting that says so. Those that are not
    /// there are left out, as are those of `{user}`.
    Map<String, Path> written(ServerConfig config) {
        Map<String, Path> written = new LinkedHashMap<>();
        if (writable) {
            written.put("writable", config.root());
        }
        for (int i = 0; i < rules.size(); i++) {
            List<Right> may = rules.get(i).may();
            Path folder = may.contains(Right.WRITE) || may.contains(Right.DELETE)
                    ? machine(path(rules.get(i).path()), config)
                    : null;
            if (folder != null && Files.isDirectory(folder)) {
                written.put(Keys.element("rights", i), folder);
            }
        }
        return written;
    }

    /// Where a path of the tree lies on this machine.
    private static Path machine(VirtualPath path, ServerConfig config) {
        VirtualPath at = VirtualPath.ROOT;
        Path folder = config.root();
        for (Mount mount : config.mounts()) {
            if (path.startsWith(mount.at()) && mount.at().names().size() > at.names().size()) {
                at = mount.at();
                folder = mount.folder();
            }
        }
        for (String name : path.below(at).names()) {
            folder = folder.resolve(new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
        return folder;
    }

    private static Rights.Rule rule(ServerConfig.RightsRule rule) {
        return new Rights.Rule(path(rule.path()).names(), rule.who(), Set.copyOf(rule.may()));
    }

    /// @param text from a configuration, in characters
    /// @throws IllegalArgumentException if it cannot be a path
    static VirtualPath path(String text) {
        return VirtualPath.parse(bytes(text));
    }

    /// Whether it is a path as it should be written, from the root on.
    static boolean isPath(String text) {
        try {
            return text.startsWith("/") && path(text).toString().equals(bytes(text));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Text as paths have it: one character for each byte of UTF-8.
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
