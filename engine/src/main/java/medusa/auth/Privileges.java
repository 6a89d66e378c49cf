package medusa.auth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The operating system's idea of who this process is. The engine knows this interface only; the implementation is found
/// through [java.util.ServiceLoader] and lives in the module `medusa.ftp.unix.auth`.
///
/// All methods may be called from any thread, and block for as long as the system's user database takes.
public interface Privileges {

    /// A user as the system knows it.
    ///
    /// @param groups all its groups, `gid` among them
    record Account(String name, int uid, int gid, List<Integer> groups, Path home) {
        /// @param groups copied
        public Account {
            groups = List.copyOf(groups);
        }
    }

    /// Whether this implementation works on this machine.
    boolean supported();

    /// Whether the process has effective user id 0.
    boolean root();

    /// Looks a user up by name.
    ///
    /// @throws IOException if the user database cannot be read
    Optional<Account> account(String name) throws IOException;

    /// Turns the whole process, every thread of it, into `account` for good: real, effective and saved ids and all groups.
    /// It proves the change before it returns.
    ///
    /// @throws IOException if any part of it failed; the process is then in an unknown state and must end
    void dropTo(Account account) throws IOException;
}
