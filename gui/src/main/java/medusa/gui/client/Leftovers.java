package medusa.gui.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.state.OwnFile;

/// A folder for the file of users of one server that a window has started. The window holds a lock in it for as long as the
/// server runs; whatever has none was left by a window that was killed, and goes with the next sweep. Unlike the number of a
/// process, a lock means the same in all containers that share the disk. May block.
final class Leftovers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final String PREFIX = "medusa-console-";
    private static final String USERS = "users";
    private static final String LOCK = "lock";
    /// The file of users, and what is beside it while it is written.
    private static final Pattern OURS = Pattern.compile("\\.?" + USERS + ".*");
    /// A new folder is swept by somebody else before it is locked, if at all, about once.
    private static final int TRIES = 10;
    /// Those of this process. Their locks must not even be looked at: where the system has its locks by process, whoever closes
    /// a file gives up all of them.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;

    private Leftovers(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// Makes a folder in `parent`, for its owner alone, and locks it.
    static synchronized Leftovers make(Path parent) throws IOException {
        for (int i = 1;; i++) {
            Path folder = Files.createTempDirectory(parent, PREFIX);
            HELD.add(folder);
            Optional<FileChannel> lock = lock(folder);
            if (lock.isPresent()) {
                return new Leftovers(folder, lock.get());
            }
            HELD.remove(folder);
            if (i == TRIES) {
                throw new IOException(folder + " cannot be locked");
            }
        }
    }

    /// Empty if somebody sweeps the new folder away.
    private static Optional<FileChannel> lock(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (isLocked(channel) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(channel);
            }
            channel.close();
        } catch (NoSuchFileException e) {
            // the folder is gone already
        }
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException e) {
            return true; // a disk without locks: nobody can have one there, and so nobody sweeps there
        }
    }

    /// Where it is.
    Path folder() {
        return folder;
    }

    /// The file of users.
    Path users() {
        return folder.resolve(USERS);
    }

    /// Removes the folder with the file of users.
    @Override
    public void close() {
        remove(folder, lock);
        HELD.remove(folder);
    }

    private static void remove(Path folder, FileChannel lock) {
        try (lock; Stream<Path> all = Files.list(folder)) {
            all.filter(file -> OURS.matcher(file.getFileName().toString()).matches()).forEach(Leftovers::delete);
            delete(folder.resolve(LOCK));
        } catch (IOException | UncheckedIOException e) {
            log.warn("{} cannot be removed: {}", folder, e.getMessage());
        }
        delete(folder);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} cannot be removed: {}", file, e.getMessage());
        }
    }

    /// Removes the folders in `parent`, where anybody may write, whose windows are gone. Links are not followed, and what
    /// belongs to others than `owner`, or where others may write, is left alone, as is what no window has made.
    ///
    /// @param owner a number of the system; not looked at where there are none
    static synchronized void sweep(Path parent, int owner) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : all) {
                if (!HELD.contains(folder)) {
                    sweepOne(folder, owner);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.warn("what windows have left in {} cannot be removed: {}", parent, e.getMessage());
        }
    }

    private static void sweepOne(Path folder, int owner) {
        try {
            if (isPrivate(folder, owner)) {
                sweepOwn(folder);
            }
        } catch (IOException e) {
            log.warn("{} is left as it is: {}", folder, OwnFile.reason(e));
        }
    }

    private static void sweepOwn(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(folder); // if empty: its window was killed when it had just made it, or makes another now
            return;
        }
        FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        if (isAbandoned(lock)) {
            remove(folder, lock);
        } else {
            lock.close();
        }
    }

    private static boolean isAbandoned(FileChannel lock) {
        try {
            return lock.tryLock() != null;
        } catch (IOException e) {
            return false; // a disk without locks: nobody knows
        }
    }

    /// Whether it is a folder of `owner`'s that nobody else may write to.
    private static boolean isPrivate(Path folder, int owner) throws IOException {
        int others = 0022;
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && (!OwnFile.unix(folder)
                || Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(owner)
                        && ((int) Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS) & others) == 0);
    }
}
