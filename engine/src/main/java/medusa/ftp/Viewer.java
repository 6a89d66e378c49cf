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
/// @param room  for entries that are held to be sorted
record Viewer(User user, SharedTree tree, VirtualFilesystem files, VirtualPath directory, Instant now,
        SortingRoom.Share room) {

    static Viewer of(FtpSession session) {
        return of(session, session.files());
    }

    /// For as long as somebody wants it.
    static Viewer of(FtpSession session, Wanted wanted) {
        return of(session, session.files(wanted));
    }

    private static Viewer of(FtpSession session, VirtualFilesystem files) {
        return new Viewer(session.user(), session.tree(), files, session.directory(),
                session.server().clock().instant(), session.server().sortingRoom().share());
    }

    /// A path as this user means it.
    VirtualPath resolve(String path) throws FtpException {
        return FtpSession.resolve(directory, path);
    }
}
