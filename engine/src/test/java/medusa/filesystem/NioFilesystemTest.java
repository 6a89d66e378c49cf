package medusa.filesystem;

import static medusa.filesystem.Trees.names;
import static medusa.filesystem.Trees.path;
import static medusa.filesystem.Trees.read;
import static medusa.filesystem.Trees.refused;
import static medusa.filesystem.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;

import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem.WriteMode;
import medusa.producer.Producer;

class NioFilesystemTest {
    @TempDir
    Path folder;

    private FileSystem zip(boolean writable) throws Exception {
        return FileSystems.newFileSystem(folder.resolve("a.zip"),
                writable ? Map.of("create", "true") : Map.of("accessMode", "readOnly"));
    }

    @Test
    void readsAZipFile() throws Exception {
        String large = "0123456789".repeat(500_000);
        try (FileSystem zip = zip(true)) {
            Files.createDirectories(zip.getPath("/top/sub"));
            Files.writeString(zip.getPath("/top/large"), large);
            Files.writeString(zip.getPath("/top/sub/\u00e4"), "umlaut");
            Files.writeString(zip.getPath("/secret"), "secret");
        }
        try (FileSystem zip = zip(false)) {
            NioFilesystem files = new NioFilesystem(zip.getPath("/top"));
            assertThat(names(files, "/")).containsExactly("large", "sub");
            assertThat(names(files, "/sub")).containsExactly("\u00c3\u00a4");
            assertThat(files.attributes(path("/sub")).isFolder()).isTrue();
            assertThat(files.attributes(path("/large")).size()).isEqualTo(large.length());
            assertThat(read(files, "/large")).isEqualTo(large);
            assertThat(read(files, "/sub/\u00c3\u00a4")).isEqualTo("umlaut");
            refused(Reason.NOT_FOUND, () -> files.open(path("/sub/\u00e4")));
            refused(Reason.NOT_FOUND, () -> files.open(path("/../secret")));
            refused(Reason.IS_A_FOLDER, () -> files.open(path("/sub")));
            refused(Reason.READ_ONLY, () -> write(files, "/new", WriteMode.CREATE, "new"));
            refused(Reason.READ_ONLY, () -> files.deleteFile(path("/large")));
            readsARange(files);
        }
    }

    /// A zip file's entries cannot be sought in: the start is read away, a part in each turn.
    private static void readsARange(NioFilesystem files) throws Exception {
        int[] wakes = {0};
        int stalls = 0;
        try (OpenFile open = files.open(path("/large")); Producer range = open.produce(4_000_003, 5)) {
            range.wakeWith(() -> wakes[0]++);
            ByteBuffer buffer = ByteBuffer.allocate(256);
            while (range.more(buffer) != Producer.Next.END) {
                stalls++;
                assertThat(wakes[0]).isEqualTo(stalls);
            }
            assertThat(buffer.flip().remaining()).isEqualTo(5);
            assertThat((char) buffer.get()).isEqualTo('3');
            assertThat(stalls).isEqualTo(3);
        }
    }

    @Test
    void writesAZipFile() throws Exception {
        try (FileSystem zip = zip(true)) {
            writes(new NioFilesystem(zip.getPath("/")));
        }
        try (FileSystem zip = zip(false)) {
            assertThat(zip.getPath("/folder/moved")).hasContent("replaced");
        }
    }

    @Test
    void writesInMemory() throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            writes(new NioFilesystem(Files.createDirectory(memory.getPath("/root"))));
            assertThat(memory.getPath("/root/folder/moved")).hasContent("replaced");
        }
    }

    private static void writes(NioFilesystem files) throws Exception {
        write(files, "/a", WriteMode.CREATE, "created");
        refused(Reason.EXISTS, () -> write(files, "/a", WriteMode.CREATE, "again"));
        try (Upload given = files.write(path("/a"), WriteMode.REPLACE)) {
            given.write(Trees.bytes("given up"));
        }
        assertThat(read(files, "/a")).isEqualTo("created");
        refused(Reason.FAILED, () -> files.write(path("/a"), WriteMode.CONTINUE));
        write(files, "/a", WriteMode.REPLACE, "replaced");
        files.createFolder(path("/folder"));
        files.rename(path("/a"), path("/folder/moved"), false);
        refused(Reason.NOT_EMPTY, () -> files.deleteFolder(path("/folder")));
        write(files, "/b", WriteMode.CREATE, "b");
        refused(Reason.EXISTS, () -> files.rename(path("/b"), path("/folder/moved"), false));
        files.deleteFile(path("/b"));
        assertThat(names(files, "/")).containsExactly("folder");
    }

    @Test
    void linksThatLeadOutsideAreNotThere() throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path root = Files.createDirectory(memory.getPath("/root"));
            Files.writeString(memory.getPath("/secret"), "secret");
            Files.writeString(root.resolve("file"), "file");
            Files.createSymbolicLink(root.resolve("out"), memory.getPath("/secret"));
            Files.createSymbolicLink(root.resolve("in"), memory.getPath("/root/file"));
            NioFilesystem files = new NioFilesystem(root);
            assertThat(names(files, "/")).containsExactly("file", "in");
            assertThat(read(files, "/in")).isEqualTo("file");
            refused(Reason.NOT_FOUND, () -> files.open(path("/out")));
        }
    }

    @Test
    void aFileThatShrankIsAnError() throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path file = Files.writeString(memory.getPath("file"), "0123456789");
            try (SeekableByteChannel channel = Files.newByteChannel(file);
                    Producer producer = new ChannelProducer(() -> channel, 2, 8, () -> {})) {
                Files.writeString(file, "01234");
                ByteBuffer buffer = ByteBuffer.allocate(256);
                assertThat(producer.more(buffer)).isEqualTo(Producer.Next.MORE);
                assertThat(buffer.position()).isEqualTo(3);
                assertThatThrownBy(() -> producer.more(buffer)).isInstanceOf(EOFException.class);
            }
        }
    }
}
