package medusa.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class OwnFileTest {
    private static final OwnFile.Rule CLOSED = new OwnFile.Rule(false, Optional.empty(), OwnFile.OPEN_TO_OTHERS, "-",
            "close it");

    @TempDir
    private Path temporary;
    private Path folder;
    private int me;

    @BeforeEach
    void real() throws IOException {
        folder = temporary.toRealPath();
        me = OwnFile.processUser();
    }

    private static void mode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    @Test
    void whatIsWrittenIsClosedToOthersAndReplacesWhatWasThere() throws Exception {
        Path file = folder.resolve("secret");
        OwnFile.write(file, "one".getBytes(StandardCharsets.US_ASCII), Optional.empty());
        OwnFile.write(file, "two".getBytes(StandardCharsets.US_ASCII), Optional.of(me));
        OwnFile.check(file, CLOSED);
        assertThat(OwnFile.read(file, 3)).asString().isEqualTo("two");
        assertThatThrownBy(() -> OwnFile.read(file, 2)).hasMessage(file + ": is longer than 2 bytes");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whatOthersMayReadOrChangeIsNoSecret() throws Exception {
        Path file = Files.createFile(folder.resolve("secret"));
        mode(file, 0640);
        assertThatThrownBy(() -> OwnFile.check(file, CLOSED)).isInstanceOf(UnsafeException.class)
                .hasMessage(file + ": others may read it (mode 0640); close it");
        mode(file, 0620);
        assertThatThrownBy(() -> OwnFile.check(file, CLOSED))
                .hasMessage(file + ": others may change it (mode 0620); close it");
        mode(file, 0600);
        OwnFile.check(file, CLOSED);
        assertThatThrownBy(
                () -> OwnFile.check(file, new OwnFile.Rule(false, Optional.of(me + 1), 0, "give it away", "-")))
                .hasMessage("%s: belongs to %s, while the server acts as user %d; give it away", file,
                        Files.getOwner(file).getName(), me + 1);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThatThrownBy(() -> OwnFile.check(link, CLOSED))
                .hasMessage(link + ": is a symbolic link where a file of the server's own is wanted");
        assertThatThrownBy(() -> OwnFile.read(link, 9)).isInstanceOf(IOException.class);
    }

    @Test
    void foldersAreMadeForThisUserAlone() throws Exception {
        Path inner = folder.resolve("a/b");
        assertThat(OwnFile.makeFolders(inner, true)).containsExactly(folder.resolve("a"), inner);
        assertThat(OwnFile.makeFolders(inner, true)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner))).isEqualTo("rwx------");
    }

    @Test
    void aFolderThatOthersMayChangeLetsThemExchangeWhatIsInIt() throws Exception {
        Path outer = Files.createDirectory(folder.resolve("outer"));
        Path inner = Files.createDirectory(outer.resolve("inner"));
        assertThat(OwnFile.exchangeable(inner, me)).isEmpty();
        mode(outer, 0777);
        assertThat(OwnFile.exchangeable(inner, me)).contains("others may change " + outer + " (mode 0777)");
        assertThat(OwnFile.exchangeable(outer, me)).isEmpty();
        mode(outer, 01777);
        assertThat(OwnFile.exchangeable(inner, me)).isEmpty();
        assertThat(OwnFile.exchangeable(outer.resolve("missing/more"), me)).isEmpty();
    }

    @Test
    void linksCountOnTheirWay() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Path closed = Files.createDirectory(folder.resolve("closed"));
        mode(open, 0775);
        // Others could let the first one lead elsewhere, and cannot do anything to the second.
        Files.createSymbolicLink(open.resolve("link"), closed);
        Files.createSymbolicLink(folder.resolve("link"), closed);
        assertThat(OwnFile.exchangeable(open.resolve("link/x"), me))
                .contains("others may change " + open + " (mode 0775)");
        assertThat(OwnFile.exchangeable(folder.resolve("link/x"), me)).isEmpty();
        Files.createSymbolicLink(folder.resolve("circle"), folder.resolve("circle"));
        assertThatThrownBy(() -> OwnFile.exchangeable(folder.resolve("circle"), me))
                .isInstanceOf(FileSystemLoopException.class);
    }
}
