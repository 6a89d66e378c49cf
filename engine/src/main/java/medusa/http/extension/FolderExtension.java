package medusa.http.extension;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

import medusa.filesystem.EmptyFilesystem;
import medusa.filesystem.MountedFilesystem;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.Extension;
import medusa.http.ExtensionContext;
import medusa.http.ExtensionType;
import medusa.http.HttpException;
import medusa.http.HttpRequest;

/// The files of a folder, below a path: for virtual hosts, and wherever a folder is to come before other extensions. It answers
/// every request there, if need be with 404.
public final class FolderExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Mount> TYPE = ExtensionType.of("folder",
            "serves the files of a folder below a path, by the defaults of [http] where nothing else is said; it answers every "
                    + "request there",
            Mount.class,
            FolderExtension::create);

    /// What each of them keeps in memory at most.
    private static final long MEMORY = 8 << 20;

    private final VirtualPath at;
    private final FileExtension files;

    private FolderExtension(VirtualPath at, FileExtension files) {
        this.at = at;
        this.files = files;
    }

    private static Extension create(Mount mount, ExtensionContext context) throws IOException {
        VirtualFilesystem folder;
        try {
            folder = context.folder(mount.folder());
        } catch (IOException e) {
            throw new IOException("folder: " + mount.folder() + " cannot be opened: " + e.getMessage(), e);
        }
        VirtualPath at = mount.at();
        FileRules rules = mount.rules(FileRules.DEFAULT);
        FileExtension.Settings usual = FileExtension.Settings.DEFAULT;
        FileExtension.Settings settings = new FileExtension.Settings(rules, MEMORY, usual.memoryFile(),
                usual.precompressed());
        if (at.isRoot()) {
            return new FolderExtension(at, new FileExtension(folder, settings, context.mimeTypes()));
        }
        VirtualFilesystem tree = new MountedFilesystem(new EmptyFilesystem(Instant.EPOCH), Map.of(at, folder),
                Instant.EPOCH);
        return new FolderExtension(at,
                new FileExtension(SharedTree.toLookAt(tree), settings, Map.of(at, rules), context.mimeTypes()));
    }

    @Override
    public String name() {
        return "folder";
    }

    /// By where a path leads, whatever its spelling.
    @Override
    public boolean match(HttpRequest request) {
        if (at.isRoot()) {
            return true;
        }
        try {
            return VirtualPath.parse(request.path()).startsWith(at);
        } catch (IllegalArgumentException e) {
            return false; // a name that cannot be
        }
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        files.handle(request);
    }
}
