package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LoginSecretTest {
    @TempDir
    private Path folder;

    @Test
    void itIsMadeOnceAndKept() throws Exception {
        byte[] made = LoginSecret.in(folder.resolve("state"));
        assertThat(made).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(LoginSecret.in(folder.resolve("state"))).isEqualTo(made);
        assertThat(LoginSecret.in(folder.resolve("another"))).isNotEqualTo(made);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void oneThatOthersMayReadIsNotUsed() throws Exception {
        LoginSecret.in(folder);
        Path file = folder.resolve("login-secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> LoginSecret.in(folder))
                .hasMessage(file + ": others may read it (mode 0644); remove it, and another is made");
        Files.delete(file);
        assertThat(LoginSecret.in(folder)).hasSize(32);
    }
}
