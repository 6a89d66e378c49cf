package medusa.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.OptionalLong;

import medusa.filesystem.FilesystemException.Reason;

/// Something pinned by a descriptor. For `java.nio` it has the path `/proc/self/fd/N`, which leads to just this file or
/// folder, whatever its name, and is opened anew with the rights of the thread's user.
final class LinuxNode implements Tree.Node {
    private static final int ANYONE = 0666;
    private static final int ANYONE_ENTERS = 0777;
    private static final int OWNER = 0600;

    private final LinuxTree tree;
    private final VirtualPath path;
    private int descriptor;
    private Attributes attributes;

    /// @param descriptor closed with this node
    LinuxNode(LinuxTree tree, VirtualPath path, int descriptor) {
        this.tree = tree;
        this.path = path;
        this.descriptor = descriptor;
    }

    int descriptor() {
        if (descriptor < 0) {
            throw new IllegalStateException("closed");
        }
        return descriptor;
    }

    static Path path(int descriptor) {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    @Override
    public Attributes attributes() throws FilesystemException {
        if (attributes == null) {
            attributes = now();
        }
        return attributes;
    }

    @Override
    public Attributes now() throws FilesystemException {
        try {
            return LinuxCalls.stat(descriptor(), "").attributes();
        } catch (Errno e) {
            throw Failures.of(e, path);
        }
    }

    @Override
    public FileChannel read() throws FilesystemException {
        return Tree.Work.on(path, () -> open(descriptor(), false));
    }

    @Override
    public FileChannel change() throws FilesystemException {
        return Tree.Work.on(path, () -> open(descriptor(), true));
    }

    @Override
    public void requireWritable() throws FilesystemException {
        Tree.Work.on(path, () -> {
            open(descriptor(), true).close();
            return null;
        });
    }

    private static FileChannel open(int descriptor, boolean write) throws IOException {
        return FileChannel.open(path(descriptor), write ? StandardOpenOption.WRITE : StandardOpenOption.READ);
    }

    @Override
    public DirectoryStream<Path> entries() throws FilesystemException {
        return Tree.Work.on(path, () -> Files.newDirectoryStream(path(descriptor())));
    }

    @Override
    public Attributes entry(String name) throws FilesystemException {
        LinuxCalls.Stat stat = Tree.Work.on(path.resolve(name), () -> LinuxCalls.stat(descriptor(), name));
        return stat.link() ? null : stat.attributes();
    }

    @Override
    public Attributes linkItself(String name) throws FilesystemException {
        VirtualPath at = path.resolve(name);
        LinuxCalls.Stat stat = Tree.Work.on(at, () -> LinuxCalls.stat(descriptor(), name));
        if (!stat.link()) {
            throw Failures.of(Reason.NOT_FOUND, at);
        }
        Attributes link = stat.attributes();
        return new Attributes(Attributes.Kind.LINK, 0, link.modified(), 0, -1, link.owner(), link.group());
    }

    @Override
    public String link(String name) throws FilesystemException {
        try {
            return LinuxCalls.readLink(descriptor(), name);
        } catch (Errno e) {
            VirtualPath at = path.resolve(name);
            throw e.is(Errno.Code.EINVAL) ? Failures.of(Reason.NOT_FOUND, at) : Failures.of(e, at);
        }
    }

    @Override
    public Tree.Node child(String name) throws FilesystemException {
        VirtualPath at = path.resolve(name);
        int flags = LinuxCalls.PIN | LinuxCalls.NO_FOLLOW;
        return Tree.Work.on(at, () -> new LinuxNode(tree, at, LinuxCalls.open(descriptor(), name, flags)));
    }

    @Override
    public FileChannel createFile(String name, boolean secret) throws FilesystemException {
        return Tree.Work.on(path.resolve(name), () -> {
            int file = LinuxCalls.create(descriptor(), name, secret ? OWNER : ANYONE);
            try {
                return open(file, true);
            } catch (IOException e) {
                LinuxCalls.removeFile(descriptor(), name);
                throw e;
            } finally {
                LinuxCalls.close(file);
            }
        });
    }

    @Override
    public void createFolder(String name) throws FilesystemException {
        run(name, () -> LinuxCalls.createFolder(descriptor(), name, ANYONE_ENTERS));
    }

    @Override
    public void removeFile(String name) throws FilesystemException {
        run(name, () -> LinuxCalls.removeFile(descriptor(), name));
    }

    @Override
    public void removeFolder(String name) throws FilesystemException {
        run(name, () -> LinuxCalls.removeFolder(descriptor(), name));
    }

    @Override
    public void rename(String name, Tree.Node to, String toName, boolean replace) throws FilesystemException {
        LinuxNode target = (LinuxNode) to;
        try {
            LinuxCalls.rename(descriptor(), name, target.descriptor(), toName, replace);
        } catch (Errno e) {
            if (!e.is(Errno.Code.EINVAL) || replace) {
                throw Failures.of(e, target.path.resolve(toName));
            }
            renameByLink(name, target, toName);
        }
    }

    /// Where the file system cannot rename without replacing: a file gets its second name first, which replaces nothing.
    private void renameByLink(String name, LinuxNode target, String toName) throws FilesystemException {
        Attributes entry = entry(name);
        target.run(toName, () -> {
            if (entry == null || !entry.isFolder()) {
                LinuxCalls.link(descriptor(), name, target.descriptor(), toName);
                LinuxCalls.removeFile(descriptor(), name);
            } else {
                // A folder replaces nothing but an empty folder.
                LinuxCalls.rename(descriptor(), name, target.descriptor(), toName, true);
            }
        });
    }

    @Override
    public void setModified(Instant time) throws FilesystemException {
        Tree.Work.on(path, () -> {
            LinuxCalls.setModified(path(descriptor()).toString(), time);
            return null;
        });
    }

    @Override
    public void setMode(int mode) throws FilesystemException {
        int bits = Ownership.withKept(mode, attributes());
        Tree.Work.on(path, () -> Files.setAttribute(path(descriptor()), "unix:mode", bits));
    }

    @Override
    public OptionalLong room() {
        return FileAttributes.room(path(descriptor()));
    }

    @Override
    public void inherit(Attributes from) throws FilesystemException {
        Path file = path(descriptor());
        Attributes now = attributes();
        Tree.Work.on(path, () -> {
            Ownership.inherit(from, now, (attribute, value) -> Files.setAttribute(file, attribute, value));
            return null;
        });
    }

    @Override
    public VirtualPath location() throws FilesystemException {
        return Tree.Work.on(path, () -> {
            Path root = tree.location();
            Path here = Files.readSymbolicLink(path(descriptor()));
            if (!here.startsWith(root)) {
                throw Failures.of(Reason.NOT_FOUND, path);
            }
            return here.equals(root) ? VirtualPath.ROOT : VirtualPath.parse(Names.bytes(root.relativize(here)));
        });
    }

    @Override
    public void close() {
        int closing = descriptor;
        descriptor = -1;
        if (closing >= 0) {
            LinuxCalls.close(closing);
        }
    }

    private interface Call {
        void run() throws Errno;
    }

    private void run(String name, Call call) throws FilesystemException {
        try {
            call.run();
        } catch (Errno e) {
            throw Failures.of(e, path.resolve(name));
        }
    }
}
