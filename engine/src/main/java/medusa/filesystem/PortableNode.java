package medusa.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

import medusa.filesystem.FilesystemException.Reason;

/// Something below a [PortableTree]'s root, known by its real path, of which no link is followed again.
final class PortableNode implements Tree.Node {

    private final PortableTree tree;
    private final VirtualPath path;
    private final Path real;
    private Attributes attributes;

    PortableNode(PortableTree tree, VirtualPath path, Path real) {
        this.tree = tree;
        this.path = path;
        this.real = real;
    }

    @Override
    public Attributes attributes() throws FilesystemException {
        if (attributes == null) {
            attributes = Tree.Work.on(path, () -> FileAttributes.read(real));
            if (attributes == null) {
                throw Failures.of(Reason.NOT_FOUND, path); // a link has taken its place
            }
        }
        return attributes;
    }

    @Override
    public Attributes now() throws FilesystemException {
        Attributes begin = attributes();
        return Tree.Work.on(path, () -> {
            try {
                Attributes now = FileAttributes.read(real);
                return now != null && now.identity() == begin.identity() ? now : null;
            } catch (NoSuchFileException e) {
                return null;
            }
        });
    }

    @Override
    public ReadableByteChannel read() throws FilesystemException {
        return Tree.Work.on(path, () -> {
            if (local()) {
                return open(StandardOpenOption.READ);
            }
            // A zip file's channel would unpack the whole entry into memory first.
            boolean zip = real.getFileSystem().provider().getScheme().equals("jar");
            return zip ? Channels.newChannel(Files.newInputStream(real)) : Files.newByteChannel(real);
        });
    }

    /// Other file systems may start anew where `java.nio` says that they go on (a zip file does).
    @Override
    public SeekableByteChannel change() throws FilesystemException {
        if (!local()) {
            throw Failures.of(Reason.FAILED, path);
        }
        return Tree.Work.on(path, () -> open(StandardOpenOption.WRITE));
    }

    @Override
    public void requireWritable() throws FilesystemException {
        if (local()) {
            SeekableByteChannel file = change();
            Tree.Work.on(path, () -> {
                file.close();
                return null;
            });
        } else if (!Files.isWritable(real)) {
            throw Failures.of(Reason.DENIED, path);
        }
    }

    private boolean local() {
        return real.getFileSystem() == FileSystems.getDefault();
    }

    private FileChannel open(StandardOpenOption option) throws IOException {
        FileChannel file = FileChannel.open(real, Set.of(option, NOFOLLOW_LINKS));
        if (real.toRealPath().equals(real)) { // narrows the race, cannot close it
            return file;
        }
        file.close();
        throw Failures.of(Reason.NOT_FOUND, path);
    }

    @Override
    public DirectoryStream<Path> entries() throws FilesystemException {
        return Tree.Work.on(path, () -> Files.newDirectoryStream(real));
    }

    private Path resolve(String name) throws FilesystemException {
        return Tree.Work.on(path.resolve(name), () -> real.resolve(Names.path(real.getFileSystem(), name)));
    }

    @Override
    public Attributes entry(String name) throws FilesystemException {
        Path entry = resolve(name);
        return Tree.Work.on(path.resolve(name), () -> FileAttributes.read(entry));
    }

    @Override
    public Attributes linkItself(String name) throws FilesystemException {
        Path entry = resolve(name);
        return Tree.Work.on(path.resolve(name), () -> {
            if (!Files.isSymbolicLink(entry)) {
                throw Failures.of(Reason.NOT_FOUND, path.resolve(name));
            }
            Instant modified = Files.getLastModifiedTime(entry, NOFOLLOW_LINKS).toInstant();
            return Attributes.of(Attributes.Kind.LINK, 0, modified);
        });
    }

