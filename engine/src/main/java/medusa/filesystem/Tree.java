package medusa.filesystem;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;

/// Finds files and folders below one folder of the machine. The only place that decides what is inside.
///
/// All failures are [FilesystemException]s. Any thread.
interface Tree {

    /// Whether what is found stays inside even if folders and links are exchanged between finding and using it.
    boolean raceFree();

    /// Holds on to what `path` leads to, links followed. What is below a file is not found.
    Node pin(VirtualPath path) throws FilesystemException;

    /// Holds on to a folder, links followed, in which something is to be made, changed or removed. A file in its place is
    /// not found: so is a path below a file.
    Node pinFolder(VirtualPath path) throws FilesystemException;

    /// A file or folder that stays the same one whatever becomes of its name. To be closed; one thread at a time. Names are
    /// those of entries in this folder, without a slash; a link among them is never followed.
    interface Node extends AutoCloseable {

        /// Read once.
        Attributes attributes() throws FilesystemException;

        /// Its attributes as they are now; null where that cannot be told any more, since its name is another's.
        Attributes now() throws FilesystemException;

        /// Opens a regular file for reading; the caller has looked at its kind.
        ReadableByteChannel read() throws FilesystemException;

        /// Opens a regular file for writing in place; the caller has looked at its kind.
        SeekableByteChannel change() throws FilesystemException;

        /// Fails if this user may not write to this regular file. It is opened for that: a rename passes over its mode.
        void requireWritable() throws FilesystemException;

        /// The entries, as paths whose last name counts; hidden ones too.
        DirectoryStream<Path> entries() throws FilesystemException;

        /// The attributes of an entry, null for a link.
        Attributes entry(String name) throws FilesystemException;

        /// The attributes of an entry that is a link, itself. What is none any more is not found.
        Attributes linkItself(String name) throws FilesystemException;

        /// Where an entry leads that is a link, as it says itself. What is none any more is not found.
        String link(String name) throws FilesystemException;

        /// Holds on to an entry.
        Node child(String name) throws FilesystemException;

        /// Makes a file and opens it for writing.
        ///
        /// @param secret whether only its owner may read and write it, otherwise whoever the umask lets
        SeekableByteChannel createFile(String name, boolean secret) throws FilesystemException;

        void createFolder(String name) throws FilesystemException;

        void removeFile(String name) throws FilesystemException;

        void removeFolder(String name) throws FilesystemException;

        /// @param replace otherwise it fails if there is anything of this name
        void rename(String name, Node to, String toName, boolean replace) throws FilesystemException;

        void setModified(Instant time) throws FilesystemException;

        /// @param mode 0 to 0777; what a folder has beyond that (new entries have its group, others cannot remove them) stays
        void setMode(int mode) throws FilesystemException;

        /// How many bytes this user can still write on its disk; empty where that cannot be told.
        OptionalLong room() throws FilesystemException;

        /// Takes over permissions and, where that is allowed, owner and group of another file; but not that it runs as those.
        void inherit(Attributes from) throws FilesystemException;

        /// Where it is without any link.
        ///
        /// @throws FilesystemException not found if it is no longer in the tree
        VirtualPath location() throws FilesystemException;

        @Override
        void close();
    }

    /// A piece of work with `java.nio`.
    interface Work<T> {
        T run() throws IOException;

        /// @throws FilesystemException for any failure
        static <T> T on(VirtualPath path, Work<T> work) throws FilesystemException {
            try {
                return work.run();
            } catch (IOException | UnsupportedOperationException e) {
                throw Failures.of(e, path);
            }
        }
    }
}
