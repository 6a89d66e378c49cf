package medusa.auth;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import medusa.metrics.Printable;

/// Text as it stands between the spaces and colons of a line of virtual users: what could be taken for something else there,
/// and what cannot be seen, is percent-encoded UTF-8.
final class FactText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String SPECIAL = "%:=";

    private FactText() {}

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            String one = Character.toString(c);
            if (SPECIAL.contains(one) || Character.isWhitespace(c) || Character.isSpaceChar(c)
                    || !Printable.line(one).equals(one)) {
                for (byte each : one.getBytes(StandardCharsets.UTF_8)) {
                    HEX.toHexDigits(encoded.append('%'), each);
                }
            } else {
                encoded.append(one);
            }
        });
        return encoded.toString();
    }

    /// @throws IllegalArgumentException saying what is wrong, without showing any of it
    static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int from = 0;
        for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', from)) {
            bytes.writeBytes(text.substring(from, percent).getBytes(StandardCharsets.UTF_8));
            from = percent + 3;
            if (from > text.length() || !HexFormat.isHexDigit(text.charAt(percent + 1))
                    || !HexFormat.isHexDigit(text.charAt(percent + 2))) {
                throw new IllegalArgumentException("a % stands before two hexadecimal digits; itself it is %25");
            }
            bytes.write(HexFormat.fromHexDigits(text, percent + 1, from));
        }
        bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("what is percent-encoded is not UTF-8", e);
        }
    }
}
