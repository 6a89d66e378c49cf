package medusa.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import medusa.state.OwnFile;

/// The users that a file has, read again when it has changed. [UserFileEditor] changes it.
///
/// [#refresh] reads the disk; the rest blocks for nothing and may be called from any thread.
///
/// @param <U> what is known of a user
public final class UserFile<U> {

    /// By what a file is known to be the one that was read; a mode that changes counts too, where there are modes.
    private record Stamp(Object key, long size, Object modified, Object changed) {}

    private final Path file;
    private final UserFormat<U> format;
    private volatile Map<String, U> users = Map.of();
    /// Since the file has changed and cannot be read.
    private volatile boolean closed = true;
    private Stamp stamp;

    /// Nothing is read yet, and nobody may log in before [#refresh].
    public UserFile(Path file, UserFormat<U> format) {
        this.file = file;
        this.format = format;
    }

    /// Where it is.
    public Path path() {
        return file;
    }

    /// The one of this name, if he may log in.
    public Optional<U> find(String name) {
        return closed ? Optional.empty() : last(name);
    }

    /// The one of this name, by what was read last, even if the file has changed since and cannot be read.
    public Optional<U> last(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /// All of them by what was read last, in their order.
    public Collection<U> all() {
        return users.values();
    }

    /// Whether nobody may log in, since the file could not be read.
    public boolean isClosed() { return closed; }

    /// Reads the file again if it is another one than before. Costs one look at the disk, and so blocks; to be called before
    /// each log-in.
    ///
    /// @return whether it was read
    /// @throws IOException if it cannot be used: then nobody may log in until it can, since it may be that somebody was taken
    ///                     out; see [OwnFile#reason]
    public synchronized boolean refresh() throws IOException {
        try {
            boolean read = reread();
            closed = false;
            return read;
        } catch (IOException e) {
            closed = true;
            stamp = null; // who may read it can change without a trace, where there is no time of that
            throw e;
        }
    }

    private boolean reread() throws IOException {
        Stamp now;
        try {
            now = stamp(file);
        } catch (NoSuchFileException e) {
            users = Map.of();
            throw e;
        }
        if (now.equals(stamp)) {
            return false;
        }
        Map<String, U> found = new LinkedHashMap<>();
        List<String> lines = UserLines.read(file, format.rule());
        for (int i = 0; i < lines.size(); i++) {
            if (!UserLines.isIdle(lines.get(i))) {
                add(found, lines.get(i).strip(), i);
            }
        }
        users = Collections.unmodifiableMap(found);
        stamp = now; // of before the reading: what comes in between is read the next time
        return true;
    }

    private void add(Map<String, U> found, String line, int number) throws IOException {
        try {
            U user = format.parse(line);
            if (found.putIfAbsent(format.name(user), user) != null) {
                throw new IllegalArgumentException(format.name(user) + " is here twice");
            }
        } catch (IllegalArgumentException e) {
            throw UserLines.wrong(file, number, e.getMessage());
        }
    }

    private static Stamp stamp(Path file) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Object changed = OwnFile.unix(file) ? Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS) : "";
        return new Stamp(Objects.requireNonNullElse(facts.fileKey(), ""), facts.size(), facts.lastModifiedTime(),
                changed);
    }
}
