package medusa.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Names and passwords as they come: UTF-8.
final class AuthText {
    private AuthText() {}

    /// @return empty if it is no UTF-8
    static Optional<char[]> utf8(byte[] bytes, int start, int end) {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
            char[] text = Arrays.copyOfRange(decoded.array(), decoded.position(), decoded.limit());
            Arrays.fill(decoded.array(), '\0');
            return Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// @param text one character for each byte
    static Optional<String> utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return utf8(bytes, 0, bytes.length).map(String::new);
    }

    static boolean hasControls(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' || b == 0x7f) {
                return true;
            }
        }
        return false;
    }
}
