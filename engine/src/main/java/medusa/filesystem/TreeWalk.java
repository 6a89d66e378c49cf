package medusa.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// One walk through a tree, temporary files and all. Links are not followed; what vanishes meanwhile, or is not for this user, is
/// passed over.
final class TreeWalk {

    /// Sees every entry but links.
    interface Visitor {
        void visit(Tree.Node folder, String name, Attributes entry) throws FilesystemException;
    }

    private final Tree tree;
    private final Visitor visitor;
    private final Deque<VirtualPath> folders = new ArrayDeque<>();

    TreeWalk(Tree tree, Visitor visitor) {
        this.tree = tree;
        this.visitor = visitor;
    }

    /// @param most entries, after which it gives up
    void run(VirtualPath from, int most) {
        int budget = most;
        folders.add(from);
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
    }

    private void look(VirtualPath path, Tree.Node folder, String name) {
        try {
            Attributes attributes = folder.entry(name);
            if (attributes == null) {
                return; // a link
            }
            if (attributes.isFolder()) {
                folders.add(path.resolve(name));
            }
            visitor.visit(folder, name, attributes);
        } catch (FilesystemException e) {
            // Vanished, or not for this user.
        }
    }
}
