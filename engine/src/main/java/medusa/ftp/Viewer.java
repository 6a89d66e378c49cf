package medusa.ftp;

import java.time.Instant;

import medusa.auth.User;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;

/// Who looks at a listing, from where, and when: what is known of a session, for a worker. Immutable.
///
/// @param tree  for the rights; `files` alone is looked at
/// @param files as the user sees them
record Viewer(User user, SharedTree tree, VirtualFilesystem files, VirtualPath directory, Instant now) {

    static Viewer of(FtpSession session) {
        return new Viewer(session.user(), session.tree(), session.files(), session.directory(),
                session.server().clock().instant());
    }

    /// A path as this user means it.
    VirtualPath resolve(String path) throws FtpException {
        try {
            return directory.resolve(path);
        } catch (IllegalArgumentException e) {
            throw new FtpException(501, "That is no path.");
        }
    }
}
