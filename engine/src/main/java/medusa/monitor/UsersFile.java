package medusa.monitor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import medusa.auth.ScramKeys;
import medusa.auth.UserFileEditor;
import medusa.auth.UserNames;
import medusa.monitor.MonitorUsers.User;
import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// Changes the file that [MonitorUsers] reads, as a [UserFileEditor] does. Everything blocks.
public final class UsersFile {
    private final UserFileEditor editor;

    /// @param file need not be there
    public UsersFile(Path file) {
        editor = new UserFileEditor(file, UserLine.FORMAT);
    }

    /// Adds a user, or gives one other keys.
    ///
    /// @param name as [UserNames#kept] has given it
    /// @param role empty for the one that the user has, and [Role#VIEW] for a new one
    /// @return as it is now
    /// @throws IOException if the file cannot be changed, or is not safe; see [OwnFile#reason]
    public User put(String name, Optional<Role> role, ScramKeys keys) throws IOException {
        return UserLine.parse(editor.put(name, line -> {
            Role now = role.or(() -> line.map(old -> UserLine.parse(old).role())).orElse(Role.VIEW);
            return Optional.of(UserLine.text(new User(name, now, keys)));
        }).orElseThrow());
    }

    /// Gives a user another role.
    ///
    /// @return as it is now
    /// @throws IOException if there is no such user, the file cannot be changed, or is not safe; see [OwnFile#reason]
    public User put(String name, Role role) throws IOException {
        return UserLine.parse(editor.put(name, line -> {
            if (line.isEmpty()) {
                throw new UnsafeException("there is no " + name + " in it");
            }
            return Optional.of(UserLine.text(new User(name, role, UserLine.parse(line.get()).keys())));
        }).orElseThrow());
    }

    /// Removes a user.
    ///
    /// @return whether there was one
    /// @throws IOException if the file cannot be changed, or is not safe; see [OwnFile#reason]
    public boolean remove(String name) throws IOException {
        return editor.remove(name);
    }
}
