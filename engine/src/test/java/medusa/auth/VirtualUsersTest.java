package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The file of virtual users as a whole.
class VirtualUsersTest {
    private static final ScramKeys KEYS = ScramKeys.of("pencil".toCharArray(), new byte[16], 4096);

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("users");
    }

    private void write(String text, String mode) throws Exception {
        Files.writeString(file, text);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }
    }

    @Test
    void hasUsersAndWhoHasNotLoggedIn() throws Exception {
        write("# ours\n\nanna:groups=staff:" + KEYS.text() + "\n  anonymous:quota=1k home=/pub:-\r\n", "rw-------");
        VirtualUsers users = VirtualUsers.open(file);
        assertThat(users.find("anna").orElseThrow().user().groups()).containsExactly("staff");
        assertThat(users.find("Anna")).isEmpty();
        assertThat(users.find("anonymous")).isEmpty();
        assertThat(users.anonymous()).contains(new User("anonymous", Set.of(), "/pub",
                new User.Limits(OptionalLong.of(1024), OptionalLong.empty(), 0)));
        assertThat(users.warning()).isEmpty();
        assertThat(users.refresh()).isFalse();
        write("", "rw-------");
        assertThat(users.refresh()).isTrue();
        assertThat(users.anonymous()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws Exception {
        assertThatThrownBy(() -> VirtualUsers.open(file))
                .hasMessage(file + ": there is no such file; medusa passwd makes it");
        write("# x\nanna::" + KEYS.text() + "\nbert:eval:" + KEYS.text() + "\n", "rw-------");
        assertThatThrownBy(() -> VirtualUsers.open(file)).hasMessage(file + ":3: unknown fact eval");
        write("anna::-\n\nanna:quota=1:-\n", "rw-------");
        assertThatThrownBy(() -> VirtualUsers.open(file)).hasMessage(file + ":3: anna is here twice");
        Files.write(file, new byte[]{(byte) 0xff});
        assertThatThrownBy(() -> VirtualUsers.open(file)).hasMessage(file + ": is not UTF-8");
        assertThatThrownBy(() -> VirtualUsers.open(folder))
                .hasMessage(folder + ": is something else where a file of the server's own is wanted");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void othersMayReadItButNotChangeIt() throws Exception {
        write("anna::-\n", "rw-r-----");
        VirtualUsers users = VirtualUsers.open(file);
        assertThat(users.warning()).isEmpty();
        FileTime modified = Files.getLastModifiedTime(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(users.refresh()).isTrue();
        assertThat(users.warning()).contains(file + ": everybody on this machine may read it (mode 0644), and guess"
                + " passwords; let the group of the server alone do so: chgrp, and chmod 640");
        assertThat(users.find("anna")).isPresent();
        for (String mode : new String[]{"rw-rw----", "rw--w----", "rw-rw-rw-", "rw-----w-"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            Files.setLastModifiedTime(file, modified);
            assertThatThrownBy(users::refresh).hasMessageStartingWith(file + ": others may change it (mode 06")
                    .hasMessageEndingWith("); take that from them: chmod go-w");
            assertThat(users.find("anna")).isEmpty();
            assertThat(users.isClosed()).isTrue();
            assertThatThrownBy(() -> VirtualUsers.open(file)).hasMessageContaining(": others may change it");
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(users.refresh()).isTrue();
        assertThat(users.find("anna")).isPresent();
    }

    @Test
    void theFactsOfAnonymousOutliveAFileThatCannotBeRead() throws Exception {
        write("anonymous:quota=1k:-\nanna::-\n", "rw-------");
        VirtualUsers users = VirtualUsers.open(file);
        Files.delete(file);
        assertThatThrownBy(users::refresh).isInstanceOf(NoSuchFileException.class);
        assertThat(users.anonymous().orElseThrow().limits().quota()).hasValue(1024);
        assertThat(users.find("anna")).isEmpty();
        write("anonymous:quota=2k:-\n", "rw-------");
        assertThat(users.refresh()).isTrue();
        assertThat(users.anonymous().orElseThrow().limits().quota()).hasValue(2048);
    }
}
