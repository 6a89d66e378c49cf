package medusa.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.log.AuditLog.Event;

class AuditLogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T10:00:00.1239Z"));
    private static final String TIME = "2026-11-23T10:00:00.123Z ";

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("state/audit.log");
    }

    @Test
    void saysWhoDidWhatFromWhere() throws Exception {
        try (AuditLog audit = AuditLog.open(file, CLOCK)) {
            audit.note(Event.LOGIN, "anna", "192.0.2.1", "eval");
            audit.note(Event.REFUSED, "böse", "2001:db8::1", "wrong name or password");
            audit.note(Event.EVAL, "anna", "unix:root", "\"a\\n\" + 1");
            audit.note(Event.CHANGE, "anna", "192.0.2.1", "extensions.remove status");
        }
        assertThat(file).hasContent(TIME + "login \"anna\" \"192.0.2.1\" \"eval\"\n"
                + TIME + "refused \"böse\" \"2001:db8::1\" \"wrong name or password\"\n"
                + TIME + "eval \"anna\" \"unix:root\" \"\\\"a\\\\n\\\" + 1\"\n"
                + TIME + "change \"anna\" \"192.0.2.1\" \"extensions.remove status\"\n");
    }

    @Test
    void nobodyStartsALineOrAFieldOfHisOwn() throws Exception {
        try (AuditLog audit = AuditLog.open(file, CLOCK)) {
            audit.note(Event.REFUSED, "a\" \"b\n" + TIME, "c\rd\u2028", "e\\\" f\u001b[2J\u202e\ud800");
        }
        assertThat(Files.readAllLines(file)).containsExactly(TIME + "refused \"a\\\" \\\"b\\n" + TIME
                + "\" \"c\\rd\\u2028\" \"e\\\\\\\" f\\x1b[2J\\u202e?\"");
    }

    @Test
    void aLongSnippetIsCutAndKnownByItsHash() throws Exception {
        try (AuditLog audit = AuditLog.open(file, CLOCK)) {
            audit.note(Event.EVAL, "n".repeat(200), "f", "x".repeat(4096));
            audit.note(Event.EVAL, "n", "f", "x".repeat(4097));
        }
        assertThat(Files.readAllLines(file)).containsExactly(
                TIME + "eval \"" + "n".repeat(128) + "…\" \"f\" \"" + "x".repeat(4096) + "\"",
                TIME + "eval \"n\" \"f\" \"" + "x".repeat(4096) + "…\" length=4097 sha256="
                        + "3e97197f4b8d46a893067c94ab15e195e3d97fb5f24eede5ef047b571240d92b");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void itIsClosedToOthersAndStaysSo() throws Exception {
        AuditLog.open(file, CLOCK).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> AuditLog.open(file, CLOCK)).isInstanceOf(IOException.class)
                .hasMessage(file + ": others may read it (mode 0644); move it away, and another is made");
        Path link = Files.createSymbolicLink(file.resolveSibling("link"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> AuditLog.open(link, CLOCK)).isInstanceOf(IOException.class)
                .hasMessage(link + ": is a symbolic link where a file of the server's own is wanted");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> AuditLog.open(file, CLOCK)).hasMessage(
                file.getParent() + ": others may change it (mode 0777); take that from them (chmod 700)");
    }

    @Test
    void itIsContinuedAndReopened() throws Exception {
        try (AuditLog audit = AuditLog.open(file, CLOCK)) {
            audit.note(Event.LOGIN, "a", "", "");
        }
        Path moved = file.resolveSibling("audit.log.1");
        try (AuditLog audit = AuditLog.open(file, CLOCK)) {
            audit.note(Event.LOGIN, "b", "", "");
            Files.move(file, moved);
            audit.reopen();
            while (Files.notExists(file)) {
                Thread.onSpinWait();
            }
            audit.note(Event.LOGIN, "c", "", "");
        }
        assertThat(moved).hasContent(TIME + "login \"a\" \"\" \"\"\n" + TIME + "login \"b\" \"\" \"\"\n");
        assertThat(file).hasContent(TIME + "login \"c\" \"\" \"\"\n");
    }
}
