package medusa.auth;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// Changes a file of users line by line: comments and other users stay byte for byte as they are. It is written aside and
/// renamed; owner, group and mode stay, and a new one is closed to others from the first moment. One change waits for the other,
/// also between processes: each holds a lock on a file beside it, which is left there as that of `/etc/passwd` is.
///
/// Everything blocks; any thread.
public final class UserFileEditor {
    private static final Set<StandardOpenOption> LOCKING = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    private static final Object THIS_PROCESS = new Object();
    private static final int PERMISSIONS = 0777;

    private final Path file;
    private final UserFormat.Rule rule;
    private final Consumer<String> parser;

    /// @param file need not be there
    public UserFileEditor(Path file, UserFormat<?> format) {
        this(file, format.rule(), format::parse);
    }

    /// @param parser throws [IllegalArgumentException] for what is no user
    UserFileEditor(Path file, UserFormat.Rule rule, Consumer<String> parser) {
        this.file = file.toAbsolutePath();
        this.rule = rule;
        this.parser = parser;
    }

    /// What becomes of a user's line.
    @FunctionalInterface
    public interface Change {
        /// @param line without spaces around it; empty if there is none
        /// @return the line as it is to be; empty to leave the file as it is
        /// @throws IOException              for the caller; the file is left as it is
        /// @throws IllegalArgumentException if the line is wrong, saying how
        Optional<String> apply(Optional<String> line) throws IOException;
    }

    /// Changes the line of a user, or adds one behind all others.
    ///
    /// @param name as [UserNames#kept] has given it
    /// @return the line as it is now; empty if there is none
    /// @throws IOException if the file cannot be changed, or is not safe; see [OwnFile#reason]
    public Optional<String> put(String name, Change change) throws IOException {
        List<Optional<String>> put = new ArrayList<>();
        edit(lines -> {
            requireUsers(lines, name);
            int at = 0;
            while (at < lines.size() && !UserLines.isOf(lines.get(at), name)) {
                at++;
            }
            Optional<String> before = at < lines.size() ? Optional.of(lines.get(at).strip()) : Optional.empty();
            Optional<String> after = after(change, before, at).or(() -> before);
            put.add(after);
            if (after.equals(before)) {
                return false;
            }
            if (before.isEmpty()) {
                lines.add("");
            }
            lines.set(at, after.get() + (lines.get(at).endsWith("\r") ? "\r" : ""));
            return true;
        });
        return put.getFirst();
    }

    private Optional<String> after(Change change, Optional<String> line, int number) throws IOException {
        try {
            return change.apply(line);
        } catch (IllegalArgumentException e) {
            throw UserLines.wrong(file, number, e.getMessage());
        }
    }

    /// Removes a user.
    ///
    /// @return whether there was one
    /// @throws IOException if the file cannot be changed, or is not safe; see [OwnFile#reason]
    public boolean remove(String name) throws IOException {
        boolean[] removed = new boolean[1];
        edit(lines -> {
            requireUsers(lines, name);
            return removed[0] = lines.removeIf(line -> UserLines.isOf(line, name));
        });
        return removed[0];
    }

    /// Some other file may have been given by mistake, and one with a wrong line is of no use to the server.
    ///
    /// @param except whose own line may be wrong: it is about to be changed
    private void requireUsers(List<String> lines, String except) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!UserLines.isIdle(line) && !UserLines.isOf(line, except)) {
                try {
                    parser.accept(line.strip());
                } catch (IllegalArgumentException e) {
                    throw UserLines.wrong(file, i, e.getMessage());
                }
            }
        }
    }

    private interface Edit {
        /// @return whether anything has changed
        boolean apply(List<String> lines) throws IOException;
    }

    private void edit(Edit edit) throws IOException {
        if (!Files.isDirectory(file.getParent())) {
            throw new UnsafeException("there is no folder " + file.getParent());
        }
        synchronized (THIS_PROCESS) { // a lock is the whole process's
            try (FileChannel channel = lockFile(belonging().owner()); FileLock _ = channel.lock()) {
                OwnFile.Belonging belonging = belonging(); // whoever had the lock may have made the file
                List<String> lines = Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        ? UserLines.read(file, rule)
                        : new ArrayList<>();
                if (edit.apply(lines)) {
                    byte[] content = (lines.isEmpty() ? "" : String.join("\n", lines) + "\n")
                            .getBytes(StandardCharsets.UTF_8);
                    if (content.length > rule.mostBytes()) {
                        throw new UnsafeException(file + ": would become too long");
                    }
                    OwnFile.write(file, content, belonging);
                }
            }
        }
    }

    private FileChannel lockFile(Optional<Integer> owner) throws IOException {
        Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
        Set<OpenOption> options = new HashSet<>(LOCKING);
        options.add(LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(lock, options, OwnFile.fileMode(lock));
        if (owner.isPresent()) {
            Files.setAttribute(lock, "unix:uid", owner.get(), LinkOption.NOFOLLOW_LINKS);
        }
        return channel;
    }

    /// Whom to give the new file to: root may change what is another's, and leaves it to him. Not where somebody could exchange
    /// it meanwhile, since he would be given whatever he puts there.
    private OwnFile.Belonging belonging() throws IOException {
        if (!OwnFile.unix(file) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return OwnFile.Belonging.MINE;
        }
        Map<String, Object> facts = Files.readAttributes(file, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        int me = OwnFile.processUser();
        int owner = (Integer) facts.get("uid");
        Optional<Integer> group = Optional.of((Integer) facts.get("gid"));
        Optional<Integer> mode = Optional.of((Integer) facts.get("mode") & PERMISSIONS);
        if (owner == me) {
            return new OwnFile.Belonging(Optional.empty(), group, mode);
        }
        Optional<String> danger = OwnFile.exchangeable(file, me);
        if (me != 0 || danger.isPresent()) {
            throw new UnsafeException("%s: belongs to %s%s; run this as that user".formatted(file,
                    Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName(),
                    danger.map(why -> ", and " + why).orElse("")));
        }
        return new OwnFile.Belonging(Optional.of(owner), group, mode);
    }
}
