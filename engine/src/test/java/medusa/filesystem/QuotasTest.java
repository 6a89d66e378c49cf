package medusa.filesystem;

import static medusa.filesystem.Trees.bytes;
import static medusa.filesystem.Trees.path;
import static medusa.filesystem.Trees.refused;
import static medusa.filesystem.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.Rights;
import medusa.auth.User;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem.WriteMode;

class QuotasTest {
    private static final Rights ALL = new Rights(List.of(), Rights.Defaults.of(true, true));

    @TempDir
    private Path root;
    private VirtualFilesystem disk;
    private VirtualFilesystem anna;
    private VirtualFilesystem ben;
    private long now;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(root.resolve("home/anna/deep/er"));
        disk = new RootedFilesystem(root);
        Quotas quotas = new Quotas(() -> now);
        anna = new GuardedFilesystem(disk, ALL, user("anna", 100), quotas);
        ben = new GuardedFilesystem(disk, ALL, new User("ben", Set.of(), "/", User.Limits.NONE), quotas);
    }

    private static User user(String name, long quota) {
        return new User(name, Set.of(), "/home/" + name,
                new User.Limits(OptionalLong.of(quota), OptionalLong.empty(), 0));
    }

    private static void put(VirtualFilesystem files, String file, int size) throws IOException {
        write(files, file, WriteMode.REPLACE, "x".repeat(size));
    }

    private void full(String file, int size) {
        refused(Reason.NO_SPACE, () -> put(anna, file, size));
    }

    @Test
    void whatIsThereCountsWhoeverPutItThere() throws Exception {
        put(disk, "/home/anna/deep/er/old", 60);
        full("/home/anna/new", 41);
        put(anna, "/home/anna/new", 30);
        put(ben, "/home/anna/from-ben", 9);
        full("/home/anna/more", 2);
        put(anna, "/home/anna/more", 1);
        put(anna, "/home/elsewhere", 1000);
        put(ben, "/home/anna/from-ben", 1000);
        full("/home/anna/another", 1);
        put(anna, "/home/anna/empty", 0);
        assertThat(Trees.names(disk, "/home/anna")).containsExactly("deep", "empty", "from-ben", "more", "new");
    }

    @Test
    void whatGoesMakesRoom() throws Exception {
        put(anna, "/home/anna/a", 100);
        full("/home/anna/b", 1);
        put(anna, "/home/anna/a", 40);
        put(anna, "/home/anna/b", 60);
        anna.deleteFile(path("/home/anna/a"));
        put(anna, "/home/anna/c", 40);
        full("/home/anna/d", 1);
        ben.deleteFile(path("/home/anna/b"));
        put(anna, "/home/anna/d", 60);
        full("/home/anna/e", 1);
        ben.rename(path("/home/anna/d"), path("/home/d"), false);
        put(anna, "/home/anna/e", 60);
    }

    @Test
    void whatReplacesNeedsRoomForTheDifference() throws Exception {
        put(anna, "/home/anna/a", 90);
        put(anna, "/home/anna/a", 100);
        full("/home/anna/a", 101);
        assertThat(disk.attributes(path("/home/anna/a")).size()).isEqualTo(100);
        try (Upload first = anna.write(path("/home/anna/a"), WriteMode.REPLACE);
                Upload second = anna.write(path("/home/anna/a"), WriteMode.REPLACE)) {
            first.write(bytes("1".repeat(100)));
            refused(Reason.NO_SPACE, () -> second.write(bytes("2")));
        }
        try (Upload upload = anna.write(path("/home/anna/a"), WriteMode.REPLACE)) {
            upload.write(bytes("1".repeat(100)));
            disk.rename(path("/home/anna/a"), path("/home/anna/b"), false);
            now += Duration.ofMinutes(6).toNanos();
            put(anna, "/home/anna/none", 0);
            refused(Reason.NO_SPACE, upload::commit);
        }
        try (var left = Files.list(root.resolve("home/anna"))) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("b", "deep", "none");
        }
    }

    @Test
    void uploadsAtTheSameTimeDoNotExceedItTogether() throws Exception {
        try (Upload first = anna.write(path("/home/anna/a"), WriteMode.CREATE)) {
            first.write(bytes("1".repeat(60)));
            try (Upload second = anna.write(path("/home/anna/b"), WriteMode.CREATE)) {
                second.write(bytes("2".repeat(40)));
                refused(Reason.NO_SPACE, () -> first.write(bytes("1")));
            }
            first.write(bytes("1".repeat(40)));
            first.commit();
        }
        full("/home/anna/c", 1);
        assertThat(disk.attributes(path("/home/anna/a")).size()).isEqualTo(100);
    }

    @Test
    void whatIsExpectedIsKeptFree() throws Exception {
        try (Upload first = anna.write(path("/home/anna/a"), WriteMode.CREATE);
                Upload second = anna.write(path("/home/anna/b"), WriteMode.CREATE)) {
            first.expect(70);
            refused(Reason.NO_SPACE, () -> second.expect(31));
            second.expect(30);
            refused(Reason.NO_SPACE, () -> second.write(bytes("2".repeat(31))));
            first.write(bytes("1".repeat(10)));
            first.expect(0);
            second.write(bytes("2".repeat(31)));
            second.position(5);
            second.commit();
            first.commit();
        }
        put(anna, "/home/anna/c", 85);
        full("/home/anna/d", 1);
    }

    @Test
    void whatIsContinuedInPlaceCounts() throws Exception {
        put(anna, "/home/anna/a", 50);
        try (Upload upload = anna.write(path("/home/anna/a"), WriteMode.CONTINUE)) {
            upload.write(bytes("1".repeat(40)));
            refused(Reason.NO_SPACE, () -> upload.write(bytes("2".repeat(11))));
            upload.commit();
        }
        full("/home/anna/b", 11);
        try (Upload upload = anna.write(path("/home/anna/a"), WriteMode.CONTINUE)) {
            upload.position(20);
            upload.write(bytes("1".repeat(10)));
        }
        put(anna, "/home/anna/b", 70);
        full("/home/anna/c", 1);
    }

    @Test
    void whatIsMovedInNeedsRoom() throws Exception {
        put(ben, "/home/a", 90);
        put(ben, "/home/folder-b", 0);
        ben.createFolder(path("/home/folder"));
        put(ben, "/home/folder/c", 20);
        anna.rename(path("/home/a"), path("/home/anna/a"), false);
        refused(Reason.NO_SPACE, () -> anna.rename(path("/home/folder"), path("/home/anna/folder"), false));
        put(anna, "/home/anna/d", 10);
        full("/home/anna/e", 1);
        anna.rename(path("/home/anna/a"), path("/home/anna/moved"), false);
        anna.rename(path("/home/anna/moved"), path("/home/anna/d"), true);
        put(anna, "/home/anna/e", 10);
        full("/home/anna/f", 1);
    }

    @Test
    void whatOthersDoOnTheDiskIsSeenLater() throws Exception {
        put(anna, "/home/anna/a", 100);
        Files.delete(root.resolve("home/anna/a"));
        full("/home/anna/b", 1);
        now += Duration.ofMinutes(6).toNanos();
        put(anna, "/home/anna/b", 100);
        full("/home/anna/c", 1);
    }

    @Test
    void linksCountNothingAndLeadNowhere() throws Exception {
        put(disk, "/large", 1000);
        Files.createSymbolicLink(root.resolve("home/anna/ring"), root.resolve("home"));
        Files.createSymbolicLink(root.resolve("home/anna/large"), root.resolve("large"));
        put(anna, "/home/anna/a", 100);
        assertThat(disk.usage(path("/home"))).isEqualTo(100);
        assertThat(disk.usage(VirtualPath.ROOT)).isEqualTo(1100);
        refused(Reason.NOT_FOUND, () -> disk.usage(path("/none")));
    }

    @Test
    void mountsCountWhereTheyAre() throws Exception {
        put(disk, "/home/anna/a", 7);
        VirtualFilesystem tree = new MountedFilesystem(new EmptyFilesystem(Instant.EPOCH),
                Map.of(path("/x/y"), disk, path("/z"), disk), Instant.EPOCH);
        assertThat(tree.usage(VirtualPath.ROOT)).isEqualTo(14);
        assertThat(tree.usage(path("/x"))).isEqualTo(7);
        assertThat(tree.usage(path("/x/y/home/anna"))).isEqualTo(7);
        assertThat(new ReadOnlyFilesystem(tree).usage(VirtualPath.ROOT))
                .as("by the listings, where the same folder is entered once")
                .isEqualTo(7);
    }

    @Test
    void manyAtOnceNeverExceedIt() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> writers = IntStream.range(0, 4).<Callable<Integer>>mapToObj(writer -> () -> {
                int written = 0;
                for (int i = 0; i < 50; i++) {
                    String file = "/home/anna/" + writer + "-" + i;
                    try {
                        put(anna, file, 7);
                        written++;
                        if (i % 3 == 0) {
                            anna.deleteFile(path(file));
                            written--;
                        }
                    } catch (FilesystemException e) {
                        assertThat(e.reason()).isEqualTo(Reason.NO_SPACE);
                    }
                    assertThat(disk.usage(path("/home/anna"))).isLessThanOrEqualTo(100);
                }
                return written;
            }).toList();
            int written = 0;
            for (Future<Integer> done : threads.invokeAll(writers)) {
                written += done.get();
            }
            assertThat(disk.usage(path("/home/anna"))).isEqualTo(7L * written).isEqualTo(98);
        }
    }

    /// What one tree has let in counts in the one that follows it.
    @Test
    void aReloadForgetsNothing() throws Exception {
        SharedTree before = new SharedTree(disk, ALL);
        try (Upload upload = before.as(user("anna", 100)).write(path("/home/anna/a"), WriteMode.CREATE)) {
            upload.write(bytes("1".repeat(60)));
            VirtualFilesystem after = before.follow(disk, ALL).as(user("anna", 100));
            refused(Reason.NO_SPACE, () -> put(after, "/home/anna/b", 41));
            upload.commit();
            put(after, "/home/anna/b", 40);
            refused(Reason.NO_SPACE, () -> put(after, "/home/anna/c", 1));
        }
    }
}
