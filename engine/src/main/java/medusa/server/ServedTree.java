package medusa.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.auth.Rights;
import medusa.filesystem.MountedFilesystem;
import medusa.filesystem.ReadOnlyFilesystem;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.MimeTypes;
import medusa.http.extension.FileExtension;
import medusa.http.extension.FileRules;
import medusa.http.extension.Mount;

/// The tree that clients see: the folder of `root`, with the mounts in it. A folder that is there after a change of the
/// configuration as before stays open. Of the configuration it keeps what it was made from, and not the whole, which would keep
/// the code of the JARs that it once asked for. Immutable.
final class ServedTree {
    private static final Logger log = LoggerFactory.getLogger(ServedTree.class);
    /// Entries in all; a disk with more of them keeps what is left behind in the rest.
    private static final int MOST_SWEPT = 5_000_000;

    private final Path root;
    private final List<Mount> mounts;
    private final ServerConfig.Http http;
    private final RightsSettings settings;
    private final Map<Path, RootedFilesystem> opened;
    private final SharedTree tree;

    /// @param before the tree in whose place this one comes; null for none
    private ServedTree(ServerConfig config, Map<Path, RootedFilesystem> opened, VirtualFilesystem files,
            SharedTree before) {
        root = config.root();
        mounts = config.mounts();
        http = config.http();
        settings = RightsSettings.of(config);
        this.opened = opened;
        Rights rights = settings.table();
        VirtualFilesystem shown = rights.isWritable() ? files : new ReadOnlyFilesystem(files);
        tree = before == null ? new SharedTree(shown, rights) : before.follow(shown, rights);
    }

    /// @throws StartException naming the setting whose folder cannot be opened
    static ServedTree open(ServerConfig config) throws StartException {
        return open(config, Map.of(), null);
    }

    /// The one of a changed configuration.
    ///
    /// @throws StartException as [#open]
    ServedTree follow(ServerConfig changed) throws StartException {
        return open(changed, opened, tree);
    }

    private static ServedTree open(ServerConfig config, Map<Path, RootedFilesystem> before, SharedTree tree)
            throws StartException {
        Map<Path, RootedFilesystem> opened = new HashMap<>();
        VirtualFilesystem root = folder("root", config.root(), before, opened);
        Map<VirtualPath, VirtualFilesystem> mounts = new LinkedHashMap<>();
        for (int i = 0; i < config.mounts().size(); i++) {
            Mount mount = config.mounts().get(i);
            String key = Keys.child(Keys.element("mounts", i), "folder");
            mounts.put(mount.at(), folder(key, mount.folder(), before, opened));
        }
        return new ServedTree(config, opened,
                mounts.isEmpty() ? root : new MountedFilesystem(root, mounts, Instant.now()), tree);
    }

    private static VirtualFilesystem folder(String key, Path folder, Map<Path, RootedFilesystem> before,
            Map<Path, RootedFilesystem> opened) throws StartException {
        RootedFilesystem known = opened.getOrDefault(folder, before.get(folder));
        try {
            RootedFilesystem files = known == null
                    ? new RootedFilesystem(folder)
                    : known;
            opened.put(folder, files);
            return files;
        } catch (IOException e) {
            throw new StartException(key + ": " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    SharedTree tree() {
        return tree;
    }

    /// Removes what uploads have left behind that were cut off by the end of an earlier process. Blocks for as long as it takes
    /// to walk through all folders.
    ///
    /// @param before the start of this process
    void sweep(Instant before) {
        if (!tree.rights().isWritable()) {
            return;
        }
        opened.forEach((folder, files) -> {
            int removed = files.sweep(before, MOST_SWEPT);
            if (removed > 0) {
                log.info("uploads to {} that an earlier server did not finish: {} removed", folder, removed);
            }
        });
    }

    /// Whether `config` asks for this very tree, shown in this very way.
    boolean isOf(ServerConfig config) {
        return config.root().equals(root) && config.mounts().equals(mounts) && config.http().equals(http)
                && RightsSettings.of(config).equals(settings);
    }

    /// What shows the tree over HTTP.
    FileExtension extension(MimeTypes types) {
        FileRules rules = http.rules();
        FileExtension.Settings usual = FileExtension.Settings.DEFAULT;
        Map<VirtualPath, FileRules> others = new HashMap<>();
        mounts.forEach(mount -> others.put(mount.at(), mount.rules(rules)));
        return new FileExtension(tree, new FileExtension.Settings(rules, http.memory().bytes(),
                usual.memoryFile(), http.precompressed(), http.sandbox()), others, types);
    }
}
