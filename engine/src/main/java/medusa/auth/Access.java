package medusa.auth;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import medusa.auth.Privileges.Account;
import medusa.state.PathSteps;

/// What an account may read and write, told by owner, group and mode bits of a path and of every folder on the way to it,
/// symbolic links followed as the kernel does. A server that is about to give up root asks it whether it could go on.
///
/// Each method answers with the first obstacle, as one line for the administrator, or with nothing if there is none. Where
/// the file system knows no mode bits nothing is an obstacle. Access control lists, read-only mounts and a network disk's
/// own rules are not seen: after the change of user `Files.isReadable` has the last word.
///
/// Blocks for as long as the file system does; any thread.
public final class Access {
    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final int ENTER = 1;

    private final Account account;

    /// The view of one account.
    public Access(Account account) {
        this.account = Objects.requireNonNull(account);
    }

    /// What keeps the account from reading a file, or from listing and entering a folder.
    ///
    /// @throws IOException if there is no such path, or it cannot be followed by this process itself
    public Optional<String> read(Path path) throws IOException {
        return obstacle(path, READ);
    }

    /// What keeps the account from writing to a file, or from making files in a folder.
    ///
    /// @throws IOException if there is no such path, or it cannot be followed by this process itself
    public Optional<String> write(Path path) throws IOException {
        return obstacle(path, WRITE);
    }

    /// Like [#read], for a folder and everything directly in it.
    ///
    /// @throws IOException if there is no such folder, or it cannot be followed by this process itself
    public Optional<String> readAll(Path folder) throws IOException {
        Optional<String> obstacle = read(folder);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(folder)) {
            listing.forEach(entries::add);
        }
        Collections.sort(entries); // so that the same tree always gives the same answer
        for (Path entry : entries) {
            obstacle = read(entry);
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        return Optional.empty();
    }

    private Optional<String> obstacle(Path path, int wanted) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        PathSteps way = PathSteps.to(path);
        for (PathSteps.Step step : way.steps()) {
            Optional<String> closed = denial(step.folder(), ENTER, path);
            if (closed.isPresent()) {
                return closed;
            }
        }
        return denial(way.end(), wanted, path);
    }

    private Optional<String> denial(Path at, int wanted, Path goal) throws IOException {
        Map<String, Object> facts = Files.readAttributes(at, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) facts.get("mode");
        int uid = (Integer) facts.get("uid");
        int gid = (Integer) facts.get("gid");
        // Reading or writing a folder is of no use without entering it.
        int needed = Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS) ? wanted | ENTER : wanted;
        if (account.uid() == 0 || (allowed(mode, uid, gid) & needed) == needed) {
            return Optional.empty();
        }
        String verb = switch (wanted) {
            case READ -> "read";
            case WRITE -> "write to";
            default -> "enter";
        };
        String onTheWay = at.equals(goal.toAbsolutePath().normalize()) ? "" : ", on the way to " + goal;
        return Optional.of("user %s may not %s %s (mode %04o, owner %s:%s)%s".formatted(account.name(), verb, at,
                mode & 07777, Integer.toUnsignedString(uid), Integer.toUnsignedString(gid), onTheWay));
    }

    /// The three bits that count: the owner's for the owner even where the others' allow more, then the group's.
    private int allowed(int mode, int uid, int gid) {
        if (uid == account.uid()) {
            return mode >> 6 & 7;
        }
        boolean member = gid == account.gid() || account.groups().contains(gid);
        return member ? mode >> 3 & 7 : mode & 7;
    }
}
