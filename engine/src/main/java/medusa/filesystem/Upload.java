package medusa.filesystem;

import java.nio.ByteBuffer;

/// A file being written. Until [#commit] it exists under a name of its own that neither protocol shows; closed without a
/// commit it leaves nothing behind (a [VirtualFilesystem.WriteMode#CONTINUE] upload excepted, which writes in place). May
/// block; one thread at a time.
public interface Upload extends AutoCloseable {

    /// How many bytes the file has: before the first write 0, or the length of the file that is continued.
    long position();

    /// Continues at `position` instead, and cuts off what is behind it.
    ///
    /// @param position not behind the file's end
    void position(long position) throws FilesystemException;

    /// Writes all of `data`.
    void write(ByteBuffer data) throws FilesystemException;

    /// Gives the file its name. Nothing can be written afterwards.
    void commit() throws FilesystemException;

    /// Gives it up if it was not committed. Idempotent, and does not throw.
    @Override
    void close();
}
