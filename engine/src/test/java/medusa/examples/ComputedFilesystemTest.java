package medusa.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import medusa.filesystem.Listing;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.producer.Producer;

class ComputedFilesystemTest {
    private final VirtualFilesystem files = new ComputedFilesystem();

    private String read(String path) throws Exception {
        OpenFile file = files.open(VirtualPath.parse(path));
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.attributes().size()) + Producer.MIN_ROOM);
        try (Producer producer = file.produce(0, file.attributes().size())) {
            assertThat(producer.more(bytes)).isEqualTo(Producer.Next.END);
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    private List<String> names(String path) throws Exception {
        List<String> names = new ArrayList<>();
        try (Listing listing = files.list(VirtualPath.parse(path))) {
            listing.forEachRemaining(entry -> names.add(entry.name()));
        }
        return names;
    }

    @Test
    void computesItsFiles() throws Exception {
        assertThat(read("/primes.txt")).startsWith("2\n3\n5\n7\n11\n").endsWith("\n991\n997\n");
        assertThat(read("/times/7.txt")).contains("6 x 7 = 42\n").hasLineCount(12);
        assertThat(names("/")).containsExactly("primes.txt", "times");
        assertThat(names("/times")).hasSize(12).contains("7.txt");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> read("/none")).hasMessage("/none: not found");
        assertThatThrownBy(() -> read("/times")).hasMessage("/times: is a folder");
        assertThatThrownBy(() -> names("/primes.txt")).hasMessage("/primes.txt: not a folder");
        assertThatThrownBy(() -> files.deleteFile(VirtualPath.parse("/primes.txt")))
                .hasMessage("/primes.txt: read-only");
    }

    /// The promise of the guide, without blank lines and imports.
    @Test
    void isUnderSixtyLines() throws Exception {
        try (var lines = Files.lines(Path.of("examples/medusa/examples/ComputedFilesystem.java"))) {
            assertThat(lines.filter(line -> !line.isBlank() && !line.matches("(package|import) .*|///.*")))
                    .hasSizeLessThan(60);
        }
    }
}
