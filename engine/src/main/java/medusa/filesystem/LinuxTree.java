package medusa.filesystem;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import medusa.filesystem.FilesystemException.Reason;

/// Finds files by openat2 with RESOLVE_BENEATH: the kernel itself walks the path and refuses to leave the root, so nothing
/// that is exchanged meanwhile can lead outside. What was found is pinned (O_PATH), and used through its descriptor only.
///
/// The root is opened once. Should its name be given to another folder, this one goes on to be served.
final class LinuxTree implements Tree {
    /// The kernel gives up on a path with `..` in a link while folders are being renamed.
    private static final int TRIES = 100;
    static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));
    /// Whether [LinuxCalls] has the numbers of this machine's system calls.
    static final boolean KNOWN = "Linux".equals(System.getProperty("os.name"))
            && (ARM || "amd64".equals(System.getProperty("os.arch")));
    private static final Cleaner CLEANER = Cleaner.create();

    private final int root;
    private final Path configured;

    private LinuxTree(int root, Path configured) {
        this.root = root;
        this.configured = configured;
        // Nobody can say when the last call is over, and the number of a descriptor closed too early may be another's.
        CLEANER.register(this, () -> LinuxCalls.close(root));
    }

    /// Empty where openat2 or `/proc` is missing: on other systems, old kernels, and inside some containers.
    static Optional<Tree> open(Path folder) throws IOException {
        if (!KNOWN) {
            return Optional.empty();
        }
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            LinuxTree tree = new LinuxTree(LinuxCalls.pinFolder("/" + Names.bytes(absolute)), absolute);
            tree.probe();
            return Optional.of(tree);
        } catch (Errno e) {
            // An old seccomp filter says EPERM to what it does not know, and ENOENT may be a missing /proc.
            if (e.is(Errno.Code.ENOSYS) || e.is(Errno.Code.EPERM) || e.is(Errno.Code.ENOENT)) {
                return Optional.empty();
            }
            throw Failures.of(e, VirtualPath.ROOT);
        } catch (LinkageError | IllegalCallerException e) {
            return Optional.empty(); // native access is not allowed to this program
        }
    }

    private void probe() throws Errno {
        try (LinuxNode node = new LinuxNode(this, VirtualPath.ROOT, LinuxCalls.open(root, ".", LinuxCalls.PIN))) {
            LinuxCalls.stat(node.descriptor(), "");
            if (!Files.isDirectory(LinuxNode.path(node.descriptor()))) {
                throw new Errno("/proc", Errno.Code.ENOENT.number);
            }
        }
    }

    @Override
    public boolean raceFree() {
        return true;
    }

    @Override
    public Node pin(VirtualPath path) throws FilesystemException {
        return find(path, LinuxCalls.PIN);
    }

    @Override
    public Node pinFolder(VirtualPath path) throws FilesystemException {
        return find(path, LinuxCalls.PIN | LinuxCalls.FOLDER_ONLY);
    }

    private Node find(VirtualPath path, int flags) throws FilesystemException {
        try {
            return new LinuxNode(this, path, open(path, flags));
        } catch (Errno e) {
            if (e.is(Errno.Code.ENOTDIR) || e.is(Errno.Code.EXDEV)) {
                throw new FilesystemException(Reason.NOT_FOUND, path, e);
            }
            throw Failures.of(e, path);
        }
    }

    private int open(VirtualPath path, int flags) throws Errno {
        try {
            return open(path.names(), flags);
        } catch (Errno e) {
            if (!e.is(Errno.Code.EXDEV)) {
                throw e;
            }
            // A link that is absolute, or goes above the root and comes back, may mean something inside all the same.
            return open(new LinkWalk(this).walk(path.names()), flags);
        }
    }

    /// What the names lead to, for [LinkWalk] too.
    int open(List<String> names, int flags) throws Errno {
        String path = names.isEmpty() ? "." : String.join("/", names);
        for (int i = 1;; i++) {
            try {
                return LinuxCalls.open(root, path, flags);
            } catch (Errno e) {
                boolean passing = e.is(Errno.Code.EAGAIN) || e.is(Errno.Code.EINTR);
                if (!passing || i == TRIES) {
                    throw e;
                }
            } finally {
                Reference.reachabilityFence(this);
            }
        }
    }

    /// Where the root was when it was configured, links and all.
    Path configured() {
        return configured;
    }

    /// Where the root is now, without links.
    Path location() throws IOException {
        try {
            return Files.readSymbolicLink(LinuxNode.path(root));
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
