package medusa.gui.client;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of users that windows make for the servers of their folders, and what is left of them by windows that were killed.
/// Each has the number of its window's process in its name. May block.
final class Leftovers {
    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final String TEMPORARY = "medusa-console-";
    private static final Pattern FOLDER = Pattern.compile(TEMPORARY + "([0-9]{1,18})-.*");
    /// And its lock.
    private static final Pattern USERS = Pattern.compile("\\.?users-([0-9]{1,18})-.*");

    private Leftovers() {}

    /// The name of a file of users of this process.
    static String users(String unique) {
        return "users-" + ProcessHandle.current().pid() + "-" + unique;
    }

    /// How the name of a temporary folder of this process begins.
    static String temporary() {
        return TEMPORARY + ProcessHandle.current().pid() + "-";
    }

    /// Removes the files in `folder`, which nobody else can change, whose windows are gone.
    static void sweep(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> abandoned(USERS, file)).forEach(Leftovers::delete);
        }
    }

    /// Removes the temporary folders in `parent`, where anybody may write, whose windows are gone. Links are not followed, and
    /// what belongs to others than `owner` is left alone, as is what no window has made.
    static void sweepTemporary(Path parent, int owner) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, TEMPORARY + "*")) {
            for (Path folder : all) {
                if (abandoned(FOLDER, folder) && isPrivate(folder, owner)) {
                    sweep(folder);
                    delete(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.warn("what windows have left in {} cannot be removed: {}", parent, e.getMessage());
        }
    }

    private static boolean abandoned(Pattern pattern, Path file) {
        Matcher name = pattern.matcher(file.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    /// Whether it is a folder of `owner`'s that nobody else may write to.
    private static boolean isPrivate(Path folder, int owner) throws IOException {
        int others = 0022;
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(owner)
                && ((int) Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS) & others) == 0;
    }

    /// Removes a file of users, its lock, and the temporary folder that was made for it.
    static void remove(Path users) {
        String name = users.getFileName().toString();
        try (Stream<Path> all = Files.list(users.getParent())) {
            all.filter(each -> each.getFileName().toString().contains(name)).forEach(Leftovers::delete);
        } catch (IOException e) {
            log.warn("{} cannot be removed: {}", users, e.getMessage());
        }
        if (users.getParent().getFileName().toString().startsWith(TEMPORARY)) {
            delete(users.getParent());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} cannot be removed: {}", file, e.getMessage());
        }
    }
}
