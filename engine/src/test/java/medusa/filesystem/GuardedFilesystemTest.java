package medusa.filesystem;

import static medusa.filesystem.Trees.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem.WriteMode;

class GuardedFilesystemTest {
    private static final User ANNA = new User("anna", Set.of(), "/", User.Limits.NONE);

    @TempDir
    private Path root;
    private VirtualFilesystem files;

    @BeforeEach
    void open() throws IOException {
        files = new RootedFilesystem(root);
    }

    static List<RightsMatrix.Case> cases() {
        return RightsMatrix.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyUserMayDoWhatTheTableSays(RightsMatrix.Case of) throws Throwable {
        Path folder = RightsMatrix.plant(root, of);
        VirtualFilesystem seen = new SharedTree(files, RightsMatrix.rights()).as(of.user());
        ThrowingCallable operation = () -> operate(seen, path(of.folder()), of.operation());
        if (of.allowed()) {
            operation.call();
        } else if (of.operation() == RightsMatrix.Operation.REPLACE && mayCreate(of)) {
            refused(Reason.EXISTS, operation);
        } else {
            refused(Reason.FORBIDDEN, operation);
        }
        assertThat(RightsMatrix.content(folder)).isEqualTo(RightsMatrix.expected(of));
    }

    private static boolean mayCreate(RightsMatrix.Case of) {
        return RightsMatrix.cases().contains(
                new RightsMatrix.Case(of.user(), of.folder(), RightsMatrix.Operation.CREATE, true));
    }

    private static void operate(VirtualFilesystem seen, VirtualPath folder, RightsMatrix.Operation operation)
            throws IOException {
        VirtualPath file = folder.resolve("file");
        VirtualPath made = folder.resolve("made");
        switch (operation) {
            case LIST -> assertThat(Trees.names(seen, folder.toString())).contains("file");
            case READ -> assertThat(Trees.read(seen, file.toString())).isEqualTo("ancient");
            case CREATE -> write(seen, made, WriteMode.CREATE, "new");
            case REPLACE -> write(seen, file, WriteMode.REPLACE, "new");
            case DELETE -> seen.deleteFile(file);
            case MAKE_FOLDER -> seen.createFolder(made);
            case RENAME -> seen.rename(file, made, false);
        }
    }

    private static void write(VirtualFilesystem seen, VirtualPath file, WriteMode mode, String content)
            throws IOException {
        try (Upload upload = seen.write(file, mode)) {
            upload.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            upload.commit();
        }
    }

    private static void refused(Reason reason, ThrowingCallable operation) {
        assertThatThrownBy(operation).isInstanceOfSatisfying(FilesystemException.class,
                e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /// Rules are written as `/path lrwd`, for everybody.
    private VirtualFilesystem seen(User user, String... rules) {
        List<Rights.Rule> table = Arrays.stream(rules).map(rule -> new Rights.Rule(
                path(rule.split(" ")[0]).names(), List.of("*"),
                Set.copyOf(Arrays.stream(Right.values())
                        .filter(right -> rule.split(" ")[1].indexOf(right.label().charAt(0)) >= 0).toList())))
                .toList();
        return new SharedTree(files, new Rights(table, Rights.Defaults.of(true, false))).as(user);
    }

    @Test
    void whatIsForbiddenIsSoWhetherItIsThereOrNot() throws Exception {
        Files.createDirectories(root.resolve("a/folder"));
        Files.writeString(root.resolve("a/file"), "x");
        VirtualFilesystem none = seen(ANNA, "/a -");
        VirtualFilesystem box = seen(ANNA, "/a w");
        for (String name : List.of("/a/file", "/a/nothing", "/a/file/below")) {
            refused(Reason.FORBIDDEN, () -> none.attributes(path(name)));
            refused(Reason.FORBIDDEN, () -> box.attributes(path(name)));
            refused(Reason.FORBIDDEN, () -> box.open(path(name)));
            refused(Reason.FORBIDDEN, () -> box.deleteFile(path(name)));
        }
        refused(Reason.FORBIDDEN, () -> none.attributes(path("/a/folder")));
        assertThat(box.attributes(path("/a/folder")).isFolder()).isTrue();
        assertThat(box.attributes(path("/a")).isFolder()).isTrue();
    }

    @Test
    void whatOneMayDoNothingWithIsNotListed() throws Exception {
        for (String name : List.of("shut", "box", "open", "far/deep")) {
            Files.createDirectories(root.resolve(name));
        }
        VirtualFilesystem seen = seen(ANNA, "/shut -", "/box w", "/far/deep -");
        assertThat(Trees.names(seen, "/")).containsExactly("box", "far", "open");
        assertThat(Trees.names(seen, "/far")).isEmpty();
    }

    @Test
    void aLetterBoxLosesNothing() throws Exception {
        Files.createDirectories(root.resolve("in"));
        Files.writeString(root.resolve("in/file"), "old");
        VirtualFilesystem seen = seen(ANNA, "/in w");
        for (WriteMode mode : WriteMode.values()) {
            refused(Reason.EXISTS, () -> write(seen, path("/in/file"), mode, "new"));
        }
        refused(Reason.FORBIDDEN, () -> seen.setModified(path("/in/file"), Instant.EPOCH));
        refused(Reason.FORBIDDEN, () -> seen.setMode(path("/in/file"), 0777));
        refused(Reason.FORBIDDEN, () -> seen.rename(path("/in/file"), path("/in/other"), true));
        write(seen, path("/in/other"), WriteMode.REPLACE, "new");
        assertThat(root.resolve("in/file")).hasContent("old");
        assertThat(root.resolve("in/other")).hasContent("new");
    }

    /// A file that takes the name meanwhile stays too.
    @Test
    void aLetterBoxLosesNothingThatComesMeanwhile() throws Exception {
        Files.createDirectories(root.resolve("in"));
        VirtualFilesystem seen = seen(ANNA, "/in w");
        try (Upload upload = seen.write(path("/in/file"), WriteMode.REPLACE)) {
            Files.writeString(root.resolve("in/file"), "theirs");
            upload.write(ByteBuffer.wrap(new byte[]{'x'}));
            refused(Reason.EXISTS, upload::commit);
        }
        assertThat(root.resolve("in/file")).hasContent("theirs");
        assertThat(root.resolve("in").toFile().list()).containsExactly("file");
    }

    @Test
    void aRenameTakesNothingOutOfARule() throws Exception {
        Files.createDirectories(root.resolve("a/part/secret"));
        Files.createDirectories(root.resolve("b"));
        Files.createDirectories(root.resolve("blind"));
        Files.writeString(root.resolve("blind/file"), "x");
        VirtualFilesystem seen = seen(ANNA, "/a/part/secret -", "/blind rwd", "/ lrwd");
        refused(Reason.FORBIDDEN, () -> seen.rename(path("/a/part"), path("/b/part"), false));
        refused(Reason.FORBIDDEN, () -> seen.rename(path("/a"), path("/c"), false));
        refused(Reason.FORBIDDEN, () -> seen.rename(path("/a/part/secret"), path("/b/secret"), false));
        refused(Reason.FORBIDDEN, () -> seen.rename(path("/blind/file"), path("/b/file"), false));
        refused(Reason.FORBIDDEN, () -> seen.rename(path("/b"), path("/a"), false));
        seen.rename(path("/b"), path("/c"), false);
        assertThat(Trees.names(files, "/")).containsExactly("a", "blind", "c");
    }

    /// Links are the administrator's: they show what they lead to, but nothing is changed by them where it may not be.
    @Test
    void aLinkLeadsToNoOtherRights() throws Exception {
        Files.createDirectories(root.resolve("shut"));
        Files.createDirectories(root.resolve("open"));
        Files.writeString(root.resolve("shut/file"), "secret");
        Files.createSymbolicLink(root.resolve("open/folder"), Path.of("../shut"));
        Files.createSymbolicLink(root.resolve("open/link"), Path.of("../shut/file"));
        VirtualFilesystem seen = seen(ANNA, "/open lrwd", "/shut -");
        assertThat(Trees.read(seen, "/open/link")).isEqualTo("secret");
        for (String name : List.of("/open/folder/file", "/open/folder/new", "/open/link")) {
            for (WriteMode mode : WriteMode.values()) {
                refused(Reason.FORBIDDEN, () -> write(seen, path(name), mode, "mine"));
            }
            refused(Reason.FORBIDDEN, () -> seen.setModified(path(name), Instant.EPOCH));
            refused(Reason.FORBIDDEN, () -> seen.setMode(path(name), 0777));
        }
        refused(Reason.FORBIDDEN, () -> seen.createFolder(path("/open/folder/new")));
        refused(Reason.FORBIDDEN, () -> seen.deleteFile(path("/open/folder/file")));
        refused(Reason.FORBIDDEN, () -> seen.deleteFolder(path("/open/folder/file")));
        refused(Reason.FORBIDDEN, () -> seen.rename(path("/open/folder/file"), path("/open/file"), false));
        refused(Reason.FORBIDDEN, () -> seen.rename(path("/open/link"), path("/open/folder/x"), false));
        assertThat(root.resolve("shut/file")).hasContent("secret");
        seen.deleteFile(path("/open/link")); // the link itself is where he may
        seen.rename(path("/open/folder"), path("/open/other"), false);
        assertThat(Trees.names(files, "/shut")).containsExactly("file");
    }

    /// What he may only write to shows no sizes and times.
    @Test
    void aListingShowsNoMoreThanALook() throws Exception {
        Files.createDirectories(root.resolve("a/in"));
        Files.createDirectories(root.resolve("a/box"));
        Files.writeString(root.resolve("a/file"), "x");
        VirtualFilesystem seen = seen(ANNA, "/a/file w", "/a/box w", "/a lr");
        assertThat(Trees.names(seen, "/a")).containsExactly("box", "in");
    }

    @Test
    void aFileGrowsNoLargerThanItsUserMayHaveThem() throws Exception {
        User bounded = new User("anna", Set.of(), "/",
                new User.Limits(OptionalLong.empty(), OptionalLong.of(5), 0));
        VirtualFilesystem seen = seen(bounded, "/ lrwd");
        try (Upload upload = seen.write(path("/file"), WriteMode.CREATE)) {
            upload.write(ByteBuffer.wrap("12345".getBytes(StandardCharsets.UTF_8)));
            refused(Reason.TOO_LARGE, () -> upload.write(ByteBuffer.wrap(new byte[]{'6'})));
        }
        assertThat(root).isEmptyDirectory();
        write(seen, path("/file"), WriteMode.CREATE, "12345");
        try (Upload upload = seen.write(path("/file"), WriteMode.CONTINUE)) {
            refused(Reason.TOO_LARGE, () -> upload.write(ByteBuffer.wrap(new byte[]{'6'})));
            upload.position(4);
            upload.write(ByteBuffer.wrap(new byte[]{'6'}));
            upload.commit();
        }
        assertThat(root.resolve("file")).hasContent("12346");
    }

    @Test
    void aTreeToLookAtIsNeverWritten() {
        VirtualFilesystem seen = SharedTree.toLookAt(files).as(ANNA);
        refused(Reason.FORBIDDEN, () -> seen.createFolder(path("/x")));
        refused(Reason.READ_ONLY, () -> SharedTree.toLookAt(files).unguarded().createFolder(path("/x")));
    }
}
