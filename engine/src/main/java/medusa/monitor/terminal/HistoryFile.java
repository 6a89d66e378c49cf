package medusa.monitor.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The file that keeps what was typed, for its owner only: snippets may hold what nobody else is to see.
final class HistoryFile {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private HistoryFile() {}

    /// Makes the file if it is missing.
    ///
    /// @param environment that of the process
    /// @return empty if there can be none; then nothing is remembered
    static Optional<Path> prepare(Map<String, String> environment, Path home) {
        Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
        Path folder = (state.isAbsolute() ? state : home.resolve(".local/state")).resolve("medusa");
        Path file = folder.resolve("monitor-history");
        try {
            boolean posix = Files.getFileStore(existing(folder)).supportsFileAttributeView("posix");
            Files.createDirectories(folder, attributes(posix, FOLDER));
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.createFile(file, attributes(posix, FILE));
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(file)) {
                return Optional.empty();
            }
            if (posix) {
                Files.setPosixFilePermissions(file, FILE);
            }
            return Optional.of(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path existing(Path folder) {
        Path there = folder;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    private static FileAttribute<?>[] attributes(boolean posix, Set<PosixFilePermission> mode) {
        return posix ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(mode)} : new FileAttribute<?>[0];
    }
}
