package medusa.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.filesystem.VirtualPath;
import medusa.http.extension.Mount;

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
