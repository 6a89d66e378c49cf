package medusa.filesystem;

import java.io.IOException;

/// Why an operation on a [VirtualFilesystem] failed. The reason becomes the protocol's own reply; the message names the
/// virtual path at most, and the cause is for the log alone.
public final class FilesystemException extends IOException {
    private static final long serialVersionUID = 1;

    /// The kinds of failure that a client may hear of.
    public enum Reason {
        /// There is nothing, or nothing that may be seen.
        NOT_FOUND("not found"),
        /// It is there, but not for this user.
        DENIED("permission denied"),
        /// The table of rights does not let this user; said whether it is there or not.
        FORBIDDEN("not allowed"),
        /// Something has this name already.
        EXISTS("exists already"),
        /// The folder has entries.
        NOT_EMPTY("folder is not empty"),
        /// The disk or the quota is full.
        NO_SPACE("no space left"),
        /// The file is larger than those of this user may be.
        TOO_LARGE("file is too large"),
        /// The name or the path is longer than the disk can hold.
        NAME_TOO_LONG("name is too long"),
        /// It is a file, but was used as a folder.
        NOT_A_FOLDER("not a folder"),
        /// It is a folder, but was used as a file.
        IS_A_FOLDER("is a folder"),
        /// It is neither a file nor a folder.
        SPECIAL("not a regular file"),
        /// The tree, or this part of it, cannot be changed.
        READ_ONLY("read-only"),
        /// The server has no descriptor left; later it may.
        BUSY("too many open files"),
        /// Anything else.
        FAILED("input/output error");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /// In words, for clients.
        public String text() {
            return text;
        }
    }

    private final Reason reason;

    /// @param cause for the log; may be null
    public FilesystemException(Reason reason, VirtualPath path, Throwable cause) {
        super(path.display() + ": " + reason.text(), cause);
        this.reason = reason;
    }

    /// What a reply is made from.
    public Reason reason() {
        return reason;
    }
}
