package medusa.filesystem;

import java.time.Instant;
import java.util.OptionalLong;

import medusa.filesystem.FilesystemException.Reason;

/// A tree of files and folders as clients see it, under virtual paths. HTTP and FTP share it, so what one cannot reach the
/// other cannot either.
///
/// **Thread.** Every call may block for as long as its disk does: the reactor makes them inline for ordinary disks, and on
/// workers for slow ones. Implementations are safe for any number of threads.
///
/// **Bounds.** Nothing outside the tree is ever read, listed or written, whatever is renamed or linked meanwhile: a path is
/// resolved and opened in one step, not checked first and opened later. Symbolic links that stay inside are followed; one
/// that leads outside is [FilesystemException.Reason#NOT_FOUND], like a path that does not exist. What is neither a file
/// nor a folder (FIFO, device, socket) is refused before it is opened.
///
/// **Errors** are [FilesystemException]s, whose reason is all that a client may hear. A path below a file is not found.
///
/// A filesystem that cannot be written to leaves the methods that write as they are here: they refuse.
public interface VirtualFilesystem {

    /// What is at `path`, links followed.
    Attributes attributes(VirtualPath path) throws FilesystemException;

    /// Where `path` leads: to itself, unless there are links on the way. For who has to know which file it is that a change
    /// would be about.
    default VirtualPath locate(VirtualPath path) throws FilesystemException {
        return path;
    }

    /// The entries of a folder in no particular order, without `.` and `..`. Entries that vanish meanwhile, links that lead
    /// outside and the server's own temporary files are left out.
    Listing list(VirtualPath folder) throws FilesystemException;

    /// The same, and with it, for who may remove them, the links that lead nowhere or outside, as [Attributes.Kind#LINK] and without a
    /// word on where they lead: a folder is not empty while it has one, so that who is to empty it has to know.
    default Listing listWithLinks(VirtualPath folder) throws FilesystemException {
        return list(folder);
    }

    /// Opens a file for reading. What is read is this file's content even if its name is given to another meanwhile.
    OpenFile open(VirtualPath file) throws FilesystemException;

    /// What the files and folders in a folder and below it take, in blocks of 4 KiB and at least one each, as far as they can be seen;
    /// unfinished uploads do not count, and neither does the folder itself. A link
    /// counts as what it leads to, unless the filesystem can tell it from that. For as long as it takes, which is long for a large
    /// tree.
    default long usage(VirtualPath folder) throws FilesystemException {
        return new Usage(this).of(folder);
    }

    /// Begins to write a file, which appears under its name when [Upload#commit] is called, whole, and not before.
    ///
    /// @param mode what becomes of a file that exists
    default Upload write(VirtualPath file, WriteMode mode) throws FilesystemException {
        throw new FilesystemException(Reason.READ_ONLY, file, null);
    }

    /// Makes a folder in one that exists.
    default void createFolder(VirtualPath folder) throws FilesystemException {
        throw new FilesystemException(Reason.READ_ONLY, folder, null);
    }

    /// Removes a file, or a link itself.
    default void deleteFile(VirtualPath file) throws FilesystemException {
        throw new FilesystemException(Reason.READ_ONLY, file, null);
    }

    /// Removes a folder with nothing in it.
    default void deleteFolder(VirtualPath folder) throws FilesystemException {
        throw new FilesystemException(Reason.READ_ONLY, folder, null);
    }

    /// Gives a file or folder another path.
    ///
    /// @param replace whether a file that has that path already is replaced, if this user may write to it; otherwise, and
    ///                for a folder always, the reason is [FilesystemException.Reason#EXISTS]
    default void rename(VirtualPath from, VirtualPath to, boolean replace) throws FilesystemException {
        throw new FilesystemException(Reason.READ_ONLY, from, null);
    }

    /// Sets the time of last modification.
    default void setModified(VirtualPath path, Instant time) throws FilesystemException {
        throw new FilesystemException(Reason.READ_ONLY, path, null);
    }

    /// Sets the permissions of a file or folder. What makes who runs a file its owner cannot be set, and is taken away.
    ///
    /// @param mode Unix permission bits, 0 to 0777
    default void setMode(VirtualPath path, int mode) throws FilesystemException {
        throw new FilesystemException(Reason.READ_ONLY, path, null);
    }

    /// How many bytes there is still room for at `path`, which must be there; empty if nobody can tell.
    default OptionalLong room(VirtualPath path) throws FilesystemException {
        attributes(path);
        return OptionalLong.empty();
    }

    /// What happens to a file that exists.
    enum WriteMode {
        /// It stays, and the reason is [FilesystemException.Reason#EXISTS].
        CREATE,
        /// Its content is replaced as a whole; its owner and mode stay. The right to write it is checked by opening it. Where
        /// there is no file yet it is made.
        REPLACE,
        /// Its content is continued in place: the one write that is seen before it is complete (FTP's APPE and REST). Where
        /// there is no file yet it is as [#CREATE].
        CONTINUE
    }
}
