package medusa.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import medusa.filesystem.VirtualPath;
import medusa.http.ExtensionBlock;
import medusa.http.extension.Mount;
import medusa.http.extension.VirtualHostExtension;
import medusa.metrics.Printable;

/// What the types of the settings cannot say about folders that are served: whether they are there, and do not stand in each
/// other's place.
final class FolderChecks {
    private final ServerConfig config;
    private final BiConsumer<String, Supplier<String>> problems;

    /// @param problems takes the key and the text of each problem
    FolderChecks(ServerConfig config, BiConsumer<String, Supplier<String>> problems) {
        this.config = config;
        this.problems = problems;
    }

    void check() {
        fallback("http", config.root(), config.http().fallback());
        folders(config).forEach(this::folder);
        Map<VirtualPath, String> taken = new HashMap<>();
        blocks(config).forEach((key, mount) -> {
            fallback(key, mount.folder(), mount.fallback());
            if (key.startsWith("mounts")) {
                place(key, mount, taken);
            }
        });
    }

    /// The folders that are served besides `root`, by their settings.
    static Map<String, Path> folders(ServerConfig config) {
        Map<String, Path> folders = new LinkedHashMap<>();
        blocks(config).forEach((key, mount) -> folders.put(Keys.child(key, "folder"), mount.folder()));
        sites("extensions", config.extensions(), (key, site) -> site.root()
                .ifPresent(root -> folders.put(Keys.child(key, "root"), root)));
        return folders;
    }

    /// The mounts, and the extensions that have the same settings.
    private static Map<String, Mount> blocks(ServerConfig config) {
        Map<String, Mount> blocks = new LinkedHashMap<>();
        List<Mount> mounts = config.mounts();
        for (int i = 0; i < mounts.size(); i++) {
            blocks.put(Keys.element("mounts", i), mounts.get(i));
        }
        collect("extensions", config.extensions(), blocks);
        sites("extensions", config.extensions(),
                (key, site) -> collect(Keys.child(key, "extensions"), site.extensions(), blocks));
        return blocks;
    }

    private static void collect(String list, List<ExtensionBlock> extensions, Map<String, Mount> blocks) {
        for (int i = 0; i < extensions.size(); i++) {
            if (extensions.get(i).settings() instanceof Mount mount) {
                blocks.put(Keys.element(list, i), mount);
            }
        }
    }

    /// The virtual hosts, also those in others.
    private static void sites(String list, List<ExtensionBlock> extensions,
            BiConsumer<String, VirtualHostExtension.Settings> use) {
        for (int i = 0; i < extensions.size(); i++) {
            if (extensions.get(i).settings() instanceof VirtualHostExtension.Settings site) {
                String key = Keys.element(list, i);
                use.accept(key, site);
                sites(Keys.child(key, "extensions"), site.extensions(), use);
            }
        }
    }

    private void place(String key, Mount mount, Map<VirtualPath, String> taken) {
        String before = taken.putIfAbsent(mount.at(), key);
        if (mount.at().isRoot()) {
            problem(Keys.child(key, "path"), "expected a path below \"/\", where root is, found \"/\"");
        } else if (before != null) {
            problem(Keys.child(key, "path"), "expected another path than that of " + before + ", found "
                    + Printable.quoted(mount.path()));
        }
    }

    private void folder(String key, Path folder) {
        if (!Files.isDirectory(folder)) {
            problem(key, "expected a folder, found " + (Files.exists(folder) ? "a file" : "nothing") + " at "
                    + Printable.quoted(folder.toString()));
        }
    }

    private void fallback(String key, Path folder, Optional<String> fallback) {
        fallback.map(file -> folder.resolve(file.replaceFirst("^/+", "")))
                .filter(file -> Files.isDirectory(folder) && !Files.isRegularFile(file))
                .ifPresent(file -> problem(Keys.child(key, "fallback"), "expected a file in the folder, found "
                        + (Files.isDirectory(file) ? "a folder" : "nothing") + " at "
                        + Printable.quoted(file.toString())));
    }

    private void problem(String key, String text) {
        problems.accept(key, () -> text);
    }
}
