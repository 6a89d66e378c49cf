package medusa.filesystem;

import java.time.Instant;

/// What is known of one entry.
///
/// @param kind     what it is
/// @param size     in bytes; 0 for a folder
/// @param modified with the resolution of the disk
/// @param identity differs between two files that have had the same name, where the disk can tell them apart (device and
///                 inode), else 0
/// @param mode     Unix permission bits, 0 to 07777; -1 where there are none
/// @param owner    numeric user id, -1 where there is none
/// @param group    numeric group id, -1 where there is none
public record Attributes(Kind kind, long size, Instant modified, long identity, int mode, int owner, int group) {

    /// The kinds of entries that clients see.
    public enum Kind {
        /// Something with bytes in it.
        FILE,
        /// Something with entries in it.
        FOLDER,
        /// Anything else: listed, never opened.
        SPECIAL,
        /// A link that leads nowhere, or nowhere in the tree: told by [VirtualFilesystem#listWithLinks] alone. It can be removed.
        LINK
    }

    /// Attributes of something that has no identity, mode or owner.
    public static Attributes of(Kind kind, long size, Instant modified) {
        return new Attributes(kind, size, modified, 0, -1, -1, -1);
    }

    /// Whether it is a file.
    public boolean isFile() {
        return kind == Kind.FILE;
    }

    /// Whether it is a folder.
    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }
}