    @Override
    public String link(String name) throws FilesystemException {
        Path entry = resolve(name);
        return Tree.Work.on(path.resolve(name), () -> {
            Path target;
            try {
                target = Files.readSymbolicLink(entry);
            } catch (NotLinkException e) {
                throw Failures.of(Reason.NOT_FOUND, path.resolve(name));
            }
            return (target.isAbsolute() ? "/" : "") + Names.bytes(target);
        });
    }

    @Override
    public Tree.Node child(String name) throws FilesystemException {
        entry(name); // there must be one
        return new PortableNode(tree, path.resolve(name), resolve(name));
    }

    @Override
    public SeekableByteChannel createFile(String name, boolean secret) throws FilesystemException {
        Path file = resolve(name);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<?>[] mode = secret && local() && FileAttributes.UNIX
                ? new FileAttribute<?>[]{
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        return Tree.Work.on(path.resolve(name), () -> Files.newByteChannel(file, options, mode));
    }

    @Override
    public void createFolder(String name) throws FilesystemException {
        Path folder = resolve(name);
        Tree.Work.on(path.resolve(name), () -> Files.createDirectory(folder));
    }

    @Override
    public void removeFile(String name) throws FilesystemException {
        Attributes entry = entry(name);
        if (entry != null && entry.isFolder()) {
            throw Failures.of(Reason.IS_A_FOLDER, path.resolve(name));
        }
        remove(name);
    }

    @Override
    public void removeFolder(String name) throws FilesystemException {
        Attributes entry = entry(name);
        if (entry == null || !entry.isFolder()) {
            throw Failures.of(Reason.NOT_A_FOLDER, path.resolve(name));
        }
        remove(name);
    }

    private void remove(String name) throws FilesystemException {
        Path file = resolve(name);
        Tree.Work.on(path.resolve(name), () -> {
            Files.delete(file);
            return null;
        });
    }

    @Override
    public void rename(String name, Tree.Node to, String toName, boolean replace) throws FilesystemException {
        PortableNode target = (PortableNode) to;
        Path from = resolve(name);
        Path goal = target.resolve(toName);
        Tree.Work.on(target.path.resolve(toName), () -> {
            if (!replace && Files.isRegularFile(from, NOFOLLOW_LINKS) && linked(from, goal)) {
                return null;
            }
            if (!replace && Files.exists(goal, NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(toName);
            }
            CopyOption[] options = replace
                    ? new CopyOption[]{StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING}
                    : new CopyOption[]{StandardCopyOption.ATOMIC_MOVE};
            return Files.move(from, goal, options);
        });
    }

    /// A second name replaces nothing, whoever else wants it at the same time.
    private static boolean linked(Path from, Path goal) throws IOException {
        try {
            Files.createLink(goal, from);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
        Files.delete(from);
        return true;
    }

    @Override
    public void setModified(Instant time) throws FilesystemException {
        Tree.Work.on(path, () -> Files.setLastModifiedTime(real, FileTime.from(time)));
    }

    @Override
    public void setMode(int mode) throws FilesystemException {
        if (!local() || !FileAttributes.UNIX) {
            throw Failures.of(Reason.READ_ONLY, path); // it has no mode
        }
        int bits = Ownership.withKept(mode, attributes());
        Tree.Work.on(path, () -> Files.setAttribute(real, "unix:mode", bits, NOFOLLOW_LINKS));
    }

    @Override
    public OptionalLong room() {
        return local() ? FileAttributes.room(real) : OptionalLong.empty();
    }

    @Override
    public void inherit(Attributes from) throws FilesystemException {
        if (from.mode() < 0) {
            return;
        }
        Attributes now = attributes();
        Tree.Work.on(path, () -> {
            Ownership.inherit(from, now,
                    (attribute, value) -> Files.setAttribute(real, attribute, value, NOFOLLOW_LINKS));
            return null;
        });
    }

    @Override
    public VirtualPath location() {
        return real.equals(tree.root())
                ? VirtualPath.ROOT
                : VirtualPath.parse(Names.bytes(tree.root().relativize(real)));
    }

    @Override
    public void close() {
        // A path holds nothing.
    }
}
