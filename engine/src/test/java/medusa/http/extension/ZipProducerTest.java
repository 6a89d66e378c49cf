package medusa.http.extension;

import static medusa.http.extension.FolderEntries.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.filesystem.Attributes;
import medusa.filesystem.Attributes.Kind;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.OpenFile;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.MimeTypes;
import medusa.producer.Producer;

/// Zips as others read them: by their directory, and as a stream.
@Timeout(60)
class ZipProducerTest {
    private static final FileRules RULES = new FileRules(List.of(), true, false, List.of(), Optional.empty(), Map.of(),
            true);
    private static final byte[] TEXT = "All work and no play makes Jack a dull boy.\n".repeat(5000)
            .getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }

    private static MemoryTree tree() {
        return new MemoryTree().file("/top/a.txt", TEXT).file("/top/sub/noise.jpg", noise(100_000))
                .file("/top/sub/empty", new byte[0]).file(bytes("/top/sub/Größe 日本 %& '.txt"), "ü".getBytes())
                .file("/top/.hidden", TEXT).file("/other", TEXT);
    }

    private static ZipSource source(VirtualFilesystem files) {
        return new ZipSource(files, FileZone.of(RULES, Map.of()), new MimeTypes(Map.of()));
    }

    private static ZipProducer producer(VirtualFilesystem files, String path) {
        return new ZipProducer(source(files), VirtualPath.parse(path), "top", ZipWalk.Bounds.USUAL, ZipRecords.USUAL);
    }

    private static byte[] whole(Producer producer, int room) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(room);
        Producer.Next next = Producer.Next.MORE;
        while (next == Producer.Next.MORE) {
            next = producer.more(buffer.clear());
            assertThat(buffer.position() > 0 || next == Producer.Next.END).as("progress").isTrue();
            all.write(buffer.array(), 0, buffer.position());
        }
        producer.close();
        assertThat(next).isEqualTo(Producer.Next.END);
        return all.toByteArray();
    }

    /// Names and contents, by the directory at the end.
    private Map<String, byte[]> contents(byte[] zip) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (ZipFile file = new ZipFile(Files.write(folder.resolve("it.zip"), zip).toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                contents.put(entry.getName(), file.getInputStream(entry).readAllBytes());
            }
        }
        return contents;
    }

    private static Map<String, byte[]> streamed(byte[] zip) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                contents.put(entry.getName(), in.readAllBytes());
            }
        }
        return contents;
    }

    private static void assertIsTree(Map<String, byte[]> contents) {
        assertThat(contents.keySet()).containsExactly("top/", "top/a.txt", "top/sub/", "top/sub/Größe 日本 %& '.txt",
                "top/sub/empty", "top/sub/noise.jpg");
        assertThat(contents.get("top/a.txt")).isEqualTo(TEXT);
        assertThat(contents.get("top/sub/noise.jpg")).isEqualTo(noise(100_000));
        assertThat(contents.get("top/sub/empty")).isEmpty();
        assertThat(contents.get("top/sub/Größe 日本 %& '.txt")).isEqualTo("ü".getBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 1000, 32 << 10, 4 << 20})
    void isReadBothWaysWhateverRoomItFinds(int room) throws IOException {
        byte[] zip = whole(producer(tree(), "/top"), room);
        assertIsTree(contents(zip));
        assertIsTree(streamed(zip));
        assertThat(zip.length).as("text becomes smaller").isBetween(100_000, 105_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 10, 50_000})
    void numbersTooLargeForTheOldFormHaveTheLongOne(long large) throws IOException {
        byte[] zip = whole(new ZipProducer(source(tree()), VirtualPath.parse("/top"), "top", ZipWalk.Bounds.USUAL,
                new ZipRecords(large)), 1000);
        assertIsTree(contents(zip));
        assertIsTree(streamed(zip));
    }

    @Test
    void moreEntriesThanTheOldFormCounts() throws IOException {
        MemoryTree many = new MemoryTree();
        for (int i = 0; i < 70_000; i++) {
            many.file("/top/" + i, new byte[0]);
        }
        byte[] zip = whole(producer(many, "/top"), 32 << 10);
        assertThat(contents(zip)).hasSize(70_001);
    }

    @Test
    void timesAndModesAreKept() throws IOException {
        MemoryTree tree = new MemoryTree()
                .file("/top/program", OpenFile.of(new Attributes(Kind.FILE, 1, MemoryTree.TIME, 0, 0700, 5, 5),
                        new byte[1]))
                .file("/top/late", OpenFile.of(Attributes.of(Kind.FILE, 1, Instant.MAX), new byte[1]))
                .file("/top/early", OpenFile.of(Attributes.of(Kind.FILE, 1, Instant.MIN), new byte[1]));
        byte[] zip = whole(producer(tree, "/top"), 1000);
        try (ZipFile file = new ZipFile(Files.write(folder.resolve("it.zip"), zip).toFile())) {
            assertThat(file.getEntry("top/program").getLastModifiedTime()).isEqualTo(FileTime.from(MemoryTree.TIME));
            assertThat(file.getEntry("top/").getLastModifiedTime()).isEqualTo(FileTime.from(MemoryTree.TIME));
            assertThat(file.getEntry("top/late").getTimeLocal().getYear()).isEqualTo(2107);
            assertThat(file.getEntry("top/early").getTimeLocal().getYear()).isEqualTo(1980);
        }
    }

    @Test
    void namesThatOthersWouldNotUnderstandAreEscaped() throws IOException {
        MemoryTree tree = new MemoryTree().file("/top/x\\..\\..\\evil.exe", TEXT).file("/top/caf\u00e9", TEXT)
                .file("/top/line\nend\u001b\u007f", TEXT).file(bytes("/top/ganz ‮normal"), TEXT);
        assertThat(contents(whole(producer(tree, "/top"), 1000)).keySet()).containsExactlyInAnyOrder("top/",
                "top/x%5C..%5C..%5Cevil.exe", "top/caf%E9", "top/line%0Aend%1B%7F", "top/ganz ‮normal");
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "DENIED", "SPECIAL"})
    void whatMayNotBeReadIsPassedOver(Reason reason) throws IOException {
        MemoryTree tree = tree().fault("/top/a.txt", reason).fault("/top/sub", reason);
        assertThat(contents(whole(producer(tree, "/top"), 1000)).keySet()).containsExactly("top/", "top/sub/");
        tree.fault("/top", reason);
        assertThatExceptionOfType(FilesystemException.class).isThrownBy(() -> whole(producer(tree, "/top"), 1000));
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "FAILED"})
    void whatCannotBeReadNowEndsIt(Reason reason) {
        assertThatExceptionOfType(FilesystemException.class)
                .isThrownBy(() -> whole(producer(tree().fault("/top/sub/empty", reason), "/top"), 1000));
        assertThatExceptionOfType(FilesystemException.class)
                .isThrownBy(() -> whole(producer(tree().fault("/top/sub", reason), "/top"), 1000));
    }

    @Test
    void aTreeThatOutgrowsItsBoundsEndsIt() throws IOException {
        ZipWalk.Bounds six = new ZipWalk.Bounds(6, 1000);
        ZipWalk.Bounds five = new ZipWalk.Bounds(5, 1000);
        ZipWalk.Bounds names = new ZipWalk.Bounds(100, 20);
        VirtualPath top = VirtualPath.parse("/top");
        assertThat(whole(new ZipProducer(source(tree()), top, "top", six, ZipRecords.USUAL), 1000)).isNotEmpty();
        for (ZipWalk.Bounds bounds : List.of(five, names)) {
            assertThatExceptionOfType(ZipWalk.TooLarge.class).isThrownBy(
                    () -> whole(new ZipProducer(source(tree()), top, "top", bounds, ZipRecords.USUAL), 1000));
        }
    }

    @Test
    void aFileThatChangesMeanwhileEndsIt() throws IOException {
        Path file = Files.write(folder.resolve("file.jpg"), noise(1 << 20));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        ZipProducer producer = producer(new RootedFilesystem(folder), "/");
        ByteBuffer some = ByteBuffer.allocate(10_000);
        assertThat(producer.more(some)).isEqualTo(Producer.Next.MORE);
        Files.write(file, noise((1 << 20) - 1));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> whole(producer, 1000));
        producer.close();
    }

    @Test
    void aFileThatGivesLessThanItsSizeEndsIt() {
        OpenFile liar = OpenFile.of(Attributes.of(Kind.FILE, 5, MemoryTree.TIME), new byte[5]);
        MemoryTree tree = new MemoryTree().file("/top/liar", new OpenFile() {
            @Override
            public Attributes attributes() {
                return liar.attributes();
            }

            @Override
            public Producer produce(long position, long count) {
                return liar.produce(position, 4);
            }

            @Override
            public void close() {
                liar.close();
            }
        });
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> whole(producer(tree, "/top"), 1000))
                .withMessageContaining("4 bytes instead of 5");
    }

    @Test
    void linksThatLeadBackUpAreNotFollowedForEver() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/b/file"), "x");
        Files.createSymbolicLink(folder.resolve("a/b/up"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("a/b/here"), Path.of("."));
        Files.createSymbolicLink(folder.resolve("a/out"), Path.of("/etc"));
        Files.createSymbolicLink(folder.resolve("a/copy"), Path.of("b/file"));
        assertThat(contents(whole(producer(new RootedFilesystem(folder), "/a"), 1000)).keySet()).containsExactly("top/",
                "top/b/", "top/b/file", "top/copy");
    }

    @Test
    void oneFileIsOpenAtATimeAndNoneAfterItsEnd() throws IOException {
        MemoryTree tree = tree();
        ZipProducer producer = producer(tree, "/top");
        ByteBuffer some = ByteBuffer.allocate(300);
        producer.more(some);
        assertThat(tree.open).containsExactly(VirtualPath.parse("/top/a.txt"));
        producer.close();
        assertThat(tree.open).isEmpty();
        whole(producer(tree, "/top"), 300);
        assertThat(tree.open).isEmpty();
    }

    @Test
    void waitsForAFileThatHasNothingYet() throws IOException {
        List<Runnable> wakes = new ArrayList<>();
        boolean[] there = {false};
        MemoryTree tree = new MemoryTree().file("/top/slow", new OpenFile() {
            @Override
            public Attributes attributes() {
                return Attributes.of(Kind.FILE, 3, MemoryTree.TIME);
            }

            @Override
            public Producer produce(long position, long count) {
                return new Producer() {
                    @Override
                    public Next more(ByteBuffer into) {
                        if (!there[0]) {
                            return Next.STALLED;
                        }
                        into.put(new byte[]{1, 2, 3});
                        return Next.END;
                    }

                    @Override
                    public void wakeWith(Runnable wake) {
                        wakes.add(wake);
                    }
                };
            }

            @Override
            public void close() {
                // nothing is open
            }
        });
        ZipProducer producer = producer(tree, "/top");
        boolean[] woken = {false};
        producer.wakeWith(() -> woken[0] = true);
        ByteBuffer first = ByteBuffer.allocate(1000);
        assertThat(producer.more(first)).isEqualTo(Producer.Next.STALLED);
        there[0] = true;
        wakes.getFirst().run();
        assertThat(woken[0]).isTrue();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(first.array(), 0, first.position());
        all.write(whole(producer, 1000));
        assertThat(contents(all.toByteArray()).get("top/slow")).containsExactly(1, 2, 3);
    }
}
