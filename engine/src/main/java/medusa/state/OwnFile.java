package medusa.state;

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
import java.util.Set;

/// What is done with files and folders that belong to one user alone. A symbolic link is never followed in their place. Where
/// there are no owners and modes nothing is asked of them.
///
/// Everything blocks for as long as the disk does; any thread.
public final class OwnFile {
    /// The bits of the mode by which others could change something.
    public static final int WRITABLE_BY_OTHERS = 022;
    /// The bits of the mode by which others could do anything.
    public static final int OPEN_TO_OTHERS = 077;

    private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    private OwnFile() {}

    /// What must be true of a file or a folder.
    ///
    /// @param folder    whether it is a folder
    /// @param owner     the number of the user that it belongs to; empty for anybody
    /// @param forbidden bits that its mode must not have
    /// @param ifForeign what to do if it belongs to somebody else, for the end of a sentence
    /// @param ifOpen    what to do about its mode, likewise
    public record Rule(boolean folder, Optional<Integer> owner, int forbidden, String ifForeign, String ifOpen) {}

    /// Looks whether `path` is as it must be.
    ///
    /// @throws UnsafeException if it is not
    public static void check(Path path, Rule rule) throws IOException {
        if (rule.folder()
                ? !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                : !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnsafeException(
                    path + ": is " + (Files.isSymbolicLink(path) ? "a symbolic link" : "something else")
                            + " where a " + (rule.folder() ? "folder" : "file") + " of the server's own is wanted");
        }
        if (!unix(path)) {
            return;
        }
        Map<String, Object> facts = Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) facts.get("mode") & 07777;
        if (rule.owner().isPresent() && !facts.get("uid").equals(rule.owner().get())) {
            throw new UnsafeException("%s: belongs to %s, while the server acts as user %d; %s".formatted(path,
                    Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName(), rule.owner().get(), rule.ifForeign()));
        }
        if ((mode & rule.forbidden()) != 0) {
            throw new UnsafeException("%s: others may %s it (mode %04o); %s".formatted(path,
                    (mode & rule.forbidden() & WRITABLE_BY_OTHERS) != 0 ? "change" : "read", mode, rule.ifOpen()));
        }
    }

    /// Looks whether the folder in which the server keeps its own is nobody else's.
    ///
    /// @param owner the number of the user that it must belong to
    /// @throws UnsafeException if it is not
    public static void checkStateFolder(Path folder, int owner) throws IOException {
        check(folder, new Rule(true, Optional.of(owner), WRITABLE_BY_OTHERS,
                "give it to that user, or set state-folder to another one", "take that from them (chmod 700)"));
    }

    /// Who could put something else in the place of `path`, or of a folder or link on the way to it, other than root and
    /// `user`. What is missing counts as being there.
    ///
    /// @return one line that says where; empty if nobody could
    public static Optional<String> exchangeable(Path path, int user) throws IOException {
        if (!unix(path)) {
            return Optional.empty();
        }
        for (PathSteps.Step step : PathSteps.to(path).steps()) {
            if (!Files.exists(step.folder(), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty(); // made by us, in what has been looked at
            }
            Map<String, Object> facts = Files.readAttributes(step.folder(), "unix:mode,uid",
                    LinkOption.NOFOLLOW_LINKS);
            int mode = (Integer) facts.get("mode");
            if (isStranger(facts.get("uid"), user)) {
                return Optional.of(step.folder() + " belongs to "
                        + Files.getOwner(step.folder(), LinkOption.NOFOLLOW_LINKS).getName());
            }
            if ((mode & WRITABLE_BY_OTHERS) == 0) {
                continue;
            }
            // Where the sticky bit is set, as in /tmp, what is there can be exchanged by its owner alone.
            if ((mode & STICKY) == 0 || Files.exists(step.entry(), LinkOption.NOFOLLOW_LINKS) && isStranger(
                    Files.getAttribute(step.entry(), "unix:uid", LinkOption.NOFOLLOW_LINKS), user)) {
                return Optional.of("others may change %s (mode %04o)".formatted(step.folder(), mode & 07777));
            }
        }
        return Optional.empty();
    }

    private static boolean isStranger(Object uid, int user) {
        return !uid.equals(ROOT) && !uid.equals(user);
    }

    /// Makes a folder and those above it that are missing, for this user alone.
    ///
    /// @param alone whether it is an error if somebody else was faster; else that is to be looked at before it is used
    /// @return those that were missing, from the outside to the inside
    public static List<Path> makeFolders(Path folder, boolean alone) throws IOException {
        List<Path> made = new ArrayList<>();
        for (Path at = folder.toAbsolutePath().normalize(); !Files.exists(at, LinkOption.NOFOLLOW_LINKS); at = at
                .getParent()) {
            made.addFirst(at);
        }
        for (Path one : made) {
            try {
                Files.createDirectory(one, mode(one, FOLDER_MODE));
            } catch (FileAlreadyExistsException e) {
                if (alone) {
                    throw e;
                }
            }
        }
        return made;
    }

    /// What a new file is made with so that nobody else may read it, from the first moment.
    public static FileAttribute<?>[] fileMode(Path path) {
        return mode(path, FILE_MODE);
    }

    private static FileAttribute<?>[] mode(Path path, Set<PosixFilePermission> mode) {
        return unix(path)
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }

    /// What a file holds.
    ///
    /// @throws UnsafeException if that is more than `most` bytes
    public static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new UnsafeException(file + ": is longer than " + most + " bytes");
            }
            return content;
        }
    }

    /// To whom a file belongs, and what others may do with it.
    ///
    /// @param owner the number of the user that it is given to, which root alone can; empty for this user
    /// @param group the number of the group that it is given to; empty for that which new files have
    /// @param mode  its permissions; empty for one that nobody but the owner may read
    public record Belonging(Optional<Integer> owner, Optional<Integer> group, Optional<Integer> mode) {
        /// This user's, closed to all others.
        public static final Belonging MINE = new Belonging(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Writes a file that nobody but the owner may read, whole under its name or not there.
    ///
    /// @param owner the number of the user that it is given to, which root alone can; empty for this user
    public static void write(Path file, byte[] content, Optional<Integer> owner) throws IOException {
        write(file, content, new Belonging(owner, Optional.empty(), Optional.empty()));
    }

    /// Writes a file, whole under its name or not there. Nobody may read more of it, at any moment, than he will in the end.
    public static void write(Path file, byte[] content, Belonging belonging) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(folder, "." + file.getFileName(), ""); // its mode is 0600
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                give(temporary, belonging);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(folder);
    }

    private static void give(Path file, Belonging belonging) throws IOException {
        if (belonging.owner().isPresent()) {
            Files.setAttribute(file, "unix:uid", belonging.owner().get(), LinkOption.NOFOLLOW_LINKS);
        }
        if (belonging.group().isPresent() && !belonging.group().get()
                .equals(Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS))) {
            Files.setAttribute(file, "unix:gid", belonging.group().get(), LinkOption.NOFOLLOW_LINKS);
        }
        if (belonging.mode().isPresent()) { // last, so that no other group ever has what is meant for this one
            Files.setAttribute(file, "unix:mode", belonging.mode().get(), LinkOption.NOFOLLOW_LINKS);
        }
    }

    /// Makes a rename outlive a crash of the machine.
    private static void sync(Path folder) {
        if (unix(folder)) {
            try (FileChannel channel = FileChannel.open(folder)) {
                channel.force(true);
            } catch (IOException e) {
                // It is there all the same: as well as it can be made here.
            }
        }
    }

    /// The number of the user that what this process makes belongs to; 0 where there are none.
    public static int processUser() throws IOException {
        Path process = Path.of("/proc/self");
        if (Files.exists(process)) {
            return (Integer) Files.getAttribute(process, "unix:uid");
        }
        Path probe = Files.createTempFile("medusa", "");
        try {
            return unix(probe)
                    ? (Integer) Files.getAttribute(probe, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    : ROOT;
        } finally {
            Files.delete(probe);
        }
    }

    /// Whether there are owners and modes.
    public static boolean unix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /// Why something cannot be had, for the end of a sentence.
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied at " + denied.getFile();
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case FileSystemException failed when failed.getReason() != null ->
                failed.getReason() + " at " + failed.getFile();
            case UnsafeException unsafe -> unsafe.getMessage();
            default -> e.getClass().getSimpleName() + ": " + e.getMessage();
        };
    }
}
