package medusa.auth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The operating system's idea of who this process is. The engine knows this interface only; the implementation is found
/// through [java.util.ServiceLoader] and lives in the module `medusa.ftp.unix.auth`.
///
/// **Thread.** All methods may be called from any thread, and block for as long as the system's user database takes.
///
/// **Errors.** The message of every [IOException] is one line that can be shown to the administrator as it is.
public interface Privileges {

    /// A user as the system knows it.
    ///
    /// @param name the system's spelling of it
    /// @param uid unsigned: ids above 2^31 are negative here
    /// @param gid the primary group, unsigned
    /// @param groups all its groups, `gid` among them
    record Account(String name, int uid, int gid, List<Integer> groups, Path home) {
        /// @param groups copied
        public Account {
            groups = List.copyOf(groups);
        }
    }

    /// Whether this implementation works on this kind of system. Loads no native code; where it is false,
    /// [#root] is false and the other methods fail.
    boolean supported();

    /// Whether the process is root or could become it again: whether its real, effective or saved user id is 0. What
    /// cannot be found out counts as root, so that [#dropTo] is tried and refuses.
    boolean root();

    /// Looks a user up by name.
    ///
    /// @return empty if there is no such user
    /// @throws IOException if the user database cannot be read
    Optional<Account> account(String name) throws IOException;

    /// Turns the whole process, every thread of it, into `account` for good: real, effective and saved ids and all
    /// groups. It proves the change before it returns: the ids of every thread are read back, none has a capability left,
    /// and an attempt to become root again has failed. Blocks for some milliseconds.
    ///
    /// Afterwards only what `account` may read can be opened, classes not yet loaded among it: see [Access].
    ///
    /// @param account neither root nor in root's group
    /// @throws IOException if the account is refused, the process is not root, or any part of the change or its proof
    ///         failed; the process is then in an unknown state and must end
    void dropTo(Account account) throws IOException;
}
