package medusa.filesystem;

import java.io.IOException;
import java.nio.file.Path;

import medusa.filesystem.FilesystemException.Reason;

/// Finds files by asking for their real path, and refuses what lies outside of the root's. For systems without openat2.
///
/// **Limit.** Between that question and the use a folder may be exchanged for a link that leads outside. Whoever serves a
/// tree in which others can make links or rename folders, outside of this server, needs Linux 5.6 or later. Clients can
/// rename folders but not make links, so they cannot bring it about.
final class PortableTree implements Tree {
    private final Path root;

    PortableTree(Path folder) throws IOException {
        this.root = folder.toRealPath();
    }

    @Override
    public boolean raceFree() {
        return false;
    }

    Path root() {
        return root;
    }

    @Override
    public Node pin(VirtualPath path) throws FilesystemException {
        try {
            return new PortableNode(this, path, real(path));
        } catch (FilesystemException e) {
            throw e.reason() == Reason.NOT_A_FOLDER ? new FilesystemException(Reason.NOT_FOUND, path, e) : e;
        }
    }

    private Path real(VirtualPath path) throws FilesystemException {
        return Work.on(path, () -> {
            Path real = root;
            for (String name : path.names()) { // each by itself: none may be outside, even if the next leads back
                real = real.resolve(Names.path(root.getFileSystem(), name)).toRealPath();
                if (!real.startsWith(root)) {
                    throw Failures.of(Reason.NOT_FOUND, path);
                }
            }
            return real;
        });
    }

    @Override
    public Node pinFolder(VirtualPath path) throws FilesystemException {
        Node node = pin(path);
        if (!node.attributes().isFolder()) {
            throw Failures.of(Reason.NOT_FOUND, path);
        }
        return node;
    }
}
