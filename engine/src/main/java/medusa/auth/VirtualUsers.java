package medusa.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// The virtual users of a file: `name:facts:keys` in each line, and comments behind `#`. Others may read the file, so that one
/// of root's serves a server that has become somebody else; nobody but its owner may change it.
///
/// The line `anonymous` has the facts of those who have not logged in.
///
/// [#open] and [#refresh] read the disk; the rest blocks for nothing and may be called from any thread.
public final class VirtualUsers {
    private static final int READABLE_BY_ALL = 04;

    private final UserFile<VirtualUser> file;
    private volatile Optional<User> anonymous = Optional.empty();
    private volatile Optional<String> warning = Optional.empty();

    private VirtualUsers(Path file) {
        this.file = new UserFile<>(file, VirtualUserLine.FORMAT);
    }

    /// Reads the users. Blocks.
    ///
    /// @throws IOException if the file is missing, others may change it, or a line is wrong; see [OwnFile#reason]
    public static VirtualUsers open(Path file) throws IOException {
        VirtualUsers opened = new VirtualUsers(file);
        try {
            opened.refresh();
        } catch (NoSuchFileException e) {
            throw new UnsafeException(file + ": there is no such file; medusa passwd makes it", e);
        }
        return opened;
    }

    /// The one of this name, as [UserNames#kept] has it; none while the file cannot be read.
    public Optional<VirtualUser> find(String name) {
        return file.find(name).filter(user -> !user.user().isAnonymous());
    }

    /// The facts of who has not logged in, if the file says any: those that were read last, also while it cannot be read, so
    /// that no limit is lost.
    public Optional<User> anonymous() {
        return anonymous;
    }

    /// All groups that somebody is in.
    public Set<String> groups() {
        Set<String> groups = new TreeSet<>();
        file.all().forEach(user -> groups.addAll(user.user().groups()));
        return groups;
    }

    /// Whether nobody may log in, since the file has changed and cannot be read.
    public boolean isClosed() { return file.isClosed(); }

    /// What is not good about the file although it is used: one line.
    public Optional<String> warning() {
        return warning;
    }

    /// Reads the file again if it is another one than before; see [UserFile#refresh].
    ///
    /// @return whether it was read
    /// @throws IOException if it cannot be used: then nobody may log in until it can
    public synchronized boolean refresh() throws IOException {
        boolean read = file.refresh();
        if (read) {
            anonymous = file.find(User.ANONYMOUS_NAME).map(VirtualUser::user);
            warning = warning(file.path());
        }
        return read;
    }

    private static Optional<String> warning(Path path) throws IOException {
        int mode = OwnFile.unix(path) ? (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) : 0;
        return (mode & READABLE_BY_ALL) == 0
                ? Optional.empty()
                : Optional
                        .of(("%s: everybody on this machine may read it (mode %04o), and guess passwords; let the group"
                                + " of the server alone do so: chgrp, and chmod 640").formatted(path, mode & 07777));
    }
}
