package medusa.ftp;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;

import medusa.filesystem.VirtualPath;

/// Something that a client has done. Immutable; any thread.
public sealed interface FtpEvent {

    /// Who has done it.
    Client client();

    /// Who has done something.
    ///
    /// @param session  unique within the server's life
    /// @param user     as he has logged in
    /// @param password of who has not logged in as anybody: what he gave as one, mostly an address; else empty
    /// @param address  where he is
    record Client(long session, String user, boolean anonymous, String password, InetAddress address) {}

    /// He has logged in.
    record LoggedIn(Client client) implements FtpEvent {}

    /// He has gone, or begins anew.
    record LoggedOut(Client client) implements FtpEvent {}

    /// Which way a file went.
    enum Direction {
        /// RETR.
        DOWN,
        /// STOR, STOU and APPE.
        UP
    }

    /// A file was sent or taken, as a whole or not.
    ///
    /// @param path     as the tree has it
    /// @param bytes    that went over the data connection
    /// @param began    when the data connection was asked for
    /// @param complete whether it went to its end; what was taken is there only then, unless it is written in place
    record Transferred(Client client, Direction direction, VirtualPath path, long bytes, Instant began, Duration took,
            FtpSession.Type type, FtpSession.Mode mode, boolean complete) implements FtpEvent {}

    /// A file or folder is gone.
    record Deleted(Client client, VirtualPath path, boolean folder) implements FtpEvent {}

    /// A file or folder has another path.
    record Renamed(Client client, VirtualPath from, VirtualPath to) implements FtpEvent {}

    /// A folder was made.
    record FolderMade(Client client, VirtualPath path) implements FtpEvent {}
}
