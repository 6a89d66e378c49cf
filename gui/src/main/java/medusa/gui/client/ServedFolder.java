package medusa.gui.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import medusa.state.OwnFile;
import medusa.state.UserFolders;

/// Starts servers of folders, with a file of users of their own where somebody may write. That file is gone when the server
/// has ended, or with the next start if this program is killed before.
public final class ServedFolder {
    /// Not that of a server which root starts: that one is given to whom the server becomes.
    private static final String NOBODY_IN_PARTICULAR = "";

    private static final String TEMPORARY = "medusa-console-";
    private static final Pattern NAME = Pattern.compile("\\.?users-([0-9]{1,18})-.*");

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
        Path folder = privateFolder(folders);
        Path users = folder.resolve("users-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        try {
            sweep(folder);
            UsersFile.put(folders, users, serving.writer().get(), password);
            LocalServer server = LocalServer.start(folders, serving.options(users), out, log);
            server.ended().thenRun(() -> remove(users));
            return server;
        } catch (IOException e) {
            remove(users);
            throw e;
        }
    }

    /// Where nobody else can read or change anything. A server that root starts becomes somebody else, who has to see that the
    /// file of users is unchanged, though he may not read it: root's own folders would not let him.
    private static Path privateFolder(UserFolders folders) throws IOException {
        if (OwnFile.unix(folders.home()) && OwnFile.processUser() == 0) {
            return Files.setPosixFilePermissions(Files.createTempDirectory(TEMPORARY),
                    PosixFilePermissions.fromString("rwx--x--x"));
        }
        Path folder = folders.state(NOBODY_IN_PARTICULAR).resolve("console");
        OwnFile.makeFolders(folder, false);
        return folder;
    }

    /// Removes what windows have left that were killed.
    private static void sweep(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    remove(file);
                }
            });
        }
    }

    private static void remove(Path file) {
        String name = file.getFileName().toString();
        try (Stream<Path> all = Files.list(file.getParent())) {
            for (Path each : all.filter(each -> each.getFileName().toString().contains(name)).toList()) { // and its lock
                Files.deleteIfExists(each);
            }
            if (file.getParent().getFileName().toString().startsWith(TEMPORARY)) {
                Files.deleteIfExists(file.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
