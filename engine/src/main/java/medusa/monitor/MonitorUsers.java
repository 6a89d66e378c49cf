package medusa.monitor;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import medusa.auth.ScramKeys;
import medusa.auth.UserFile;
import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// Who may log in at the monitor, as a file has it: `name:role:SCRAM-SHA-256$…` in each line, and comments behind `#`. Nobody
/// but its owner may read it: who knows the keys can pretend to be the server, and guess passwords.
///
/// [#find] blocks for nothing and may be called from any thread; [#open] and [#refresh] read the disk.
public final class MonitorUsers {

    /// One who may log in.
    public record User(String name, Role role, ScramKeys keys) {}

    private final UserFile<User> file;

    private MonitorUsers(Path file) {
        this.file = new UserFile<>(file, UserLine.FORMAT);
    }

    /// Reads the users. Blocks.
    ///
    /// @throws IOException if the file is missing, others may read it, or a line is wrong; see [OwnFile#reason]
    public static MonitorUsers open(Path file) throws IOException {
        MonitorUsers opened = new MonitorUsers(file);
        try {
            opened.refresh();
        } catch (NoSuchFileException e) {
            throw new UnsafeException(file + ": there is no such file; medusa passwd --monitor makes it", e);
        }
        return opened;
    }

    /// The one of this name who may log in. Any thread; does not block.
    public Optional<User> find(String name) {
        return file.find(name);
    }

    /// Whether who has logged in may stay: by what was read last he still has this role. Any thread; does not block.
    boolean keeps(User user) {
        return file.last(user.name()).filter(now -> now.role() == user.role()).isPresent();
    }

    /// How often most of them have to hash a password, so that unknown users look like the others.
    public int iterations() {
        Map<Integer, Integer> counts = new TreeMap<>();
        file.all().forEach(user -> counts.merge(user.keys().iterations(), 1, Integer::sum));
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey)
                .orElse(ScramKeys.STANDARD_ITERATIONS);
    }

    /// Reads the file again if it is another one than before; see [UserFile#refresh].
    ///
    /// @return whether it was read
    /// @throws IOException if it cannot be used: then nobody may log in until it can
    public boolean refresh() throws IOException {
        return file.refresh();
    }
}
