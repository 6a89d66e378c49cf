package medusa.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A folder for what the server itself keeps secret. It and what is in it must belong to whom the process acts as, and nobody
/// else may write to it; a symbolic link is not followed. Where there are no owners and modes nothing is asked of them.
///
/// Blocks for as long as the disk does.
public final class StateFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final int MOST_BYTES = 1 << 20;
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int OPEN_TO_OTHERS = 077;

    private static final int STICKY = 01000;

    private final Path folder;
    private final OptionalInt owner;

    /// @param owner whom everything must belong to; empty: whoever this process acts as
    private StateFolder(Path folder, OptionalInt owner) {
        this.folder = folder;
        this.owner = owner;
    }

    /// Makes the folder for another user, together with the folders above that are missing; leaves one that is there as it is.
    /// For a server that still is root, and will use it when it is that user. Where anybody but root could exchange a folder
    /// on the way, nothing is made and nothing given away: that user makes it himself, or may not.
    ///
    /// @throws IOException if it cannot be made or given away; see [#reason]
    public static void prepare(Path folder, int uid, int gid) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Path there = existing(folder);
        if (there.equals(absolute)) {
            return;
        }
        Path real = there.toRealPath();
        for (Path above = real; above != null; above = above.getParent()) {
            if (!rootsAlone(above)) {
                return;
            }
        }
        List<Path> made = make(real.resolve(there.relativize(absolute)), true); // nothing is given away that others made
        for (Path one : made.reversed()) { // from the inside: whoever owns a folder can change what is in it
            Files.setAttribute(one, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(one, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /// Whether nobody but root can put something else in the place of what lies in `folder`.
    private static boolean rootsAlone(Path folder) throws IOException {
        Map<String, Object> facts = Files.readAttributes(folder, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) facts.get("mode");
        return (Integer) facts.get("uid") == 0 && ((mode & WRITABLE_BY_OTHERS) == 0 || (mode & STICKY) != 0);
    }

    /// Opens the folder, made if it is missing.
    ///
    /// @throws TlsException if it cannot be made, or is not safe
    static StateFolder open(Path folder) throws TlsException {
        try {
            make(folder, false);
            return checked(folder, OptionalInt.empty());
        } catch (IOException e) {
            throw unmade(folder, e);
        }
    }

    /// The folder if it is there; makes nothing.
    ///
    /// @param owner whom it must belong to; empty: whoever this process acts as
    /// @throws TlsException if it is not safe, or this process could not make it
    static Optional<StateFolder> find(Path folder, OptionalInt owner) throws TlsException {
        try {
            Path there = existing(folder);
            if (there.equals(folder.toAbsolutePath().normalize())) {
                return Optional.of(checked(folder, owner));
            }
            if (owner.isEmpty() && !Files.isWritable(there)) {
                throw new AccessDeniedException(there.toString());
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unmade(folder, e);
        }
    }

    private static TlsException unmade(Path folder, IOException e) {
        return new TlsException(folder + ": cannot be used to keep a certificate in: " + reason(e)
                + "; set state-folder to one that the server may write to", e);
    }

    /// `folder`, or the nearest one above that is there.
    private static Path existing(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        return there;
    }

    private static StateFolder checked(Path folder, OptionalInt owner) throws IOException, TlsException {
        StateFolder checked = new StateFolder(folder, owner);
        checked.check(folder, true, WRITABLE_BY_OTHERS);
        return checked;
    }

    /// From the outside to the inside, those that were missing.
    ///
    /// @param alone whether it is an error if somebody else was faster; else that is looked at before it is used
    private static List<Path> make(Path folder, boolean alone) throws IOException {
        List<Path> made = new ArrayList<>();
        for (Path at = folder.toAbsolutePath().normalize(); !Files.exists(at, LinkOption.NOFOLLOW_LINKS); at = at
                .getParent()) {
            made.addFirst(at);
        }
        for (Path one : made) {
            try {
                Files.createDirectory(one, ownerOnly(one));
            } catch (FileAlreadyExistsException e) {
                if (alone) {
                    throw e;
                }
            }
        }
        return made;
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return unix(path)
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    /// The content of a file that must be the process's own and closed to others.
    byte[] read(String name) throws TlsException {
        Path file = path(name);
        try {
            check(file, false, OPEN_TO_OTHERS);
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return in.readNBytes(MOST_BYTES);
            }
        } catch (IOException e) {
            throw new TlsException(file + ": cannot be read: " + reason(e), e);
        }
    }

    /// Writes a file that nobody but the owner may read, whole under its name or not there.
    void write(String name, byte[] content) throws TlsException {
        Path file = path(name);
        try {
            Path temporary = Files.createTempFile(folder, "." + name, ""); // its mode is 0600
            try {
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(content);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new TlsException(file + ": cannot be written: " + reason(e), e);
        }
    }

    private void check(Path path, boolean folder, int forbidden) throws IOException, TlsException {
        if (folder
                ? !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                : !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new TlsException(path + ": is " + (Files.isSymbolicLink(path) ? "a symbolic link" : "something else")
                    + " where a " + (folder ? "folder" : "file") + " of the server's own is wanted");
        }
        if (!unix(path)) {
            return;
        }
        Map<String, Object> facts = Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) facts.get("mode") & 07777;
        int user = owner.isPresent() ? owner.getAsInt() : processUser();
        if ((Integer) facts.get("uid") != user) {
            throw new TlsException("%s: belongs to %s, while the server acts as user %d; %s".formatted(
                    path, Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName(), user, folder
                            ? "give it to that user, or set state-folder to another one"
                            : "remove it, and another is made"));
        }
        if ((mode & forbidden) != 0) {
            throw new TlsException("%s: others may %s it (mode %04o); %s".formatted(path, folder ? "change" : "read",
                    mode, folder ? "take that from them (chmod 700)" : "remove it, and another is made"));
        }
    }

    /// The owner of what this process makes.
    private static int processUser() throws IOException {
        Path process = Path.of("/proc/self");
        if (Files.exists(process)) {
            return (Integer) Files.getAttribute(process, "unix:uid");
        }
        Path probe = Files.createTempFile("medusa", "");
        try {
            return (Integer) Files.getAttribute(probe, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(probe);
        }
    }

    private static boolean unix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /// Why something cannot be had, for the end of a sentence.
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied at " + denied.getFile();
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case FileSystemException failed when failed.getReason() != null ->
                failed.getReason() + " at " + failed.getFile();
            default -> e.getClass().getSimpleName() + ": " + e.getMessage();
        };
    }
}
