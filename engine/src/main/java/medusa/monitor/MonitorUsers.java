package medusa.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import medusa.auth.ScramKeys;
import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// Who may log in at the monitor, as a file has it: `name:role:SCRAM-SHA-256$…` in each line, and comments behind `#`. Nobody
/// but its owner may read it: who knows the keys can pretend to be the server, and guess passwords.
///
/// [#find] blocks for nothing and may be called from any thread; [#open] and [#refresh] read the disk.
public final class MonitorUsers {
    static final int MOST_BYTES = 1 << 20;
    private static final OwnFile.Rule CLOSED = new OwnFile.Rule(false, Optional.empty(), OwnFile.OPEN_TO_OTHERS, "",
            "take that from them: chmod 600");

    /// One who may log in.
    public record User(String name, Role role, ScramKeys keys) {}

    /// By what a file is known to be the one that was read.
    private record Stamp(Object key, long size, Object modified) {}

    private final Path file;
    private volatile Map<String, User> users = Map.of();
    /// Since the file has changed and cannot be read.
    private volatile boolean closed;
    private Stamp stamp;

    private MonitorUsers(Path file) {
        this.file = file;
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
        return closed ? Optional.empty() : Optional.ofNullable(users.get(name));
    }

    /// Whether who has logged in may stay: by what was read last he still has this role. Any thread; does not block.
    boolean keeps(User user) {
        User now = users.get(user.name());
        return now != null && now.role() == user.role();
    }

    /// How often most of them have to hash a password, so that unknown users look like the others.
    public int iterations() {
        Map<Integer, Integer> counts = new TreeMap<>();
        users.values().forEach(user -> counts.merge(user.keys().iterations(), 1, Integer::sum));
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey)
                .orElse(ScramKeys.STANDARD_ITERATIONS);
    }

    /// Reads the file again if it is another one than before. Costs one look at the disk, and so blocks; to be called before
    /// each log-in.
    ///
    /// @return whether it was read
    /// @throws IOException if it cannot be used: then nobody may log in until it can, since it may be that somebody was taken out
    public synchronized boolean refresh() throws IOException {
        try {
            boolean read = reread();
            closed = false;
            return read;
        } catch (IOException e) {
            closed = true;
            stamp = null; // who may read it can change without a trace
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
        Map<String, User> found = new LinkedHashMap<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (!UserLine.isIdle(lines.get(i))) {
                add(found, lines.get(i), i + 1);
            }
        }
        users = found;
        stamp = now; // of before the reading: what comes in between is read the next time
        return true;
    }

    private void add(Map<String, User> found, String line, int number) throws UnsafeException {
        String problem;
        try {
            User user = UserLine.parse(line);
            if (found.putIfAbsent(user.name(), user) == null) {
                return;
            }
            problem = user.name() + " is here twice";
        } catch (IllegalArgumentException e) {
            problem = e.getMessage();
        }
        throw new UnsafeException(file + ":" + number + ": " + problem);
    }

    /// The lines of a file that is closed to others.
    static List<String> lines(Path file) throws IOException {
        OwnFile.check(file, CLOSED);
        byte[] content = OwnFile.read(file, MOST_BYTES);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return new ArrayList<>(text.lines().toList());
        } catch (CharacterCodingException e) {
            throw new UnsafeException(file + ": is not UTF-8");
        }
    }

    private static Stamp stamp(Path file) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Stamp(Objects.requireNonNullElse(facts.fileKey(), ""), facts.size(), facts.lastModifiedTime());
    }
}
