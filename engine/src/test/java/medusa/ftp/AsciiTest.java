package medusa.ftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import medusa.producer.Producer;

/// TYPE A (RFC 959 §3.1.1.1): the line ends of the network, whatever the pieces are in which a text comes.
class AsciiTest {

    /// Gives a piece with each call, and stalls behind every second one.
    private static final class Pieces implements Producer {
        private final Deque<String> pieces;
        private int given;

        Pieces(List<String> pieces) {
            this.pieces = new ArrayDeque<>(pieces);
        }

        @Override
        public Next more(ByteBuffer into) {
            if (pieces.isEmpty()) {
                return Next.END;
            }
            into.put(pieces.removeFirst().getBytes(ISO_8859_1));
            return ++given % 2 == 0 ? Next.STALLED : Next.MORE;
        }
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.strings().withChars('\r', '\n', 'a', '\u00ff').ofMinLength(1).ofMaxLength(200).list()
                .ofMaxSize(30);
    }

    @Property(tries = 500, seed = "959")
    void everyLineEndGetsItsCrAndNoOtherDoes(@ForAll("pieces") List<String> pieces) throws IOException {
        String text = String.join("", pieces);
        StringBuilder out = new StringBuilder();
        AsciiProducer ascii = new AsciiProducer(new Pieces(pieces));
        Producer.Next next;
        int calls = 0;
        do {
            ByteBuffer into = ByteBuffer.allocate(Producer.MIN_ROOM + calls++ % 3);
            next = ascii.more(into);
            assertThat(next == Producer.Next.MORE && into.position() == 0).as("more of nothing").isFalse();
            out.append(ISO_8859_1.decode(into.flip()));
        } while (next != Producer.Next.END);
        assertThat(out).hasToString(text.replaceAll("(?<!\r)\n", "\r\n"));
        assertThat(ascii.remaining()).isZero();
    }

    @Property(tries = 500, seed = "959")
    void everyCrlfBecomesAnLfAndALoneCrStays(@ForAll("pieces") List<String> pieces) throws IOException {
        MemoryUpload file = new MemoryUpload();
        AsciiUpload ascii = new AsciiUpload(file);
        for (String piece : pieces) {
            ByteBuffer data = ByteBuffer.wrap(piece.getBytes(ISO_8859_1));
            ascii.write(data);
            assertThat(data.hasRemaining()).isFalse();
        }
        ascii.commit();
        assertThat(file.content()).isEqualTo(String.join("", pieces).replace("\r\n", "\n"));
    }

    /// More than a buffer, so that line ends lie on its border.
    @Test
    void aTextGoesAndComesBackAsItWas(@TempDir Path root) throws Exception {
        try (FtpBench ftp = new FtpBench(root)) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 40_000; i++) {
                lines.append(i).append('\n');
            }
            String text = lines + "a\rb\n\n\r";
            ftp.write("unix", text);
            ftp.write("dos", "a\r\nb\r\n");
            FtpBench.Client anna = ftp.login("anna").ask("TYPE A", "200 Type set to ASCII.");
            String sent = anna.fetch("RETR unix");
            assertThat(sent.equals(text.replace("\n", "\r\n"))).isTrue();
            assertThat(anna.fetch("RETR dos")).isEqualTo("a\r\nb\r\n");
            assertThat(anna.store("STOR back", sent)).isEqualTo("226 Transfer complete.");
            assertThat(Files.mismatch(root.resolve("back"), root.resolve("unix"))).isEqualTo(-1);
        }
    }

    @Test
    void theSizeIsToldOfBytesAlone(@TempDir Path root) throws Exception {
        try (FtpBench ftp = new FtpBench(root)) {
            ftp.write("a", "1\n2\n");
            FtpBench.Client anna = ftp.login("anna");
            anna.data();
            anna.ask("RETR a", "150 Opening binary mode data connection for 'a' (4 bytes).", "226 Transfer complete.");
            anna.ask("TYPE A", "200 Type set to ASCII.").data();
            anna.ask("RETR a", "150 Opening ASCII mode data connection for 'a'.", "226 Transfer complete.");
        }
    }
}
