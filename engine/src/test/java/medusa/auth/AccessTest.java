package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.Privileges.Account;

/// Needs no root: the tree belongs to whoever runs the test, and the accounts asked about need not exist.
class AccessTest {
    private static final int STRANGER = 54321;

    private final Access stranger = new Access(account("stranger", STRANGER, STRANGER));
    private Path top;
    private Path file;

    @BeforeEach
    void plant(@TempDir Path folder) throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"), "no mode bits here");
        top = folder.toRealPath();
        allow(top, "rwxr-xr-x");
        assumeTrue(stranger.read(top).isEmpty(), "the temporary folder itself is closed to others");
        Path inner = allow(Files.createDirectories(top.resolve("a/b")), "rwxr-xr-x");
        allow(inner.getParent(), "rwxr-xr-x");
        file = allow(Files.writeString(inner.resolve("file"), "x"), "rw-r--r--");
    }

    @Test
    void nothingStandsInTheWayOfAnOpenTree() throws IOException {
        assertThat(stranger.read(file)).isEmpty();
        assertThat(stranger.readAll(top)).isEmpty();
    }

    @Test
    void theFirstClosedFolderIsNamedWithItsMode() throws IOException {
        allow(file.getParent(), "rwx------");
        allow(file.getParent().getParent(), "rwx------");

        assertThat(stranger.read(file)).get().asString()
                .startsWith("user stranger may not enter " + top.resolve("a") + " (mode 0700, owner ")
                .endsWith("), on the way to " + file);
    }

    @Test
    void aFolderThatMayBeEnteredButNotListedIsNotReadable() throws IOException {
        allow(file.getParent(), "rwx--x--x");

        assertThat(stranger.read(file)).isEmpty();
        assertThat(stranger.read(file.getParent())).get().asString()
                .startsWith("user stranger may not read " + file.getParent() + " (mode 0711")
                .doesNotContain("on the way");
    }

    @Test
    void oneClosedFileInAFolderIsNamed() throws IOException {
        Path closed = allow(Files.writeString(file.resolveSibling("closed.jar"), "x"), "rw-------");

        assertThat(stranger.readAll(file.getParent())).get().asString()
                .startsWith("user stranger may not read " + closed);
    }

    @Test
    void writingIsAskedOfTheOthersBits() throws IOException {
        assertThat(stranger.write(file)).get().asString().startsWith("user stranger may not write to " + file);
        assertThat(stranger.write(file.getParent())).isPresent();

        allow(file, "rw-r--rw-");
        allow(file.getParent(), "rwxr-xrwx");
        assertThat(stranger.write(file)).isEmpty();
        assertThat(stranger.write(file.getParent())).isEmpty();
    }

    @Test
    void aSupplementaryGroupOpensWhatIsClosedToOthers() throws IOException {
        allow(file, "rw-r-----");
        int group = (Integer) Files.getAttribute(file, "unix:gid");

        assertThat(stranger.read(file)).isPresent();
        assertThat(new Access(account("member", STRANGER, STRANGER, group)).read(file)).isEmpty();
        assertThat(new Access(account("first", STRANGER, group)).read(file)).isEmpty();
    }

    @Test
    void membersOfAGroupThatIsShutOutAreRefusedWhatOthersMay() throws IOException {
        allow(file, "rw----r--");
        int group = (Integer) Files.getAttribute(file, "unix:gid");

        assertThat(stranger.read(file)).isEmpty();
        assertThat(new Access(account("member", STRANGER, STRANGER, group)).read(file)).isPresent();
    }

    @Test
    void theOwnersBitsAloneCountForTheOwner() throws IOException {
        int owner = (Integer) Files.getAttribute(file, "unix:uid");
        if (owner == 0) { // who is refused nothing, so that the file goes to somebody else
            owner = STRANGER + 1;
            Files.setAttribute(file, "unix:uid", owner);
        }
        Access itself = new Access(account("owner", owner, STRANGER));

        allow(file, "r--------");
        assertThat(itself.read(file)).isEmpty();
        allow(file, "---r--r--");
        assertThat(itself.read(file)).isPresent();
    }

    @Test
    void rootIsRefusedNothing() throws IOException {
        allow(file, "---------");

        assertThat(new Access(account("root", 0, 0)).read(file)).isEmpty();
    }

    @Test
    void linksAreFollowedIntoTheFoldersTheyLeadThrough() throws IOException {
        Path absolute = Files.createSymbolicLink(top.resolve("absolute"), file.getParent());
        Path relative = Files.createSymbolicLink(file.resolveSibling("relative"), Path.of("../../a/./b/file"));

        assertThat(stranger.read(absolute.resolve("file"))).isEmpty();
        assertThat(stranger.read(absolute.resolve("../../absolute/relative"))).isEmpty();

        allow(file.getParent(), "rwxr-x---");
        assertThat(stranger.read(absolute.resolve("file"))).get().asString()
                .startsWith("user stranger may not enter " + file.getParent())
                .endsWith("on the way to " + absolute.resolve("file"));
        assertThat(stranger.read(relative)).isPresent();
    }

    @Test
    void aLoopOfLinksAndAMissingPathAreErrors() throws IOException {
        Path loop = Files.createSymbolicLink(top.resolve("loop"), Path.of("loop"));

        assertThatThrownBy(() -> stranger.read(loop)).isInstanceOf(FileSystemLoopException.class);
        assertThatThrownBy(() -> stranger.read(top.resolve("missing/file"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whereThereAreNoModeBitsNothingIsRefused() throws IOException {
        assertThat(stranger.read(Path.of(URI.create("jrt:/java.base/module-info.class")))).isEmpty();
    }

    private static Path allow(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static Account account(String name, int uid, int gid, Integer... others) {
        return new Account(name, uid, gid, List.of(others), Path.of("/"));
    }
}
