package medusa.gui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.state.OwnFile;

/// What is swept away after windows that were killed, and what is not.
class LeftoversTest {
    @TempDir
    private Path parent;
    private long gone;
    private int me;

    @BeforeEach
    void endAProcess() throws Exception {
        assumeTrue(OwnFile.unix(parent));
        me = OwnFile.processUser();
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        gone = process.pid();
    }

    private Path folder(String name, long pid) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(name));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Files.writeString(folder.resolve("users-" + pid + "-a"), "");
        Files.writeString(folder.resolve(".users-" + pid + "-a.lock"), "");
        return folder;
    }

    @Test
    void aKilledWindowsFolderGoes() throws Exception {
        Path folder = folder("medusa-console-" + gone + "-x", gone);
        Path empty = Files.createDirectory(parent.resolve("medusa-console-" + gone + "-y"));
        Leftovers.sweepTemporary(parent, me);
        assertThat(folder).doesNotExist();
        assertThat(empty).doesNotExist();
    }

    @Test
    void whatIsInUseStays() throws Exception {
        Path folder = folder(Leftovers.temporary() + "x", ProcessHandle.current().pid());
        Leftovers.sweepTemporary(parent, me);
        assertThat(folder.resolve("users-" + ProcessHandle.current().pid() + "-a")).exists();
    }

    @Test
    void whatNoWindowHasMadeStays() throws Exception {
        Path folder = folder("medusa-console-" + gone + "-x", gone);
        Files.writeString(folder.resolve("letter"), "");
        Path other = folder("medusa-console-" + "mine", gone);
        Leftovers.sweepTemporary(parent, me);
        assertThat(folder.resolve("letter")).exists();
        assertThat(other.resolve("users-" + gone + "-a")).exists();
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path folder = folder("target", gone);
        Path link = Files.createSymbolicLink(parent.resolve("medusa-console-" + gone + "-x"), folder);
        Leftovers.sweepTemporary(parent, me);
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(folder.resolve("users-" + gone + "-a")).exists();
    }

    @Test
    void whatIsOthersStays() throws Exception {
        Path folder = folder("medusa-console-" + gone + "-x", gone);
        Leftovers.sweepTemporary(parent, me + 1);
        assertThat(folder.resolve("users-" + gone + "-a")).exists();
    }

    @Test
    void whereOthersMayWriteNothingIsTouched() throws Exception {
        Path folder = folder("medusa-console-" + gone + "-x", gone);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Leftovers.sweepTemporary(parent, me);
        assertThat(folder.resolve("users-" + gone + "-a")).exists();
    }

    @Test
    void aFileAndItsLockGoWithTheirFolder() throws Exception {
        Path folder = folder(Leftovers.temporary() + "x", ProcessHandle.current().pid());
        Leftovers.remove(folder.resolve("users-" + ProcessHandle.current().pid() + "-a"));
        assertThat(folder).doesNotExist();
    }
}
