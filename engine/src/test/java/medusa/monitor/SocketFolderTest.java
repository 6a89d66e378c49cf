package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.state.UnsafeException;
import medusa.state.UserFolders;

@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
class SocketFolderTest {
    @TempDir
    private Path temporary;
    private Path folder;

    @BeforeEach
    void real() throws IOException {
        folder = temporary.toRealPath().resolve("medusa");
    }

    private static ServerSocketChannel listen(Path socket) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket), 1);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private SocketFolder open() throws IOException {
        return SocketFolder.open(folder, Optional.empty());
    }

    @Test
    void itIsMadeForItsOwnerAlone() throws Exception {
        assertThat(open().free()).isEqualTo(folder.resolve("monitor.sock"));
        assertThat(mode(folder)).isEqualTo("rwx------");
        mode(folder, "rwxr-xr-x");
        open();
        assertThat(mode(folder)).isEqualTo("rwx------");
    }

    @Test
    void aGroupMayEnterIfItIsNamed() throws Exception {
        Files.createDirectory(folder);
        String group = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
        SocketFolder shared = SocketFolder.open(folder, Optional.of(group));
        assertThat(mode(folder)).isEqualTo("rwxr-x---");
        try (var _ = listen(shared.free())) {
            SocketFolder.admit(folder.resolve("monitor.sock"), Optional.of(group));
            assertThat(mode(folder.resolve("monitor.sock"))).isEqualTo("rw-rw----");
            SocketFolder.admit(folder.resolve("monitor.sock"), Optional.empty());
            assertThat(mode(folder.resolve("monitor.sock"))).isEqualTo("rw-------");
        }
        assertThatThrownBy(() -> SocketFolder.open(folder, Optional.of("no such group")))
                .isInstanceOf(UnsafeException.class).hasMessage("there is no group no such group here");
    }

    @Test
    void whatSomebodyElseCouldHaveMadeIsNotUsed() throws Exception {
        Files.createDirectory(folder);
        mode(folder, "rwxrwx---");
        assertThatThrownBy(this::open).isInstanceOf(UnsafeException.class)
                .hasMessage(folder + ": others may change it (mode 0770); remove it, and another is made");
        mode(folder, "rwx------");
        mode(folder.getParent(), "rwxrwxrwx");
        assertThatThrownBy(this::open).isInstanceOf(UnsafeException.class).hasMessage(
                "%s: somebody else could put another one in its place: others may change %s (mode 0777)", folder,
                folder.getParent());
        assertThatThrownBy(() -> SocketFolder.live(List.of(folder))).isInstanceOf(UnsafeException.class);
        mode(folder.getParent(), "rwx------");
        Path elsewhere = Files.move(folder, folder.resolveSibling("elsewhere"));
        Files.createSymbolicLink(folder, elsewhere);
        assertThatThrownBy(this::open).isInstanceOf(UnsafeException.class)
                .hasMessage(folder + ": is a symbolic link where a folder of the server's own is wanted");
    }

    @Test
    void eachServerHasASocketOfItsOwn() throws Exception {
        SocketFolder sockets = open();
        Path first = sockets.free();
        Path second = folder.resolve("monitor-2.sock");
        Path third = folder.resolve("monitor-3.sock");
        try (var _ = listen(first); var _ = listen(third)) {
            assertThat(sockets.free()).isEqualTo(second);
            Files.createFile(second); // no socket, and so not ours to replace
            assertThat(sockets.free()).isEqualTo(folder.resolve("monitor-4.sock"));
            assertThat(SocketFolder.live(List.of(folder.resolveSibling("missing"), folder)))
                    .containsExactly(first, third);
        }
        assertThat(first).exists();
        assertThat(SocketFolder.live(List.of(folder))).isEmpty();
        assertThat(sockets.free()).isEqualTo(first);
    }

    /// Nobody accepts, so its queue fills up: a connect that waits would wait for ever.
    @Test
    void aServerThatStandsStillIsAlive() throws Exception {
        SocketFolder sockets = open();
        try (var _ = listen(sockets.free())) {
            for (int i = 0; i < 20; i++) {
                assertThat(sockets.free()).isEqualTo(folder.resolve("monitor-2.sock"));
            }
        }
    }

    @Test
    void aPathThatIsTooLongForTheSystemIsToldBeforehand() throws Exception {
        folder = folder.resolve("x".repeat(100));
        SocketFolder sockets = open();
        assertThatThrownBy(sockets::free).isInstanceOf(UnsafeException.class).hasMessage(folder.resolve("monitor.sock")
                + ": is longer than the 103 bytes that a socket's path may have; choose a shorter one"
                + " (monitor.listen = \"unix:PATH\")");
    }

    @Test
    void theEnvironmentSaysWhere() throws Exception {
        Path home = Path.of("/home/anna");
        Path run = Files.createDirectories(folder);
        assertThat(new UserFolders(Map.of("XDG_RUNTIME_DIR", run.toString()), home).sockets())
                .containsExactly(run.resolve("medusa"), home.resolve(".medusa/run"));
        assertThat(new UserFolders(Map.of("XDG_RUNTIME_DIR", run + "/missing"), home).sockets())
                .containsExactly(home.resolve(".medusa/run"));
        assertThat(new UserFolders(Map.of("XDG_RUNTIME_DIR", "relative", "HOME", "/other"), home).sockets())
                .containsExactly(Path.of("/other/.medusa/run"));
        assertThat(new UserFolders(Map.of(), home).config()).isEqualTo(home.resolve(".config/medusa"));
        assertThat(new UserFolders(Map.of("XDG_CONFIG_HOME", "/etc/x"), home).config())
                .isEqualTo(Path.of("/etc/x/medusa"));
    }
}
