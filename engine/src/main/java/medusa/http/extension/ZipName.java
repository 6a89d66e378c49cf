package medusa.http.extension;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// What an archive calls a file. Its names are UTF-8, and people unpack them anywhere: what is no UTF-8, control characters, and
/// the backslash, which divides folders on Windows, are written as in URIs, `%5C`.
final class ZipName {
    private ZipName() {}

    /// @param name one character for each byte
    /// @return likewise, in UTF-8
    static String of(String name) {
        boolean utf8 = isUtf8(name);
        StringBuilder safe = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < 0x20 || c == 0x7f || c == '\\' || c == '/' || c > 0x7f && !utf8) {
                safe.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
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
