package medusa.ftp;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A table of commands, which come and go while the server runs: what is under way goes on with the row that it began with.
/// Reactor thread only.
public final class FtpCommands {
    private static final int LONGEST_NAME = 16;

    private final SortedMap<String, FtpCommand> rows = new TreeMap<>();

    FtpCommands(Collection<FtpCommand> first) {
        first.forEach(this::install);
    }

    /// Adds a command.
    ///
    /// @throws IllegalArgumentException if there is one of this name, or nobody could give it one
    public void install(FtpCommand command) {
        if (!command.name().matches("[A-Z][A-Z0-9]{1," + (LONGEST_NAME - 1) + "}")) {
            throw new IllegalArgumentException("no command can be called " + command.name());
        }
        if (rows.putIfAbsent(command.name(), command) != null) {
            throw new IllegalArgumentException("there is a " + command.name() + " already");
        }
    }

    /// Takes a command away.
    ///
    /// @return the command; empty if there is none of this name
    public Optional<FtpCommand> remove(String name) {
        return Optional.ofNullable(rows.remove(name.toUpperCase(Locale.ROOT)));
    }

    /// The command that is called so, in capitals or not.
    public Optional<FtpCommand> find(String name) {
        return Optional.ofNullable(rows.get(name.toUpperCase(Locale.ROOT)));
    }

    /// All of them, by their names.
    public List<FtpCommand> all() {
        return List.copyOf(rows.values());
    }

    @Override
    public String toString() {
        return String.join(" ", rows.keySet());
    }
}
