package medusa.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a user's programs keep what is theirs, by the XDG base directory specification.
///
/// @param environment that of the process
/// @param home        the user's as the system knows it, which a supervisor may have changed by `HOME`
public record UserFolders(Map<String, String> environment, Path home) {
    private static final String NAME = "medusa";

    /// Those of this process.
    public static UserFolders ofProcess() {
        return new UserFolders(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /// For what the server itself keeps.
    ///
    /// @param user as whom the process was started
    public Path state(String user) {
        if (user.equals("root")) {
            return Path.of("/var/lib/medusa");
        }
        return absolute("XDG_STATE_HOME").orElseGet(() -> ownHome().resolve(".local/state")).resolve(NAME);
    }

    /// For what the user sets up, or a client remembers.
    public Path config() {
        return absolute("XDG_CONFIG_HOME").orElseGet(() -> ownHome().resolve(".config")).resolve(NAME);
    }

    /// For sockets, the best place first. A folder for them that another user's session has left in the environment is left
    /// out.
    public List<Path> sockets() {
        List<Path> places = new ArrayList<>();
        absolute("XDG_RUNTIME_DIR").filter(UserFolders::isOwn).ifPresent(folder -> places.add(folder.resolve(NAME)));
        places.add(ownHome().resolve(".medusa/run"));
        return places;
    }

    private Path ownHome() {
        return absolute("HOME").orElse(home);
    }

    private static boolean isOwn(Path folder) {
        try {
            return Files.isDirectory(folder) && (!OwnFile.unix(folder) || Files
                    .getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(OwnFile.processUser()));
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<Path> absolute(String name) {
        return Optional.of(Path.of(environment.getOrDefault(name, ""))).filter(Path::isAbsolute);
    }
}
