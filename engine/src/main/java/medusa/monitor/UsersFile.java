package medusa.monitor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import medusa.auth.ScramKeys;
import medusa.monitor.MonitorUsers.User;
import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// Changes the file that [MonitorUsers] reads, line by line: comments and other users stay as they are. It is written aside and
/// renamed, and closed to others from the first moment. One change waits for the other, also between processes: each holds a
/// lock on a file beside it, which is left there as that of `/etc/passwd` is.
///
/// Everything blocks.
public final class UsersFile {
    private static final Set<StandardOpenOption> LOCKING = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    private static final Object THIS_PROCESS = new Object();

    private final Path file;

    /// @param file need not be there
    public UsersFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /// A name as it is kept and compared.
    ///
    /// @throws IllegalArgumentException saying why this cannot be one
    public static String name(String typed) {
        String name = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        UserLine.flaw(name).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        return name;
    }

    private interface Edit {
        /// @return whether anything has changed
        boolean apply(List<String> lines) throws IOException;
    }

    /// Adds a user, or gives one other keys.
    ///
    /// @param name as [#name] has given it
    /// @param role empty for the one that the user has, and [Role#VIEW] for a new one
    /// @return as it is now
    /// @throws IOException if the file cannot be changed, or is not safe; see [OwnFile#reason]
    public User put(String name, Optional<Role> role, ScramKeys keys) throws IOException {
        User[] put = new User[1];
        edit(lines -> {
            int at = 0;
            while (at < lines.size() && !UserLine.isOf(lines.get(at), name)) {
                at++;
            }
            boolean isNew = at == lines.size();
            put[0] = new User(name, role.orElse(isNew ? Role.VIEW : roleOf(lines.get(at), at + 1)), keys);
            if (isNew) {
                lines.add("");
            }
            lines.set(at, UserLine.text(put[0]));
            return true;
        });
        return put[0];
    }

    private Role roleOf(String line, int number) throws UnsafeException {
        try {
            return UserLine.parse(line).role();
        } catch (IllegalArgumentException e) {
            throw new UnsafeException(file + ":" + number + ": " + e.getMessage());
        }
    }

    /// Removes a user.
    ///
    /// @return whether there was one
    /// @throws IOException if the file cannot be changed, or is not safe; see [OwnFile#reason]
    public boolean remove(String name) throws IOException {
        boolean[] removed = new boolean[1];
        edit(lines -> removed[0] = lines.removeIf(line -> UserLine.isOf(line, name)));
        return removed[0];
    }

    private void edit(Edit edit) throws IOException {
        if (!Files.isDirectory(file.getParent())) {
            throw new UnsafeException("there is no folder " + file.getParent());
        }
        synchronized (THIS_PROCESS) { // a lock is the whole process's
            Optional<Integer> owner = owner();
            try (FileChannel channel = lockFile(owner); FileLock _ = channel.lock()) {
                List<String> lines = Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        ? MonitorUsers.lines(file)
                        : new ArrayList<>();
                if (edit.apply(lines)) {
                    byte[] content = (lines.isEmpty() ? "" : String.join("\n", lines) + "\n")
                            .getBytes(StandardCharsets.UTF_8);
                    if (content.length > MonitorUsers.MOST_BYTES) {
                        throw new UnsafeException(file + ": would become too long");
                    }
                    OwnFile.write(file, content, owner);
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
    private Optional<Integer> owner() throws IOException {
        if (!OwnFile.unix(file) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        int me = OwnFile.processUser();
        int owner = (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner == me) {
            return Optional.empty();
        }
        Optional<String> danger = OwnFile.exchangeable(file, me);
        if (me != 0 || danger.isPresent()) {
            throw new UnsafeException("%s: belongs to %s%s; run this as that user".formatted(file,
                    Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName(),
                    danger.map(why -> ", and " + why).orElse("")));
        }
        return Optional.of(owner);
    }
}
