package medusa.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

import medusa.filesystem.FilesystemException.Reason;

/// A folder of this machine. Symbolic links in it work, absolute ones too, as long as they lead to something in it. It may
/// be written to: [ReadOnlyFilesystem] takes that away.
///
/// **Bounds.** On Linux 5.6 and later the kernel keeps every path inside (openat2), whatever is renamed or linked meanwhile.
/// Elsewhere, and where a container forbids that call, the real path is checked before use; then somebody who can make links
/// in the tree by other means than this server may win a race against the check. [#raceFree] says which it is. A file with a
/// second name outside (hard link) and another disk mounted inside are part of the tree.
///
/// **Root.** On Linux the folder is opened once: should its name be given to another folder, the old one goes on to be
/// served until there is a new `RootedFilesystem`.
///
/// **A path below a file** is [Reason#NOT_FOUND], as if the file were not there. [Reason#NOT_A_FOLDER] is said of the file
/// itself.
///
/// **Uploads** are written to a file beside their target whose name begins with `.medusa-upload-`; no path with such a name
/// is found. What replaces a file has its permissions, and where that is allowed its owner and group, but neither its access
/// control list nor its other hard links, and it does not run as its owner or group. Data is handed to the system, not forced to the disk: a file survives the end of the server
/// at any moment, but maybe not a power failure.
public final class RootedFilesystem implements VirtualFilesystem {
    /// How often a file may come and go while it is being asked for.
    private static final int TRIES = 20;
    /// Files and folders in a home; the walk through more would take minutes.
    private static final int MOST_COUNTED = 10_000_000;

    private final Tree tree;

    /// @param root a folder, which may be a link to one
    /// @throws IOException if there is no such folder
    public RootedFilesystem(Path root) throws IOException {
        this(tree(root));
    }

    RootedFilesystem(Tree tree) {
        this.tree = tree;
    }

    private static Tree tree(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
        var best = LinuxTree.open(root);
        return best.isPresent() ? best.get() : new PortableTree(root);
    }

    /// Begins to load what the first `RootedFilesystem` needs, on a thread of its own, and returns at once: on Linux that takes
    /// a tenth of a second, in which a server that starts can do other things.
    public static void preload() {
        if (LinuxTree.KNOWN) {
            Thread.ofPlatform().daemon().name("filesystem-preload").start(LinuxCalls::load);
        }
    }

    /// Whether the bounds hold even against somebody who exchanges folders and links at this very moment.
    public boolean raceFree() {
        return tree.raceFree();
    }

    /// Removes what uploads have left behind that were cut off by the end of a server: temporary files that have not changed
    /// since before `before`. To be called at start, on a worker, since it walks the whole tree; links are not followed, and
    /// folders that this user may not read are passed over.
    ///
    /// @param before the start of this process: another one may still be finishing its uploads to the same tree
    /// @param most how many entries are looked at before it gives up
    /// @return how many files were removed
    public int sweep(Instant before, int most) {
        LongAdder removed = new LongAdder();
        new TreeWalk(tree, (folder, name, entry) -> {
            if (entry.isFile() && Temporary.is(name) && entry.modified().isBefore(before)) {
                folder.removeFile(name);
                removed.increment();
            }
        }).run(VirtualPath.ROOT, most);
        return removed.intValue();
    }

    @Override
    public Attributes attributes(VirtualPath path) throws FilesystemException {
        try (Tree.Node node = pin(path)) {
            return node.attributes();
        }
    }

    @Override
    public VirtualPath locate(VirtualPath path) throws FilesystemException {
        try (Tree.Node node = pin(path)) {
            return node.location();
        }
    }

    @Override
    public Listing list(VirtualPath folder) throws FilesystemException {
        return list(folder, false);
    }

    @Override
    public Listing listWithLinks(VirtualPath folder) throws FilesystemException {
        return list(folder, true);
    }

