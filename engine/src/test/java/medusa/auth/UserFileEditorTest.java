package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.state.UnsafeException;

class UserFileEditorTest {
    private static final int EDITS = 40;

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("users");
    }

    private UserFileEditor editor() {
        return new UserFileEditor(file, new UserFormat.Rule(true, 200), line -> {
            if (line.startsWith("root:")) {
                throw new IllegalArgumentException("that is no user of ours");
            }
        });
    }

    @Test
    void allOtherBytesStayAsTheyAre() throws Exception {
        Files.writeString(file, "\t# ünser\r\n\n  bert::x \u00a0\t\r\nanna::1\r\nan odd\rline");
        assertThat(editor().put("anna", line -> Optional.of(line.orElseThrow() + "2"))).contains("anna::12");
        assertThat(editor().put("bert", line -> line)).contains("bert::x \u00a0");
        assertThat(Files.readString(file)).isEqualTo("\t# ünser\r\n\n  bert::x \u00a0\t\r\nanna::12\r\nan odd\rline\n");
        assertThat(editor().put("cora", line -> line)).isEmpty();
        editor().put("cora", line -> Optional.of("cora::" + line.isEmpty()));
        assertThat(editor().remove("bert")).isTrue();
        assertThat(editor().remove("bert")).isFalse();
        assertThat(Files.readString(file)).isEqualTo("\t# ünser\r\n\nanna::12\r\nan odd\rline\ncora::true\n");
    }

    @Test
    void whatFailsChangesNothing() throws Exception {
        Files.writeString(file, "# x\nanna::1\n");
        assertThatThrownBy(() -> editor().put("anna", _ -> {
            throw new IllegalArgumentException("odd");
        })).hasMessage(file + ":2: odd");
        assertThatThrownBy(() -> editor().put("anna", _ -> {
            throw new UnsafeException("no");
        })).hasMessage("no");
        assertThatThrownBy(() -> editor().put("anna", _ -> Optional.of("anna::" + "1".repeat(200))))
                .hasMessage(file + ": would become too long");
        assertThat(Files.readString(file)).isEqualTo("# x\nanna::1\n");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void modeAndGroupStay() throws Exception {
        editor().put("anna", _ -> Optional.of("anna::1"));
        assertThat(mode()).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        boolean isRoot = Files.getAttribute(file, "unix:uid").equals(0);
        if (isRoot) {
            Files.setAttribute(file, "unix:gid", 4711);
        }
        editor().put("bert", _ -> Optional.of("bert::1"));
        assertThat(mode()).isEqualTo("rw-r--r--");
        if (isRoot) {
            assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(4711);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(() -> editor().remove("bert")).hasMessage(
                file + ": others may change it (mode 0660); take that from them: chmod go-w");
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /// Each of two processes counts one line up.
    @Test
    void ofTheChangesOfTwoProcessesNoneIsLost() throws Exception {
        Files.writeString(file, "# both\nanna:0\n");
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"), UserFileEditorTest.class.getName(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(other.getInputStream().read()).as("it begins").isEqualTo('!');
        count(file);
        assertThat(other.waitFor()).isZero();
        assertThat(file).hasContent("# both\nanna:" + 2 * EDITS);
    }

    /// The other process.
    public static void main(String... arguments) throws IOException {
        System.out.print('!');
        System.out.flush();
        count(Path.of(arguments[0]));
    }

    private static void count(Path file) throws IOException {
        UserFileEditor editor = new UserFileEditor(file, new UserFormat.Rule(true, 200), line -> {
            if (line.startsWith("root:")) {
                throw new IllegalArgumentException("that is no user of ours");
            }
        });
        for (int i = 0; i < EDITS; i++) {
            editor.put("anna",
                    line -> Optional
                            .of("anna:" + (Integer.parseInt(line.orElseThrow().substring("anna:".length())) + 1)));
        }
    }

    /// Some other file was given by mistake.
    @Test
    void aFileWithOtherThingsIsLeftAlone() throws IOException {
        Files.writeString(file, "# users\nanna:1\nroot:x:0:0\n");
        UserFileEditor editor = editor();
        assertThatThrownBy(() -> editor.put("bernd", _ -> Optional.of("bernd:2")))
                .hasMessage(file + ":3: that is no user of ours");
        assertThatThrownBy(() -> editor.remove("anna")).hasMessage(file + ":3: that is no user of ours");
        assertThat(file).hasContent("# users\nanna:1\nroot:x:0:0\n");
        editor.put("root", _ -> Optional.of("root:y")); // its own line is what is to be mended
        assertThat(file).hasContent("# users\nanna:1\nroot:y\n");
    }
}
