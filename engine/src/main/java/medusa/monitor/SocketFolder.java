package medusa.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import medusa.reactor.UnixSockets;
import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// The folder of the monitor's Unix-domain sockets. Who may enter it may do everything, without a password: so it belongs to
/// whom the server is started as, nobody else may enter it but perhaps a group, and nobody else could put another one in its
/// place.
///
/// Everything blocks for as long as the disk does. Where the server is started as root this comes before root is given up:
/// the folder stays root's, and its socket is left behind at the end and replaced at the next start.
public final class SocketFolder {
    /// As long as a path of a socket may be where it may be least, on macOS; Linux takes four bytes more.
    private static final int LONGEST = 103;
    private static final int MOST = 99;

    private final Path folder;

    private SocketFolder(Path folder) {
        this.folder = folder;
    }

    /// Makes the folder if it is missing, and looks whether it is safe.
    ///
    /// @param group whose members may enter; empty for nobody but this user
    /// @throws IOException if it is not safe or cannot be made so; see [OwnFile#reason]
    public static SocketFolder open(Path folder, Optional<String> group) throws IOException {
        checkWay(folder);
        OwnFile.makeFolders(folder, false);
        check(folder);
        admit(folder, group, "rwx------", "rwxr-x---");
        return new SocketFolder(folder);
    }

    /// Looks whether nobody else could put another socket in the place of `socket`, which somebody has chosen.
    ///
    /// @throws UnsafeException if somebody could
    public static void checkWay(Path socket) throws IOException {
        Optional<String> danger = OwnFile.exchangeable(socket, OwnFile.processUser());
        if (danger.isPresent()) {
            throw new UnsafeException(socket + ": somebody else could put another one in its place: " + danger.get());
        }
    }

    private static void check(Path folder) throws IOException {
        OwnFile.check(folder, new OwnFile.Rule(true, Optional.of(OwnFile.processUser()), OwnFile.WRITABLE_BY_OTHERS,
                "remove it, and another is made", "remove it, and another is made"));
    }

    /// Lets those come in at a socket, once a server listens there, who should: its mode is the second guard, and the only one
    /// of a socket elsewhere.
    ///
    /// @param group whose members may come in; empty for nobody but this user
    public static void admit(Path socket, Optional<String> group) throws IOException {
        admit(socket, group, "rw-------", "rw-rw----");
    }

    private static void admit(Path path, Optional<String> group, String alone, String shared) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        if (group.isPresent()) {
            GroupPrincipal principal = principal(path, group.get());
            if (!view.readAttributes().group().equals(principal)) {
                view.setGroup(principal);
            }
        }
        var mode = PosixFilePermissions.fromString(group.isPresent() ? shared : alone);
        if (!view.readAttributes().permissions().equals(mode)) {
            Files.setPosixFilePermissions(path, mode);
        }
    }

    private static GroupPrincipal principal(Path path, String group) throws IOException {
        try {
            return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException e) {
            throw new UnsafeException("there is no group " + group + " here", e);
        }
    }

    /// The first socket that no server listens on; one that a dead server has left is replaced by who listens.
    ///
    /// @throws IOException if there is none, or its path would be too long for the system
    public Path free() throws IOException {
        for (int i = 1; i <= MOST; i++) {
            Path socket = socket(folder, i);
            if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                throw new UnsafeException(socket + ": is longer than the " + LONGEST + " bytes that a socket's path may"
                        + " have; choose a shorter one (monitor.listen = \"unix:PATH\")");
            }
            if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS) || isDead(socket)) {
                return socket;
            }
        }
        throw new UnsafeException(folder + ": " + MOST + " servers listen here already");
    }

    private static Path socket(Path folder, int number) {
        return folder.resolve(number == 1 ? "monitor.sock" : "monitor-" + number + ".sock");
    }

    private static boolean isDead(Path socket) throws IOException {
        return Files.readAttributes(socket, "isOther", LinkOption.NOFOLLOW_LINKS).get("isOther").equals(true)
                && !UnixSockets.answers(socket);
    }

    /// The sockets on which this user's servers answer.
    ///
    /// @param places such as [medusa.state.UserFolders#sockets]
    /// @throws IOException if one of these folders could be another user's work
    public static List<Path> live(List<Path> places) throws IOException {
        List<Path> live = new ArrayList<>();
        for (Path place : places) {
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            checkWay(place);
            check(place);
            for (int i = 1; i <= MOST; i++) {
                Path socket = socket(place, i);
                if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS) && UnixSockets.answers(socket)) {
                    live.add(socket);
                }
            }
        }
        return live;
    }
}
