package medusa.gui.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;

import medusa.state.OwnFile;
import medusa.state.UserFolders;

/// Starts servers of folders, with a file of users of their own where somebody may write. That file is gone when the server
/// has ended.
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
        Path folder = folders.state(NOBODY_IN_PARTICULAR).resolve("console");
        Path users = folder.resolve("users-" + UUID.randomUUID());
        try {
            OwnFile.makeFolders(folder, false);
            UsersFile.put(folders, users, serving.writer().get(), password);
            LocalServer server = LocalServer.start(folders, serving.options(users), out, log);
            server.ended().thenRun(() -> remove(users));
            return server;
        } catch (IOException e) {
            remove(users);
            throw e;
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
