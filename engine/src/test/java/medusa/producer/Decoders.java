package medusa.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// What a peer does with the bytes; other people's code where there is some.
final class Decoders {

    private Decoders() {}

    static byte[] gunzip(byte[] bytes) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }

    static byte[] inflate(byte[] bytes) throws IOException {
        return new InflaterInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }

    /// Takes a chunked body apart and insists on its form: lower-case sizes without leading zeros, no empty chunk but the
    /// last, the given trailer section, nothing behind it.
    static byte[] unchunk(byte[] bytes, String trailers) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int lineEnd = text.indexOf("\r\n", at);
            String size = text.substring(at, lineEnd);
            assertThat(size).matches("0|[1-9a-f][0-9a-f]*");
            int start = lineEnd + 2;
            if (size.equals("0")) {
                assertThat(text.substring(start)).isEqualTo(trailers + "\r\n");
                return data.toByteArray();
            }
            int end = start + Integer.parseInt(size, 16);
            data.write(bytes, start, end - start);
            assertThat(text.substring(end, end + 2)).isEqualTo("\r\n");
            at = end + 2;
        }
    }

    static byte[] unstuff(byte[] bytes) {
        String text = "\r\n" + new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text).as("a line of one dot would end the text early").doesNotContainPattern("\r\n\\.[^.]");
        return text.replace("\r\n..", "\r\n.").substring(2).getBytes(StandardCharsets.ISO_8859_1);
    }
}
