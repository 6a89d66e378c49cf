package medusa.tls;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// A folder for what the server itself keeps secret. It and what is in it must belong to whom the process acts as, and nobody
/// else may write to it; a symbolic link is not followed. Where there are no owners and modes nothing is asked of them.
///
/// Blocks for as long as the disk does.
public final class StateFolder {
    private static final int MOST_BYTES = 1 << 20;
    private static final int STICKY = 01000;

    private final Path folder;
    private final int owner;

    /// @param owner whom everything must belong to
    private StateFolder(Path folder, int owner) {
        this.folder = folder;
        this.owner = owner;
    }

    /// Makes the folder for another user, together with the folders above that are missing; leaves one that is there as it is.
    /// For a server that still is root, and will use it when it is that user. Where anybody but root could exchange a folder
    /// on the way, nothing is made and nothing given away: that user makes it himself, or may not.
    ///
    /// @throws IOException if it cannot be made or given away; see [OwnFile#reason]
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
        List<Path> made = OwnFile.makeFolders(real.resolve(there.relativize(absolute)), true); // nothing is given away that others made
        for (Path one : made.reversed()) { // from the inside: whoever owns a folder can change what is in it
            Files.setAttribute(one, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(one, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /// Whether nobody but root can put something else in the place of what lies in `folder`.
    private static boolean rootsAlone(Path folder) throws IOException {
        Map<String, Object> facts = Files.readAttributes(folder, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) facts.get("mode");
        return (Integer) facts.get("uid") == 0 && ((mode & OwnFile.WRITABLE_BY_OTHERS) == 0 || (mode & STICKY) != 0);
    }

    /// Opens the folder, made if it is missing.
    ///
    /// @throws TlsException if it cannot be made, or is not safe
    static StateFolder open(Path folder) throws TlsException {
        try {
            OwnFile.makeFolders(folder, false);
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
        if (e instanceof UnsafeException) {
            return new TlsException(e.getMessage(), e);
        }
        return new TlsException(folder + ": cannot be used to keep a certificate in: " + OwnFile.reason(e)
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

    private static StateFolder checked(Path folder, OptionalInt owner) throws IOException {
        StateFolder checked = new StateFolder(folder, owner.isPresent() ? owner.getAsInt() : OwnFile.processUser());
        OwnFile.checkStateFolder(folder, checked.owner);
        return checked;
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
            OwnFile.check(file, new OwnFile.Rule(false, Optional.of(owner), OwnFile.OPEN_TO_OTHERS,
                    "remove it, and another is made", "remove it, and another is made"));
            return OwnFile.read(file, MOST_BYTES);
        } catch (UnsafeException e) {
            throw new TlsException(e.getMessage(), e);
        } catch (IOException e) {
            throw new TlsException(file + ": cannot be read: " + OwnFile.reason(e), e);
        }
    }

    /// Writes a file that nobody but the owner may read, whole under its name or not there.
    void write(String name, byte[] content) throws TlsException {
        Path file = path(name);
        try {
            OwnFile.write(file, content, Optional.empty());
        } catch (IOException e) {
            throw new TlsException(file + ": cannot be written: " + OwnFile.reason(e), e);
        }
    }
}
