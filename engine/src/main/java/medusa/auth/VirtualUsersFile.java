package medusa.auth;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

import medusa.state.OwnFile;

/// Changes the file that [VirtualUsers] reads, as a [UserFileEditor] does. Everything blocks; any thread.
public final class VirtualUsersFile {
    private final UserFileEditor editor;

    /// @param file need not be there
    public VirtualUsersFile(Path file) {
        editor = new UserFileEditor(file, VirtualUserLine.FORMAT);
    }

    /// What becomes of a user.
    @FunctionalInterface
    public interface Change {
        /// @param user empty if there is none yet
        /// @throws IOException for the caller; the file is left as it is
        VirtualUser apply(Optional<VirtualUser> user) throws IOException;
    }

    /// Changes a user, or adds one.
    ///
    /// @param name as [UserNames#kept] has given it
    /// @return as he is now
    /// @throws IOException if the file cannot be changed, or is not safe; see [OwnFile#reason]
    public VirtualUser put(String name, Change change) throws IOException {
        String line = editor
                .put(name, old -> Optional.of(VirtualUserLine.text(change.apply(old.map(VirtualUserLine::parse)))))
                .orElseThrow();
        return VirtualUserLine.parse(line);
    }

    /// Removes a user.
    ///
    /// @return whether there was one
    /// @throws IOException if the file cannot be changed, or is not safe; see [OwnFile#reason]
    public boolean remove(String name) throws IOException {
        return editor.remove(name);
    }

    /// Gives a user other keys for the same password, and leaves the rest of the line as it is. Nothing happens if he is gone, or
    /// has other keys than these by now.
    ///
    /// @return whether he has them now
    /// @throws IOException if the file cannot be changed, or is not safe; see [OwnFile#reason]
    boolean exchange(String name, ScramKeys old, ScramKeys fresh) throws IOException {
        Optional<String> now = editor.put(name, line -> line.filter(text -> has(text, old)).map(text -> {
            int keys = text.indexOf(':', text.indexOf(':') + 1) + 1;
            return text.substring(0, keys) + fresh.text();
        }));
        return now.filter(text -> has(text, fresh)).isPresent();
    }

    private static boolean has(String line, ScramKeys keys) {
        return VirtualUserLine.parse(line).keys().filter(
                found -> found.iterations() == keys.iterations() && MessageDigest.isEqual(found.salt(), keys.salt())
                        && MessageDigest.isEqual(found.storedKey(), keys.storedKey()))
                .isPresent();
    }
}
