package medusa.filesystem;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A file being written. Until [#commit] it exists under a name of its own that neither protocol shows; closed without a
/// commit it leaves nothing behind (a [VirtualFilesystem.WriteMode#CONTINUE] upload excepted, which writes in place). May
/// block; one thread at a time.
public interface Upload extends AutoCloseable {

    /// How many bytes the file has: before the first write 0, or the length of the file that is continued.
    long position();

    /// Continues at `position` instead, and cuts off what is behind it. Behind the end of a file that is continued in place
    /// ([VirtualFilesystem.WriteMode#CONTINUE]) this leaves a hole of zeros as soon as something is written; others refuse it.
    void position(long position) throws FilesystemException;

    /// Tells how large the file is going to be, as far as that is known: what is too large for this user, or finds no room in his
    /// quota, is refused now rather than at its end. The last word counts; what is less than there is counts as that.
    default void expect(long size) throws FilesystemException {}

    /// Writes `data`. What it leaves there is given to it again, when others have had their turn: an upload of whose bytes a few
    /// mean much work bounds that of one call so. Those of filesystems write all.
    void write(ByteBuffer data) throws FilesystemException;

    /// Gives the file its name. Nothing can be written afterwards.
    void commit() throws FilesystemException;

    /// What the file was when it got its name, whatever becomes of the name later; empty before, and where that is not known.
    default Optional<Attributes> committed() {
        return Optional.empty();
    }

    /// Gives it up if it was not committed. Idempotent, and does not throw.
    @Override
    void close();
}