    private Listing list(VirtualPath folder, boolean links) throws FilesystemException {
        Tree.Node node = pin(folder);
        try {
            if (!node.attributes().isFolder()) {
                throw Failures.of(Reason.NOT_A_FOLDER, folder);
            }
            return new FolderListing(tree, folder, node, links);
        } catch (FilesystemException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    @Override
    public OpenFile open(VirtualPath file) throws FilesystemException {
        Tree.Node node = pinFile(file);
        try {
            return new RootedFile(node);
        } catch (FilesystemException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /// Links are not followed, and count nothing.
    @Override
    public long usage(VirtualPath folder) throws FilesystemException {
        pin(folder).close(); // which must be there
        LongAdder sum = new LongAdder();
        TreeWalk walk = new TreeWalk(tree, (_, name, entry) -> sum.add(Temporary.is(name) ? 0 : Usage.charge(entry)));
        if (!walk.run(folder, MOST_COUNTED)) {
            throw Failures.of(Reason.NO_SPACE, folder); // nobody can say that there is room
        }
        return sum.sum();
    }

    @Override
    public Upload write(VirtualPath file, WriteMode mode) throws FilesystemException {
        allowWrite(file);
        if (file.isRoot()) {
            throw Failures.of(Reason.IS_A_FOLDER, file);
        }
        if (mode == WriteMode.CREATE) {
            return create(file, false);
        }
        for (int i = 1;; i++) {
            try (Tree.Node old = pinFile(file)) {
                return mode == WriteMode.CONTINUE ? ContinuedUpload.of(file, old) : replace(file, old);
            } catch (FilesystemException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    throw e;
                }
            }
            try {
                return create(file, mode == WriteMode.REPLACE);
            } catch (FilesystemException e) {
                // Somebody made it in between, or it is a link that leads nowhere.
                if (e.reason() != Reason.EXISTS || i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private Upload create(VirtualPath file, boolean replace) throws FilesystemException {
        Tree.Node folder = tree.pinFolder(file.parent());
        try {
            if (exists(folder, file.name())) {
                throw Failures.of(Reason.EXISTS, file);
            }
            return new TemporaryUpload(file, folder, file.name(), replace, false);
        } catch (FilesystemException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /// A link to a file stays, and the file that it leads to is replaced.
    private Upload replace(VirtualPath file, Tree.Node old) throws FilesystemException {
        old.requireWritable();
        Tree.Node folder = tree.pinFolder(file.parent());
        try {
            VirtualPath place = file;
            if (folder.entry(file.name()) == null) {
                place = old.location();
                allowWrite(place);
                folder.close();
                folder = tree.pinFolder(place.parent());
                folder.entry(place.name()); // a file that was deleted meanwhile has a location too
            }
            return new TemporaryUpload(file, folder, place.name(), true, true);
        } catch (FilesystemException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public void createFolder(VirtualPath folder) throws FilesystemException {
        allowWrite(folder);
        if (folder.isRoot()) {
            throw Failures.of(Reason.EXISTS, folder);
        }
        try (Tree.Node parent = tree.pinFolder(folder.parent())) {
            parent.createFolder(folder.name());
        }
    }

    @Override
    public void deleteFile(VirtualPath file) throws FilesystemException {
        try (Tree.Node parent = pinParent(file)) {
            parent.removeFile(file.name());
        }
    }

    @Override
    public void deleteFolder(VirtualPath folder) throws FilesystemException {
        try (Tree.Node parent = pinParent(folder)) {
            parent.removeFolder(folder.name());
        }
    }

    @Override
    public void rename(VirtualPath from, VirtualPath to, boolean replace) throws FilesystemException {
        allowWrite(to);
        try (Tree.Node folder = pinParent(from); Tree.Node toFolder = pinParent(to)) {
            folder.entry(from.name());
            if (replace && exists(toFolder, to.name())) {
                requireReplaceable(toFolder, to);
                folder.rename(from.name(), toFolder, to.name(), true);
            } else {
                folder.rename(from.name(), toFolder, to.name(), false);
            }
        }
    }

    private static void requireReplaceable(Tree.Node folder, VirtualPath path) throws FilesystemException {
        Attributes old = folder.entry(path.name());
        if (old == null) {
            return; // a link has no content to lose
        }
        switch (old.kind()) {
            case FOLDER -> throw Failures.of(Reason.EXISTS, path);
            case SPECIAL, LINK -> throw Failures.of(Reason.SPECIAL, path);
            case FILE -> {
                try (Tree.Node file = folder.child(path.name())) {
                    requireFile(file, path);
                    file.requireWritable();
                }
            }
        }
    }

    @Override
    public void setModified(VirtualPath path, Instant time) throws FilesystemException {
        try (Tree.Node node = pin(path)) {
            node.setModified(time);
        }
    }

    @Override
    public void setMode(VirtualPath path, int mode) throws FilesystemException {
        if ((mode & ~0777) != 0) {
            throw new IllegalArgumentException("mode " + Integer.toOctalString(mode));
        }
        try (Tree.Node node = pin(path)) {
            if (node.attributes().kind() == Attributes.Kind.SPECIAL) {
                throw Failures.of(Reason.SPECIAL, path);
            }
            node.setMode(mode);
        }
    }

    @Override
    public OptionalLong room(VirtualPath path) throws FilesystemException {
        try (Tree.Node node = pin(path)) {
            return node.room();
        }
    }

    private Tree.Node pin(VirtualPath path) throws FilesystemException {
        if (Temporary.in(path)) {
            throw Failures.of(Reason.NOT_FOUND, path);
        }
        return tree.pin(path);
    }

    private Tree.Node pinFile(VirtualPath path) throws FilesystemException {
        Tree.Node node = pin(path);
        try {
            requireFile(node, path);
            return node;
        } catch (FilesystemException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private Tree.Node pinParent(VirtualPath path) throws FilesystemException {
        if (path.isRoot()) {
            throw Failures.of(Reason.DENIED, path);
        }
        if (Temporary.in(path)) {
            throw Failures.of(Reason.NOT_FOUND, path);
        }
        return tree.pinFolder(path.parent());
    }

    private static void allowWrite(VirtualPath path) throws FilesystemException {
        if (Temporary.in(path)) {
            throw Failures.of(Reason.DENIED, path);
        }
    }

    private static void requireFile(Tree.Node node, VirtualPath path) throws FilesystemException {
        switch (node.attributes().kind()) {
            case FILE -> {
            }
            case FOLDER -> throw Failures.of(Reason.IS_A_FOLDER, path);
            case SPECIAL, LINK -> throw Failures.of(Reason.SPECIAL, path);
        }
    }

    static boolean exists(Tree.Node folder, String name) throws FilesystemException {
        try {
            folder.entry(name);
            return true;
        } catch (FilesystemException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
