package medusa.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// One walk through a tree, temporary files and all. Links are not followed; what vanishes meanwhile, or is not for this user, is
/// passed over.
///
/// It goes down before it goes on, so that it holds no more than the folders on its way, however many a folder has. Those too far
/// down to be held open wait for their turn.
final class TreeWalk {

    /// What a walk takes.
    ///
    /// @param open    folders held open at one time, with two descriptors each
    /// @param waiting folders that wait since they are too far down; where there are more, the walk gives up
    record Bounds(int open, int waiting) {
        static final Bounds USUAL = new Bounds(32, 10_000);
    }

    /// Sees every entry but links.
    interface Visitor {
        void visit(Tree.Node folder, String name, Attributes entry) throws FilesystemException;
    }

    /// A folder on the way.
    private record Level(VirtualPath path, Tree.Node folder, DirectoryStream<Path> entries, Iterator<Path> rest) {
        /// Null at the end, and where it cannot be read on.
        Path next() {
            try {
                return rest.hasNext() ? rest.next() : null;
            } catch (DirectoryIteratorException e) {
                return null;
            }
        }

        void close() {
            try {
                entries.close();
            } catch (IOException ignored) {
                // Nothing was written, so nothing can be lost.
            }
            folder.close();
        }
    }

    private final Tree tree;
    private final Visitor visitor;
    private final Bounds bounds;
    private final Deque<Level> open = new ArrayDeque<>();
    private final Deque<VirtualPath> waiting = new ArrayDeque<>();
    private boolean whole = true;

    TreeWalk(Tree tree, Visitor visitor) {
        this(tree, visitor, Bounds.USUAL);
    }

    TreeWalk(Tree tree, Visitor visitor, Bounds bounds) {
        this.tree = tree;
        this.visitor = visitor;
        this.bounds = bounds;
    }

    /// Once.
    ///
    /// @param most entries, after which it gives up
    /// @return false if it gave up
    boolean run(VirtualPath from, int most) {
        int left = most;
        waiting.add(from);
        try {
            while (whole && !(open.isEmpty() && waiting.isEmpty())) {
                if (open.isEmpty()) {
                    enter(waiting.removeLast());
                    continue;
                }
                Level level = open.getLast();
                Path entry = level.next();
                if (entry == null) {
                    open.removeLast().close();
                } else if (left-- > 0) {
                    look(level, Names.bytes(entry.getFileName()));
                } else {
                    whole = false;
                }
            }
            return whole;
        } finally {
            open.forEach(Level::close);
        }
    }

    private void look(Level level, String name) {
        try {
            Attributes attributes = level.folder.entry(name);
            if (attributes == null) {
                return; // a link
            }
            if (attributes.isFolder()) {
                descend(level, name);
            }
            visitor.visit(level.folder, name, attributes);
        } catch (FilesystemException e) {
            // Vanished, or not for this user.
        }
    }

    private void descend(Level level, String name) {
        VirtualPath path = level.path.resolve(name);
        if (open.size() >= bounds.open) {
            whole &= waiting.size() < bounds.waiting;
            waiting.addLast(path);
            return;
        }
        try {
            enter(path, level.folder.child(name));
        } catch (FilesystemException e) {
            // Likewise.
        }
    }

    private void enter(VirtualPath path) {
        try {
            enter(path, tree.pinFolder(path));
        } catch (FilesystemException e) {
            // Likewise.
        }
    }

    private void enter(VirtualPath path, Tree.Node folder) throws FilesystemException {
        try {
            DirectoryStream<Path> entries = folder.entries();
            open.addLast(new Level(path, folder, entries, entries.iterator()));
        } catch (FilesystemException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }
}
