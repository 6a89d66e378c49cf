package medusa.filesystem;

import static medusa.filesystem.Trees.bytes;
import static medusa.filesystem.Trees.names;
import static medusa.filesystem.Trees.path;
import static medusa.filesystem.Trees.read;
import static medusa.filesystem.Trees.refused;
import static medusa.filesystem.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem.WriteMode;

/// Writing, by either way of finding files.
@ParameterizedClass
@EnumSource(Finder.class)
class RootedWriteTest {
    @Parameter
    Finder finder;

    @TempDir
    Path top;

    private Path root;
    private RootedFilesystem files;

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectories(top.resolve("root/folder")).getParent();
        Files.writeString(root.resolve("hello.txt"), "hello");
        Files.writeString(top.resolve("secret"), "secret");
        files = finder.open(root);
    }

    /// Everything in the folder on the disk, temporary files too.
    private static List<String> disk(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aNewFileAppearsWholeOrNotAtAll() throws Exception {
        try (Upload upload = files.write(path("/folder/new"), WriteMode.CREATE)) {
            upload.write(bytes("first "));
            upload.write(bytes("second"));
            assertThat(names(files, "/folder")).isEmpty();
            assertThat(disk(root.resolve("folder"))).singleElement().asString().startsWith(".medusa-upload-");
            upload.commit();
        }
        assertThat(read(files, "/folder/new")).isEqualTo("first second");
        try (Upload upload = files.write(path("/folder/gone"), WriteMode.CREATE)) {
            upload.write(bytes("lost"));
        }
        assertThat(disk(root.resolve("folder"))).containsExactly("new");
    }

    @Test
    void createNeverReplaces() throws Exception {
        refused(Reason.EXISTS, () -> files.write(path("/hello.txt"), WriteMode.CREATE));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nothing"));
        refused(Reason.EXISTS, () -> files.write(path("/dangling"), WriteMode.CREATE));
        try (Upload upload = files.write(path("/late"), WriteMode.CREATE)) {
            upload.write(bytes("mine"));
            Files.writeString(root.resolve("late"), "another's");
            refused(Reason.EXISTS, upload::commit);
        }
        assertThat(root.resolve("late")).hasContent("another's");
        assertThat(disk(root)).containsExactly("dangling", "folder", "hello.txt", "late");
    }

    @Test
    void replacingKeepsTheModeAndTheOldFileUntilTheEnd() throws Exception {
        Files.setPosixFilePermissions(root.resolve("hello.txt"), PosixFilePermissions.fromString("rw-r-x--x"));
        try (OpenFile old = files.open(path("/hello.txt"));
                Upload upload = files.write(path("/hello.txt"), WriteMode.REPLACE)) {
            upload.write(bytes("goodbye"));
            assertThat(root.resolve("hello.txt")).hasContent("hello");
            upload.commit();
            assertThat(Trees.drain(old.produce(0, 5))).isEqualTo("hello");
        }
        assertThat(root.resolve("hello.txt")).hasContent("goodbye");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("hello.txt"))))
                .isEqualTo("rw-r-x--x");
        assertThat(disk(root)).containsExactly("folder", "hello.txt");
        write(files, "/fresh", WriteMode.REPLACE, "fresh");
        assertThat(root.resolve("fresh")).hasContent("fresh");
        refused(Reason.IS_A_FOLDER, () -> files.write(path("/folder"), WriteMode.REPLACE));
    }

    /// What clients send must not run as somebody: writing to a file in place takes these bits away too.
    @Test
    void whatReplacesDoesNotRunAsTheOwner() throws Exception {
        Files.setAttribute(root.resolve("hello.txt"), "unix:mode", 06755);
        write(files, "/hello.txt", WriteMode.REPLACE, "evil");
        assertThat((Integer) Files.getAttribute(root.resolve("hello.txt"), "unix:mode") & 07777).isEqualTo(0755);
    }

    @Test
    void replacingThroughALinkReplacesWhatItLeadsTo() throws Exception {
        Files.createSymbolicLink(root.resolve("folder/link"), Path.of("../hello.txt"));
        write(files, "/folder/link", WriteMode.REPLACE, "goodbye");
        assertThat(root.resolve("folder/link")).isSymbolicLink();
        assertThat(root.resolve("hello.txt")).isRegularFile().hasContent("goodbye");
        assertThat(disk(root.resolve("folder"))).containsExactly("link");
    }

    @Test
    void nothingIsWrittenThroughALinkThatLeadsOutside() throws Exception {
        Files.createSymbolicLink(root.resolve("out"), Path.of("../secret"));
        Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
        for (WriteMode mode : WriteMode.values()) {
            refused(Reason.EXISTS, () -> files.write(path("/out"), mode));
            refused(Reason.NOT_FOUND, () -> files.write(path("/up/secret"), mode));
            refused(Reason.NOT_FOUND, () -> files.write(path("/up/new"), mode));
        }
        refused(Reason.NOT_FOUND, () -> files.createFolder(path("/up/new")));
        refused(Reason.NOT_FOUND, () -> files.deleteFile(path("/up/secret")));
        refused(Reason.NOT_FOUND, () -> files.deleteFolder(path("/up/root")));
        refused(Reason.NOT_FOUND, () -> files.rename(path("/hello.txt"), path("/up/hello.txt"), true));
        refused(Reason.NOT_FOUND, () -> files.rename(path("/up/secret"), path("/mine"), true));
        refused(Reason.NOT_FOUND, () -> files.setModified(path("/out"), Instant.EPOCH));
        refused(Reason.NOT_FOUND, () -> files.setMode(path("/out"), 0777));
        refused(Reason.NOT_FOUND, () -> files.setMode(path("/up/secret"), 0777));
        files.deleteFile(path("/out"));
        assertThat(top.resolve("secret")).hasContent("secret");
        assertThat(disk(top)).containsExactly("root", "secret");
    }

    @Test
    void continuesInPlace() throws Exception {
        try (Upload upload = files.write(path("/hello.txt"), WriteMode.CONTINUE)) {
            assertThat(upload.position()).isEqualTo(5);
            upload.write(bytes(" again"));
            assertThat(root.resolve("hello.txt")).hasContent("hello again");
            upload.commit();
        }
        try (Upload upload = files.write(path("/hello.txt"), WriteMode.CONTINUE)) {
            upload.position(12);
            assertThat(root.resolve("hello.txt")).hasContent("hello again");
            upload.position(4);
            assertThat(upload.position()).isEqualTo(4);
            upload.write(bytes("!"));
        }
        assertThat(root.resolve("hello.txt")).hasContent("hell!");
        write(files, "/begun", WriteMode.CONTINUE, "all");
        assertThat(root.resolve("begun")).hasContent("all");
    }

    @Test
    void twoWritersLeaveOneWholeFile() throws Exception {
        try (Upload first = files.write(path("/hello.txt"), WriteMode.REPLACE);
                Upload second = files.write(path("/hello.txt"), WriteMode.REPLACE);
                Upload third = files.write(path("/other"), WriteMode.REPLACE);
                Upload fourth = files.write(path("/other"), WriteMode.REPLACE)) {
            first.write(bytes("1111"));
            second.write(bytes("22"));
            first.write(bytes("1111"));
            second.commit();
            assertThat(root.resolve("hello.txt")).hasContent("22");
            first.commit();
            assertThat(root.resolve("hello.txt")).hasContent("11111111");
            third.commit();
            fourth.write(bytes("4"));
            fourth.commit();
            assertThat(root.resolve("other")).hasContent("4");
        }
        assertThat(disk(root)).containsExactly("folder", "hello.txt", "other");
    }

    @Test
    void manyWritersOfOneNameLeaveOneWholeFile() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> writers = Stream.of("a", "b", "c", "d").<Callable<Void>>map(letter -> () -> {
                for (int i = 0; i < 100; i++) {
                    write(files, "/fought", WriteMode.REPLACE, letter.repeat(1000));
                }
                return null;
            }).toList();
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
        }
        assertThat(read(files, "/fought")).matches("a{1000}|b{1000}|c{1000}|d{1000}");
        assertThat(disk(root)).containsExactly("folder", "fought", "hello.txt");
    }

    @Test
    void temporaryNamesAreNobodysBusiness() throws Exception {
        String name = ".medusa-upload-0123";
        Files.writeString(root.resolve(name), "half");
        Files.createDirectory(root.resolve("folder/.Medusa-Upload-x"));
        assertThat(names(files, "/")).containsExactly("folder", "hello.txt");
        assertThat(names(files, "/folder")).isEmpty();
        refused(Reason.NOT_FOUND, () -> files.open(path(name)));
        refused(Reason.NOT_FOUND, () -> files.attributes(path("/folder/.Medusa-Upload-x")));
        refused(Reason.NOT_FOUND, () -> files.list(path("/folder/.Medusa-Upload-x")));
        refused(Reason.NOT_FOUND, () -> files.deleteFile(path(name)));
        refused(Reason.NOT_FOUND, () -> files.rename(path(name), path("/mine"), false));
        refused(Reason.DENIED, () -> files.rename(path("/hello.txt"), path(name), true));
        refused(Reason.DENIED, () -> files.createFolder(path("/.medusa-upload-")));
        for (WriteMode mode : WriteMode.values()) {
            refused(Reason.DENIED, () -> files.write(path(name), mode));
        }
    }

    @Test
    void theSweepRemovesWhatIsOlderThanTheProcess() throws Exception {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (String place : new String[]{"", "folder/", "../"}) {
            for (String name : new String[]{".medusa-upload-old", ".medusa-upload-new"}) {
                Path file = Files.writeString(root.resolve(place + name), "half");
                Files.setLastModifiedTime(file, FileTime.from(start.plusSeconds(name.endsWith("old") ? -1 : 1)));
            }
        }
        Files.setLastModifiedTime(root.resolve("hello.txt"), FileTime.from(start.minusSeconds(1)));
        Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
        assertThat(files.sweep(start, 100)).isEqualTo(2);
        assertThat(disk(root)).containsExactly(".medusa-upload-new", "folder", "hello.txt", "up");
        assertThat(disk(root.resolve("folder"))).containsExactly(".medusa-upload-new");
        assertThat(disk(top)).containsExactly(".medusa-upload-new", ".medusa-upload-old", "root", "secret");
    }

    @Test
    void theSweepIsBounded() throws Exception {
        for (int i = 0; i < 10; i++) {
            Files.setLastModifiedTime(Files.createFile(root.resolve("folder/.medusa-upload-" + i)),
                    FileTime.fromMillis(0));
        }
        assertThat(files.sweep(Instant.EPOCH.plusSeconds(1), 5)).isLessThanOrEqualTo(5);
        assertThat(disk(root.resolve("folder"))).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void makesAndRemovesFolders() throws Exception {
        files.createFolder(path("/folder/a"));
        files.createFolder(path("/folder/a/b"));
        refused(Reason.EXISTS, () -> files.createFolder(path("/folder/a")));
        refused(Reason.EXISTS, () -> files.createFolder(path("/hello.txt")));
        refused(Reason.EXISTS, () -> files.createFolder(VirtualPath.ROOT));
        refused(Reason.NOT_FOUND, () -> files.createFolder(path("/none/a")));
        refused(Reason.NOT_FOUND, () -> files.createFolder(path("/hello.txt/a")));
        refused(Reason.NAME_TOO_LONG, () -> files.createFolder(path("/" + "n".repeat(256))));
        refused(Reason.NOT_EMPTY, () -> files.deleteFolder(path("/folder/a")));
        refused(Reason.IS_A_FOLDER, () -> files.deleteFile(path("/folder/a/b")));
        refused(Reason.NOT_A_FOLDER, () -> files.deleteFolder(path("/hello.txt")));
        refused(Reason.NOT_FOUND, () -> files.deleteFolder(path("/none")));
        refused(Reason.DENIED, () -> files.deleteFolder(VirtualPath.ROOT));
        files.deleteFolder(path("/folder/a/b"));
        files.deleteFolder(path("/folder/a"));
        files.deleteFile(path("/hello.txt"));
        refused(Reason.NOT_FOUND, () -> files.deleteFile(path("/hello.txt")));
        assertThat(disk(root)).containsExactly("folder");
    }

    @Test
    void deletesALinkAndNotItsTarget() throws Exception {
        Files.createSymbolicLink(root.resolve("link"), Path.of("folder"));
        refused(Reason.NOT_A_FOLDER, () -> files.deleteFolder(path("/link")));
        files.deleteFile(path("/link"));
        assertThat(disk(root)).containsExactly("folder", "hello.txt");
    }

    @Test
    void renames() throws Exception {
        Files.writeString(root.resolve("other"), "other");
        Files.createDirectory(root.resolve("empty"));
        refused(Reason.EXISTS, () -> files.rename(path("/hello.txt"), path("/other"), false));
        refused(Reason.EXISTS, () -> files.rename(path("/hello.txt"), path("/folder"), false));
        refused(Reason.EXISTS, () -> files.rename(path("/hello.txt"), path("/folder"), true));
        refused(Reason.EXISTS, () -> files.rename(path("/folder"), path("/empty"), false));
        refused(Reason.EXISTS, () -> files.rename(path("/folder"), path("/empty"), true));
        refused(Reason.NOT_FOUND, () -> files.rename(path("/none"), path("/other"), true));
        refused(Reason.NOT_FOUND, () -> files.rename(path("/hello.txt"), path("/none/x"), true));
        refused(Reason.FAILED, () -> files.rename(path("/folder"), path("/folder/in-itself"), false));
        refused(Reason.DENIED, () -> files.rename(VirtualPath.ROOT, path("/x"), false));
        files.rename(path("/hello.txt"), path("/other"), true);
        assertThat(root.resolve("other")).hasContent("hello");
        files.rename(path("/other"), path("/folder/moved"), false);
        files.rename(path("/folder"), path("/renamed"), false);
        assertThat(read(files, "/renamed/moved")).isEqualTo("hello");
        assertThat(disk(root)).containsExactly("empty", "renamed");
    }

    @Test
    void setsTheTimeOfLastModification() throws Exception {
        Instant time = Instant.parse("2001-02-03T04:05:06.789Z");
        files.setModified(path("/hello.txt"), time);
        files.setModified(path("/folder"), time);
        assertThat(files.attributes(path("/hello.txt")).modified()).isEqualTo(time);
        assertThat(files.attributes(path("/folder")).modified()).isEqualTo(time);
        refused(Reason.NOT_FOUND, () -> files.setModified(path("/none"), time));
    }

    @Test
    void setsPermissionsAndNothingBeyond() throws Exception {
        files.setMode(path("/hello.txt"), 0640);
        assertThat(files.attributes(path("/hello.txt")).mode()).isEqualTo(0640);
        Files.setAttribute(root.resolve("hello.txt"), "unix:mode", 04755);
        Files.setAttribute(root.resolve("folder"), "unix:mode", 03777);
        files.setMode(path("/hello.txt"), 0700);
        files.setMode(path("/folder"), 0750);
        assertThat(files.attributes(path("/hello.txt")).mode()).isEqualTo(0700);
        assertThat(files.attributes(path("/folder")).mode()).isEqualTo(03750);
        assertThatThrownBy(() -> files.setMode(path("/hello.txt"), 04755)).isInstanceOf(IllegalArgumentException.class);
        refused(Reason.NOT_FOUND, () -> files.setMode(path("/none"), 0600));
        Files.createSymbolicLink(root.resolve("link"), Path.of("hello.txt"));
        files.setMode(path("/link"), 0604);
        assertThat(files.attributes(path("/hello.txt")).mode()).isEqualTo(0604);
    }

    @Test
    void tellsTheRoomOfTheDisk() throws Exception {
        assertThat(files.room(path("/folder")).orElseThrow()).isBetween(1L, root.toFile().getTotalSpace());
        refused(Reason.NOT_FOUND, () -> files.room(path("/none")));
    }

    @Test
    void theReadOnlyViewRefusesEveryWrite() throws Exception {
        VirtualFilesystem view = new ReadOnlyFilesystem(files);
        assertThat(read(view, "/hello.txt")).isEqualTo("hello");
        assertThat(names(view, "/")).containsExactly("folder", "hello.txt");
        assertThat(view.attributes(path("/folder")).isFolder()).isTrue();
        for (WriteMode mode : WriteMode.values()) {
            refused(Reason.READ_ONLY, () -> view.write(path("/new"), mode));
        }
        refused(Reason.READ_ONLY, () -> view.createFolder(path("/new")));
        refused(Reason.READ_ONLY, () -> view.deleteFile(path("/hello.txt")));
        refused(Reason.READ_ONLY, () -> view.deleteFolder(path("/folder")));
        refused(Reason.READ_ONLY, () -> view.rename(path("/hello.txt"), path("/new"), false));
        refused(Reason.READ_ONLY, () -> view.setModified(path("/hello.txt"), Instant.EPOCH));
        refused(Reason.READ_ONLY, () -> view.setMode(path("/hello.txt"), 0600));
        assertThat(view.room(path("/folder"))).isEmpty();
        assertThat(disk(root)).containsExactly("folder", "hello.txt");
    }
}
