package medusa.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// One walk through a tree in search of what uploads left behind.
final class Sweep {
    private final Tree tree;
    private final Instant before;
    private final Deque<VirtualPath> folders = new ArrayDeque<>();
    private int budget;
    private int removed;

    Sweep(Tree tree, Instant before, int most) {
        this.tree = tree;
        this.before = before;
        this.budget = most;
    }

    int run() {
        folders.add(VirtualPath.ROOT);
        while (!folders.isEmpty() && budget > 0) {
            VirtualPath path = folders.removeLast();
            try (Tree.Node folder = tree.pinFolder(path); DirectoryStream<Path> entries = folder.entries()) {
                for (Path entry : entries) {
                    look(path, folder, Names.bytes(entry.getFileName()));
                    if (--budget <= 0) {
                        break;
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                // Vanished, or not for this user.
            }
        }
        return removed;
    }

    private void look(VirtualPath path, Tree.Node folder, String name) {
        try {
            Attributes attributes = folder.entry(name);
            if (attributes == null) {
                return; // a link
            }
            if (attributes.isFolder()) {
                folders.add(path.resolve(name));
            } else if (attributes.isFile() && Temporary.is(name) && attributes.modified().isBefore(before)) {
                folder.removeFile(name);
                removed++;
            }
        } catch (FilesystemException e) {
            // Vanished, or not for this user.
        }
    }
}
