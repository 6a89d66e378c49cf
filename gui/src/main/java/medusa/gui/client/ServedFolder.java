package medusa.gui.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

import medusa.state.OwnFile;
import medusa.state.UserFolders;

/// Starts servers of folders, with a file of users of their own where somebody may write. That file is gone when the server
/// has ended, or with the next start if this program is killed before.
public final class ServedFolder {
    /// Not that of a server which root starts: that one is given to whom the server becomes.
    private static final String NOBODY_IN_PARTICULAR = "";

    private ServedFolder() {}

    /// Blocks for as long as it takes to make the password's keys, and not until the server is ready.
    ///
    /// @param password the writer's, which whoever calls wipes; empty without one
    /// @param out      see [LocalServer#start]
    /// @throws IOException with words for people
    public static LocalServer start(UserFolders folders, Serving serving, char[] password, Consumer<String> out,
            Consumer<String> log) throws IOException {
        if (serving.writer().isEmpty()) {
            return LocalServer.start(folders, serving.options(Path.of("")), out, log);
        }
        Leftovers own = privateFolder(folders);
        try {
            UsersFile.put(folders, own.users(), serving.writer().get(), password);
            return LocalServer.start(folders, serving.options(own.users()), out, log, own::close);
        } catch (IOException e) {
            own.close();
            throw e;
        }
    }

    /// Where nobody else can read or change anything. A server that root starts becomes somebody else, who has to see that the
    /// file of users is unchanged, though he may not read it: root's own folders would not let him.
    private static Leftovers privateFolder(UserFolders folders) throws IOException {
        int user = OwnFile.processUser();
        boolean root = OwnFile.unix(folders.home()) && user == 0;
        Path parent = root
                ? Path.of(System.getProperty("java.io.tmpdir"))
                : folders.state(NOBODY_IN_PARTICULAR).resolve("console");
        if (!root) {
            OwnFile.makeFolders(parent, false);
        }
        Leftovers.sweep(parent, user);
        Leftovers own = Leftovers.make(parent);
        if (root) {
            Files.setPosixFilePermissions(own.folder(), PosixFilePermissions.fromString("rwx--x--x"));
        }
        return own;
    }
}
