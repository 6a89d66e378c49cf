package medusa.gui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.state.OwnFile;

/// What is swept away after windows that were killed, and what is not.
class LeftoversTest {
    @TempDir
    private Path parent;
    private int me;

    @BeforeEach
    void findUser() throws Exception {
        assumeTrue(OwnFile.unix(parent));
        me = OwnFile.processUser();
    }

    /// As a window that was killed leaves it.
    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(name));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Files.writeString(folder.resolve("users"), "");
        Files.writeString(folder.resolve(".users.lock"), "");
        Files.writeString(folder.resolve("lock"), "");
        return folder;
    }

    /// Another window, which has one folder until it is told to end.
    public static final class Window {
        private Window() {}

        public static void main(String[] arguments) throws Exception {
            Path parent = Path.of(arguments[0]);
            Leftovers.sweep(parent, OwnFile.processUser());
            try (Leftovers own = Leftovers.make(parent)) {
                Files.writeString(own.users(), "");
                System.out.println(own.folder());
                System.in.read();
            }
        }
    }

    private Process window() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Window.class.getName(), parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static Path folderOf(Process window) throws IOException {
        BufferedReader out = window.inputReader();
        return Path.of(out.readLine());
    }

    @Test
    void aKilledWindowsFolderGoesAndALivingOnesStays() throws Exception {
        Process window = window();
        try {
            Path folder = folderOf(window);
            Leftovers.sweep(parent, me);
            Leftovers.sweep(parent, me); // the first has not broken the lock
            assertThat(folder.resolve("users")).exists();
            window.destroyForcibly().waitFor();
            Leftovers.sweep(parent, me);
            assertThat(folder).doesNotExist();
        } finally {
            window.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatThisProcessHasIsSweptNeitherByItNorByOthers() throws Exception {
        try (Leftovers own = Leftovers.make(parent)) {
            Files.writeString(own.users(), "");
            Leftovers.sweep(parent, me);
            assertThat(own.users()).exists();
            Process window = window();
            Path other = folderOf(window); // it has swept
            assertThat(own.users()).exists();
            window.getOutputStream().close();
            window.waitFor();
            assertThat(other).doesNotExist();
        }
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whatIsHalfMadeGoes() throws Exception {
        Path left = folder("medusa-console-x");
        Path empty = Files.createDirectory(parent.resolve("medusa-console-y"));
        Leftovers.sweep(parent, me);
        assertThat(left).doesNotExist();
        assertThat(empty).doesNotExist();
    }

    @Test
    void whatNoWindowHasMadeStays() throws Exception {
        Path folder = folder("medusa-console-x");
        Files.writeString(folder.resolve("letter"), "");
        Path unlocked = folder("medusa-console-y");
        Files.delete(unlocked.resolve("lock"));
        Path other = folder("mine");
        Leftovers.sweep(parent, me);
        assertThat(folder.resolve("letter")).exists();
        assertThat(unlocked.resolve("users")).exists();
        assertThat(other.resolve("users")).exists();
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path folder = folder("target");
        Path link = Files.createSymbolicLink(parent.resolve("medusa-console-x"), folder);
        Path locked = folder("medusa-console-y");
        Files.delete(locked.resolve("lock"));
        Files.createSymbolicLink(locked.resolve("lock"), folder.resolve("lock"));
        Leftovers.sweep(parent, me);
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(folder.resolve("users")).exists();
        assertThat(locked.resolve("users")).exists();
    }

    @Test
    void whatIsOthersStays() throws Exception {
        Path folder = folder("medusa-console-x");
        Leftovers.sweep(parent, me + 1);
        assertThat(folder.resolve("users")).exists();
    }

    @Test
    void whereOthersMayWriteNothingIsTouched() throws Exception {
        Path folder = folder("medusa-console-x");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Leftovers.sweep(parent, me);
        assertThat(folder.resolve("users")).exists();
    }
}
