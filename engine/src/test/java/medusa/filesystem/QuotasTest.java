package medusa.filesystem;

import static medusa.filesystem.Trees.bytes;
import static medusa.filesystem.Trees.path;
import static medusa.filesystem.Trees.refused;
import static medusa.filesystem.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.Rights;
import medusa.auth.User;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem.WriteMode;

class QuotasTest {
    private static final int BLOCK = 4096;
    private static final Rights ALL = new Rights(List.of(), Rights.Defaults.of(true, true));

    @TempDir
    private Path root;
    private VirtualFilesystem disk;
    private VirtualFilesystem anna;
    private VirtualFilesystem ben;
    private Quotas quotas;
    /// What runs the walks: at once, unless a test wants otherwise.
    private Executor walker = Runnable::run;
    private long now;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(root.resolve("home/anna"));
        disk = new RootedFilesystem(root);
        quotas = new Quotas(() -> now, walk -> walker.execute(walk));
        anna = new GuardedFilesystem(disk, ALL, user("anna", 100), quotas);
        ben = new GuardedFilesystem(disk, ALL, new User("ben", Set.of(), "/", User.Limits.NONE), quotas);
    }

    /// @param quota in blocks
    private static User user(String name, long quota) {
        return new User(name, Set.of(), "/home/" + name,
                new User.Limits(OptionalLong.of(quota * BLOCK), OptionalLong.empty(), 0));
    }

    /// @param size in blocks
    private static void put(VirtualFilesystem files, String file, int size) throws IOException {
        write(files, file, WriteMode.REPLACE, blocks("x", size));
    }

    private static String blocks(String filler, int count) {
        return filler.repeat(count * BLOCK);
    }

    private void full(String file, int size) {
        refused(Reason.NO_SPACE, () -> put(anna, file, size));
    }

    @Test
    void whatIsThereCountsWhoeverPutItThere() throws Exception {
        put(disk, "/home/anna/old", 60);
        full("/home/anna/new", 41);
        put(anna, "/home/anna/new", 30);
        put(ben, "/home/anna/from-ben", 9);
        full("/home/anna/more", 2);
        put(anna, "/home/anna/more", 1);
        put(anna, "/home/elsewhere", 1000);
        put(ben, "/home/anna/from-ben", 1000);
        full("/home/anna/another", 1);
        assertThat(Trees.names(disk, "/home/anna")).containsExactly("from-ben", "more", "new", "old");
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
        assertThat(disk.attributes(path("/home/anna/a")).size()).isEqualTo(100 * BLOCK);
        try (Upload first = anna.write(path("/home/anna/a"), WriteMode.REPLACE);
                Upload second = anna.write(path("/home/anna/a"), WriteMode.REPLACE)) {
            first.write(bytes(blocks("1", 100)));
            refused(Reason.NO_SPACE, () -> second.write(bytes(blocks("2", 1))));
        }
        try (Upload upload = anna.write(path("/home/anna/a"), WriteMode.REPLACE)) {
            upload.write(bytes(blocks("1", 100)));
            disk.rename(path("/home/anna/a"), path("/home/anna/b"), false);
            now += Duration.ofMinutes(6).toNanos();
            full("/home/anna/none", 0);
            refused(Reason.NO_SPACE, upload::commit);
        }
        try (var left = Files.list(root.resolve("home/anna"))) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("b");
        }
    }

    @Test
    void uploadsAtTheSameTimeDoNotExceedItTogether() throws Exception {
        try (Upload first = anna.write(path("/home/anna/a"), WriteMode.CREATE)) {
            first.write(bytes(blocks("1", 60)));
            try (Upload second = anna.write(path("/home/anna/b"), WriteMode.CREATE)) {
                second.write(bytes(blocks("2", 40)));
                refused(Reason.NO_SPACE, () -> first.write(bytes(blocks("1", 1))));
            }
            first.write(bytes(blocks("1", 40)));
            first.commit();
        }
        full("/home/anna/c", 1);
        assertThat(disk.attributes(path("/home/anna/a")).size()).isEqualTo(100 * BLOCK);
    }

    @Test
    void whatIsExpectedIsKeptFree() throws Exception {
        try (Upload first = anna.write(path("/home/anna/a"), WriteMode.CREATE);
                Upload second = anna.write(path("/home/anna/b"), WriteMode.CREATE)) {
            first.expect(70 * BLOCK);
            refused(Reason.NO_SPACE, () -> second.expect(31 * BLOCK));
            second.expect(30 * BLOCK);
            refused(Reason.NO_SPACE, () -> second.write(bytes(blocks("2", 31))));
            first.write(bytes(blocks("1", 10)));
            first.expect(0);
            second.write(bytes(blocks("2", 31)));
            second.position(5 * BLOCK);
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
            upload.write(bytes(blocks("1", 40)));
            refused(Reason.NO_SPACE, () -> upload.write(bytes(blocks("2", 11))));
            upload.commit();
        }
        full("/home/anna/b", 11);
        try (Upload upload = anna.write(path("/home/anna/a"), WriteMode.CONTINUE)) {
            upload.position(20 * BLOCK);
            upload.write(bytes(blocks("1", 10)));
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
        assertThat(disk.usage(path("/home"))).isEqualTo(101L * BLOCK);
        assertThat(disk.usage(VirtualPath.ROOT)).isEqualTo(1102L * BLOCK);
        refused(Reason.NOT_FOUND, () -> disk.usage(path("/none")));
    }

    @Test
    void mountsCountWhereTheyAre() throws Exception {
        put(disk, "/home/anna/a", 7);
        VirtualFilesystem tree = new MountedFilesystem(new EmptyFilesystem(Instant.EPOCH),
                Map.of(path("/x/y"), disk, path("/z"), disk), Instant.EPOCH);
        assertThat(tree.usage(VirtualPath.ROOT)).isEqualTo((14L + 4) * BLOCK);
        assertThat(tree.usage(path("/x"))).isEqualTo((7L + 2) * BLOCK);
        assertThat(tree.usage(path("/x/y/home/anna"))).isEqualTo(7L * BLOCK);
        assertThat(new ReadOnlyFilesystem(tree).usage(VirtualPath.ROOT))
                .as("by the listings, where the same folder is entered once, and has two names")
                .isEqualTo((7L + 5) * BLOCK);
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
                    assertThat(disk.usage(path("/home/anna"))).isLessThanOrEqualTo(100L * BLOCK);
                }
                return written;
            }).toList();
            int written = 0;
            for (Future<Integer> done : threads.invokeAll(writers)) {
                written += done.get();
            }
            assertThat(disk.usage(path("/home/anna"))).isEqualTo(7L * BLOCK * written).isEqualTo(98L * BLOCK);
        }
    }

    /// What one tree has let in counts in the one that follows it.
    @Test
    void aReloadForgetsNothing() throws Exception {
        SharedTree before = counted(new SharedTree(disk, ALL));
        try (Upload upload = before.as(user("anna", 100)).write(path("/home/anna/a"), WriteMode.CREATE)) {
            upload.write(bytes(blocks("1", 60)));
            VirtualFilesystem after = before.follow(disk, ALL).as(user("anna", 100));
            refused(Reason.NO_SPACE, () -> put(after, "/home/anna/b", 41));
            upload.commit();
            put(after, "/home/anna/b", 40);
            refused(Reason.NO_SPACE, () -> put(after, "/home/anna/c", 1));
        }
    }

    /// Waits as who may wait does.
    private static SharedTree counted(SharedTree tree) throws InterruptedException {
        CountDownLatch known = new CountDownLatch(1);
        if (!tree.ready(user("anna", 100), path("/home/anna/a"), known::countDown)) {
            known.await();
        }
        return tree;
    }

    @Test
    void namesCostToo() throws Exception {
        for (int i = 0; i < 60; i++) {
            put(anna, "/home/anna/empty-" + i, 0);
        }
        write(anna, "/home/anna/large", WriteMode.REPLACE, blocks("1", 1) + "2");
        for (int i = 0; i < 38; i++) {
            quotas.createFolder(disk, user("anna", 100), path("/home/anna/folder-" + i));
        }
        full("/home/anna/more", 0);
        refused(Reason.NO_SPACE, () -> quotas.createFolder(disk, user("anna", 100), path("/home/anna/more")));
        quotas.createFolder(disk, user("ben", 0), path("/home/ben")); // who has a home does not need room for it
        assertThat(root.resolve("home/anna/more")).doesNotExist();
        anna.deleteFile(path("/home/anna/empty-0"));
        quotas.createFolder(disk, user("anna", 100), path("/home/anna/more"));
        quotas.deleteFolder(disk, path("/home/anna/folder-0"));
        write(anna, "/home/anna/tiny", WriteMode.REPLACE, "1");
        write(anna, "/home/anna/tiny", WriteMode.REPLACE, blocks("1", 1));
        write(anna, "/home/anna/tiny", WriteMode.CONTINUE, "");
        full("/home/anna/again", 0);
    }

    /// Also after a start, when the home is counted by a walk.
    @Test
    void foldersAreCountedWhereTheyAreFound() throws Exception {
        for (int i = 0; i < 98; i++) {
            anna.createFolder(path("/home/anna/" + i));
        }
        write(anna, "/home/anna/0/large", WriteMode.REPLACE, blocks("1", 1) + "2");
        refused(Reason.NO_SPACE, () -> anna.createFolder(path("/home/anna/more")));
        VirtualFilesystem restarted = new GuardedFilesystem(disk, ALL, user("anna", 100),
                new Quotas(() -> now, Runnable::run));
        refused(Reason.NO_SPACE, () -> restarted.createFolder(path("/home/anna/more")));
        refused(Reason.NO_SPACE, () -> put(restarted, "/home/anna/empty", 0));
        restarted.deleteFolder(path("/home/anna/1"));
        restarted.createFolder(path("/home/anna/more"));
    }

    /// Who writes is never held by a walk, not even where nothing is known yet.
    @Test
    void nobodyWaitsForAWalk() throws Exception {
        Deque<Runnable> pending = new ArrayDeque<>();
        List<String> told = new ArrayList<>();
        walker = pending::add;
        put(disk, "/home/anna/old", 60);
        assertThat(quotas.ready(disk, user("anna", 100), path("/home/anna/a"), () -> told.add("first"))).isFalse();
        assertThat(quotas.ready(disk, user("anna", 100), path("/home/anna/b"), () -> told.add("second"))).isFalse();
        assertThat(quotas.ready(disk, user("anna", 100), path("/home/elsewhere"), () -> told.add("never"))).isTrue();
        refused(Reason.BUSY, () -> put(anna, "/home/anna/a", 1));
        put(ben, "/home/anna/from-ben", 10);
        assertThat(pending).as("one walk for all").hasSize(1);
        assertThat(told).isEmpty();
        pending.remove().run();
        assertThat(told).containsExactly("first", "second");
        assertThat(quotas.ready(disk, user("anna", 100), path("/home/anna/a"), () -> told.add("never"))).isTrue();
        full("/home/anna/a", 31);
        now += Duration.ofMinutes(6).toNanos();
        put(anna, "/home/anna/a", 20);
        assertThat(pending).as("counted again, while others write").hasSize(1);
        pending.remove().run();
        full("/home/anna/b", 11);
    }

    /// A walk that fails is not begun anew by each who asks.
    @Test
    void whatCannotBeCountedIsNotWrittenTo() throws Exception {
        AtomicInteger walked = new AtomicInteger();
        VirtualFilesystem broken = (VirtualFilesystem) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{VirtualFilesystem.class}, (_, method, arguments) -> {
                    if (method.getName().equals("usage") && walked.incrementAndGet() == 1) {
                        throw new FilesystemException(Reason.FAILED, VirtualPath.ROOT, null);
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        VirtualFilesystem files = new GuardedFilesystem(broken, ALL, user("anna", 100), quotas);
        refused(Reason.FAILED, () -> put(files, "/home/anna/a", 1));
        refused(Reason.FAILED, () -> put(files, "/home/anna/a", 1));
        assertThat(walked).hasValue(1);
        now += Duration.ofMinutes(2).toNanos();
        put(files, "/home/anna/a", 1);
        assertThat(walked).hasValue(2);
    }
}
