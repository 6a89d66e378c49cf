package medusa.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem.WriteMode;
import medusa.producer.Producer;

/// What the tests of all filesystems say often.
final class Trees {
    private Trees() {}

    static VirtualPath path(String path) {
        return VirtualPath.parse(path);
    }

    /// The names in a folder, sorted.
    static List<String> names(VirtualFilesystem files, String folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (Listing listing = files.list(path(folder))) {
            listing.forEachRemaining(entry -> names.add(entry.name()));
        }
        names.sort(null);
        return names;
    }

    static String read(VirtualFilesystem files, String file) throws IOException {
        try (OpenFile open = files.open(path(file));
                Producer producer = open.produce(0, open.attributes().size())) {
            return drain(producer);
        }
    }

    /// What a producer has, byte by byte.
    static String drain(Producer producer) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(Producer.MIN_ROOM);
        Producer.Next next;
        do {
            next = producer.more(buffer);
            assertThat(next == Producer.Next.END || buffer.position() > 0).as("no spin").isTrue();
            text.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
            buffer.clear();
        } while (next != Producer.Next.END);
        return text.toString();
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static void write(VirtualFilesystem files, String file, WriteMode mode, String content) throws IOException {
        try (Upload upload = files.write(path(file), mode)) {
            upload.write(bytes(content));
            upload.commit();
        }
    }

    static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(FilesystemException.class,
                e -> assertThat(e.reason()).as(e.toString()).isEqualTo(reason));
    }

    /// A path on the machine, whatever the locale: each character of `name` is one byte.
    static Path real(Path folder, String name) {
        return folder.resolve(Path.of(URI.create("file:///" + VirtualPath.encode(name))).getFileName());
    }
}
