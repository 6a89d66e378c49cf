package medusa.http.extension;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// What an archive calls a file. Its names are UTF-8, and people unpack them anywhere: what is no UTF-8, control characters, and
/// the backslash, which divides folders on Windows, are written as in URIs, `%5C`.
final class ZipName {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ZipName() {}

    /// @param name one character for each byte
    /// @return likewise, in UTF-8
    static String of(String name) {
        boolean utf8 = isUtf8(name);
        StringBuilder safe = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < 0x20 || c == 0x7f || c == '\\' || c == '/' || c > 0x7f && !utf8) {
                HEX.toHexDigits(safe.append('%'), (byte) c);
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    private static boolean isUtf8(String name) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
