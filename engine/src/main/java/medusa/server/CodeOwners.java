package medusa.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whose code may run in the server: root's, and that of the user who started it. A server that was started by root runs root's
/// alone, whomever it has become since: parts of a JAR run when the configuration is read, which is before root is given
/// up, and who may change a JAR would be root then.
///
/// Access control lists are not seen. Where the file system knows no owners and modes, everything passes.
record CodeOwners(String starter) {
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int STICKY = 01000;

    /// To be asked for before root is given up. Java does not learn of the change.
    static CodeOwners ofThisProcess() {
        return new CodeOwners(System.getProperty("user.name"));
    }

    /// Why what is at `path` is not to be run: somebody else could have put it there, or exchange it. With what to do about it.
    ///
    /// @param path without symbolic links
    Optional<String> objection(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().containsAll(Set.of("unix", "owner"))) {
            return Optional.empty();
        }
        for (Path at = path; at != null; at = at.getParent()) {
            Map<String, Object> facts = Files.readAttributes(at, "unix:mode,uid");
            int mode = (Integer) facts.get("mode");
            String owner = Files.getOwner(at).getName();
            if ((Integer) facts.get("uid") != 0 && !owner.equals(starter)) {
                return Optional.of(at + " belongs to " + owner + ", whose code is not run by a server that " + starter
                        + " has started; run: chown " + starter + " " + at);
            }
            // In a folder such as /tmp nobody can exchange what belongs to others.
            boolean kept = (mode & STICKY) != 0 && at != path;
            if ((mode & WRITABLE_BY_OTHERS) != 0 && !kept) {
                return Optional
                        .of(("%s may be changed by others than its owner (mode %04o), whose code would run in the"
                                + " server; run: chmod go-w %s").formatted(at, mode & 07777, at));
            }
        }
        return Optional.empty();
    }
}
