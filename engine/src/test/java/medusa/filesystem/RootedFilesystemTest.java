package medusa.filesystem;

import static medusa.filesystem.Trees.names;
import static medusa.filesystem.Trees.path;
import static medusa.filesystem.Trees.read;
import static medusa.filesystem.Trees.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;

import medusa.filesystem.FilesystemException.Reason;
import medusa.producer.Producer;

/// Reading, by either way of finding files.
@ParameterizedClass
@EnumSource(Finder.class)
class RootedFilesystemTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @Parameter
    Finder finder;

    @TempDir
    Path top;

    private Path root;
    private RootedFilesystem files;

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectories(top.resolve("root/folder/deep")).getParent().getParent();
        Files.writeString(root.resolve("hello.txt"), "hello");
        Files.writeString(root.resolve("folder/inner"), "inner");
        Files.writeString(top.resolve("secret"), "secret");
        Files.createDirectories(top.resolve("rooted"));
        Files.writeString(top.resolve("rooted/secret"), "secret");
        files = finder.open(root);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    @Test
    void readsFilesAndAttributes() throws Exception {
        Files.setLastModifiedTime(root.resolve("hello.txt"),
                java.nio.file.attribute.FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z")));
        assertThat(read(files, "/hello.txt")).isEqualTo("hello");
        assertThat(read(files, "/folder/inner")).isEqualTo("inner");
        Attributes attributes = files.attributes(path("/hello.txt"));
        assertThat(attributes.isFile()).isTrue();
        assertThat(attributes.size()).isEqualTo(5);
        assertThat(attributes.modified()).isEqualTo("2001-02-03T04:05:06.789Z");
        assertThat(attributes.mode())
                .isEqualTo(Files.getAttribute(root.resolve("hello.txt"), "unix:mode").hashCode() & 07777);
        assertThat(attributes.owner()).isEqualTo(Files.getAttribute(root, "unix:uid"));
        assertThat(attributes.group()).isEqualTo(Files.getAttribute(root, "unix:gid"));
        assertThat(files.attributes(VirtualPath.ROOT).isFolder()).isTrue();
        assertThat(files.attributes(path("/folder")).size()).isZero();
    }

    @Test
    void listsFolders() throws Exception {
        assertThat(names(files, "/")).containsExactly("folder", "hello.txt");
        assertThat(names(files, "/folder")).containsExactly("deep", "inner");
        assertThat(names(files, "/folder/deep")).isEmpty();
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        refused(Reason.NOT_FOUND, () -> files.attributes(path("/none")));
        refused(Reason.NOT_FOUND, () -> files.open(path("/none/at/all")));
        refused(Reason.NOT_FOUND, () -> files.attributes(path("/hello.txt/x")));
        refused(Reason.NOT_FOUND, () -> files.list(path("/hello.txt/x")));
        refused(Reason.NOT_A_FOLDER, () -> files.list(path("/hello.txt")));
        refused(Reason.IS_A_FOLDER, () -> files.open(path("/folder")));
        refused(Reason.IS_A_FOLDER, () -> files.open(VirtualPath.ROOT));
        refused(Reason.NAME_TOO_LONG, () -> files.attributes(path("/" + "n".repeat(256))));
    }

    @Test
    void followsLinksThatStayInside() throws Exception {
        link("file", "hello.txt");
        link("dir", "folder");
        link("folder/up", "../hello.txt");
        link("folder/absolute", root.toRealPath() + "/hello.txt");
        link("absolute-dir", root.toRealPath() + "/folder");
        link("around", "../root/folder/inner");
        link("to-root", root.toRealPath().toString());
        assertThat(read(files, "/file")).isEqualTo("hello");
        assertThat(read(files, "/dir/inner")).isEqualTo("inner");
        assertThat(read(files, "/dir/up")).isEqualTo("hello");
        assertThat(read(files, "/dir/absolute")).isEqualTo("hello");
        assertThat(read(files, "/absolute-dir/up")).isEqualTo("hello");
        assertThat(read(files, "/absolute-dir/absolute")).isEqualTo("hello");
        assertThat(read(files, "/around")).isEqualTo("inner");
        assertThat(read(files, "/to-root/to-root/dir/absolute")).isEqualTo("hello");
        assertThat(names(files, "/absolute-dir")).containsExactly("absolute", "deep", "inner", "up");
        assertThat(files.attributes(path("/dir")).isFolder()).isTrue();
        refused(Reason.NOT_FOUND, () -> files.attributes(path("/absolute-dir/none")));
        refused(Reason.NOT_FOUND, () -> files.attributes(path("/folder/absolute/x")));
    }

    @Test
    void theRootMayBeALink() throws Exception {
        Path name = Files.createSymbolicLink(top.resolve("name"), root);
        Files.createSymbolicLink(root.resolve("absolute"), name.resolve("folder"));
        RootedFilesystem linked = finder.open(name);
        assertThat(read(linked, "/absolute/inner")).isEqualTo("inner");
    }

    @Test
    void linksThatLeadOutsideAreNotThere() throws Exception {
        link("secret", "../secret");
        link("absolute", top.resolve("secret").toString());
        link("dir", "..");
        link("folder/high", "../../../../../../../../../../../../etc");
        link("rooted", top.resolve("rooted").toString());
        link("machine", "/");
        link("twice", "dir/secret");
        link("broken", "nothing");
        link("loop", "loop");
        link("process", "/proc/self/root");
        for (String name : names(files, "/")) {
            assertThat(name).isIn("folder", "hello.txt");
        }
        for (String bad : new String[]{"secret", "absolute", "dir", "dir/secret", "dir/root/hello.txt", "folder/high",
            "rooted/secret", "machine", "machine/etc/passwd", "twice", "broken", "loop", "loop/x", "process/etc"}) {
            refused(Reason.NOT_FOUND, () -> files.attributes(path(bad)));
            refused(Reason.NOT_FOUND, () -> files.open(path(bad)));
            refused(Reason.NOT_FOUND, () -> files.list(path(bad)));
        }
        for (String link : new String[]{"folder/high", "machine", "process"}) {
            Files.delete(root.resolve(link)); // JUnit warns of links that lead out of its folder
        }
    }

    @Test
    void chainsOfLinksAreBounded() throws Exception {
        link("chain0", root.toRealPath() + "/hello.txt");
        for (int i = 1; i <= 60; i++) {
            link("chain" + i, root.toRealPath() + "/chain" + (i - 1));
        }
        assertThat(read(files, "/chain20")).isEqualTo("hello");
        refused(Reason.NOT_FOUND, () -> files.open(path("/chain60")));
    }

    @Test
    void specialFilesAreListedButNotOpened() throws Exception {
        Path fifo = root.resolve("fifo");
        assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "there is no mkfifo");
        link("to-fifo", "fifo");
        assertThat(names(files, "/")).contains("fifo", "to-fifo");
        assertThat(files.attributes(path("/fifo")).kind()).isEqualTo(Attributes.Kind.SPECIAL);
        refused(Reason.SPECIAL, () -> files.open(path("/fifo")));
        refused(Reason.SPECIAL, () -> files.open(path("/to-fifo")));
        refused(Reason.NOT_A_FOLDER, () -> files.list(path("/fifo")));
        for (var mode : VirtualFilesystem.WriteMode.values()) {
            refused(mode == VirtualFilesystem.WriteMode.CREATE ? Reason.EXISTS : Reason.SPECIAL,
                    () -> files.write(path("/fifo"), mode));
        }
    }

    static Stream<String> oddNames() {
        return Stream.of("\u00ff\u00fe", "a\nb\r", " ", "x".repeat(255), "\u00c3\u00a4".repeat(127), "a%20b", "-",
                "?#:", "...",
                "tab\tand\u0001", "back\\slash", "\u00e9\u00ff%FF", "~", "\u0080".repeat(255));
    }

    @org.junit.jupiter.params.ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("oddNames")
    void namesAreBytes(String name) throws Exception {
        Path folder = Trees.real(root.resolve("folder/deep"), name);
        Files.createDirectory(folder);
        Files.writeString(Trees.real(folder, name), "odd");
        Files.createSymbolicLink(root.resolve("odd-link"), folder.toRealPath());
        assertThat(names(files, "/folder/deep")).containsExactly(name);
        assertThat(names(files, "/folder/deep/" + name)).containsExactly(name);
        assertThat(read(files, "/folder/deep/" + name + "/" + name)).isEqualTo("odd");
        assertThat(read(files, "/odd-link/" + name)).isEqualTo("odd");
        files.deleteFile(path("/folder/deep/" + name + "/" + name));
        files.createFolder(path("/folder/deep/" + name + "/" + name));
        Trees.write(files, "/odd-link/" + name + "/" + name, VirtualFilesystem.WriteMode.REPLACE, "new");
        files.rename(path("/odd-link/" + name + "/" + name), path("/" + name), false);
        assertThat(Trees.real(root, name)).hasContent("new");
        assertThat(names(files, "/")).contains(name);
    }

    @Test
    void theRootMayHaveAnyNameToo() throws Exception {
        Path odd = Files.createDirectory(Trees.real(top, "\u00ff\n"));
        Files.writeString(odd.resolve("x"), "odd");
        Files.createSymbolicLink(odd.resolve("absolute"), odd.resolve("x"));
        assertThat(read(finder.open(odd), "/absolute")).isEqualTo("odd");
    }

    @Test
    void aFileOpenStaysTheSame() throws Exception {
        try (OpenFile file = files.open(path("/hello.txt")); OpenFile same = files.open(path("/hello.txt"))) {
            Files.delete(root.resolve("hello.txt"));
            Files.writeString(root.resolve("hello.txt"), "other");
            assertThat(Trees.drain(same.produce(0, 5))).isEqualTo("hello");
            assertThat(Trees.drain(file.produce(1, 3))).isEqualTo("ell");
        }
    }

    @Test
    void aFileIsOpenUntilTheLastOfItsProducersIsClosed() throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "no list of descriptors");
        OpenFile file = files.open(path("/hello.txt"));
        Producer whole = file.produce(0, 5);
        Producer end = file.produce(3, 2);
        assertThat(openUnder(root)).isPositive();
        file.close();
        file.close();
        assertThatIllegalStateException().isThrownBy(() -> file.produce(0, 5));
        assertThat(Trees.drain(whole)).isEqualTo("hello");
        whole.close();
        whole.close();
        assertThat(Trees.drain(end)).isEqualTo("lo");
        end.close();
        assertThat(openUnder(root)).isZero();
    }

    /// How many descriptors of this process lead into `folder`.
    private static long openUnder(Path folder) throws IOException {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.filter(Files::isSymbolicLink).filter(fd -> leadsInto(folder, fd)).count();
        }
    }

    private static boolean leadsInto(Path folder, Path descriptor) {
        try {
            Path target = Files.readSymbolicLink(descriptor);
            return target.startsWith(folder) && !target.equals(folder);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Test
    void anotherFileOfTheSameNameHasAnotherIdentity() throws Exception {
        long first = files.attributes(path("/hello.txt")).identity();
        assertThat(files.attributes(path("/hello.txt")).identity()).isEqualTo(first);
        Files.writeString(root.resolve("next"), "other");
        Files.move(root.resolve("next"), root.resolve("hello.txt"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(files.attributes(path("/hello.txt")).identity()).isNotEqualTo(first);
    }

    @Test
    void needsAFolder() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new RootedFilesystem(root.resolve("none"))))
                .isInstanceOf(IOException.class);
        assertThat(
                org.assertj.core.api.Assertions.catchThrowable(() -> new RootedFilesystem(root.resolve("hello.txt"))))
                .isInstanceOf(java.nio.file.NotDirectoryException.class);
    }
}
