package medusa.monitor.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class HistoryFileTest {
    @TempDir
    private Path home;

    @Test
    void isItsOwnersAlone() throws IOException {
        Path file = HistoryFile.prepare(Map.of(), home).orElseThrow();
        assertThat(file).isEqualTo(home.resolve(".local/state/medusa/monitor-history"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(file, "kept");
        HistoryFile.prepare(Map.of(), home);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(file).hasContent("kept");
    }

    @Test
    void liesWhereTheEnvironmentSays() {
        assertThat(HistoryFile.prepare(Map.of("XDG_STATE_HOME", home.resolve("x").toString()), home))
                .contains(home.resolve("x/medusa/monitor-history"));
        assertThat(HistoryFile.prepare(Map.of("XDG_STATE_HOME", "relative"), home))
                .contains(home.resolve(".local/state/medusa/monitor-history"));
    }

    @Test
    void whereThereCanBeNoneNothingIsRemembered() throws IOException {
        Files.createSymbolicLink(
                Files.createDirectories(home.resolve(".local/state/medusa")).resolve("monitor-history"),
                home.resolve("elsewhere"));
        assertThat(HistoryFile.prepare(Map.of(), home)).isEmpty();
        assertThat(home.resolve("elsewhere")).doesNotExist();
        Files.writeString(home.resolve("file"), "");
        assertThat(HistoryFile.prepare(Map.of("XDG_STATE_HOME", home.resolve("file").toString()), home)).isEmpty();
    }
}
