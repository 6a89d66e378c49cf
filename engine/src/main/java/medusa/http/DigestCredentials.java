package medusa.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// What a client proves with the scheme Digest (RFC 7616 §3.4), by SHA-256 with `qop=auth`.
///
/// @param name     who he says he is; empty if it is in another encoding than UTF-8: then he is nobody
/// @param realm    one character for each byte, like the following
/// @param uri      what he asks for
/// @param count    how often he has used the nonce, this time included
/// @param response 64 hexadecimal digits
public record DigestCredentials(Optional<String> name, String realm, String nonce, String uri, int count,
        String countText, String cnonce, String response) {
    private static final ByteSet LOWER_HEX = ByteSet.DIGIT.or(ByteSet.range('a', 'f'));
    private static final int COUNT_DIGITS = 8;
    private static final int RESPONSE_DIGITS = 64;
    private static final int LONGEST_NONCE = 256;
    private static final String EXTENDED = "utf-8'";

    /// What `authorization` says.
    ///
    /// @throws HttpException 400 if it is not as the scheme has it, or is by what was not offered
    public static DigestCredentials of(Authorization authorization) throws HttpException {
        Map<String, String> params = AuthParams.parse(authorization.rest());
        require(params.getOrDefault("algorithm", "MD5").equalsIgnoreCase("SHA-256"));
        require(get(params, "qop").equals("auth"));
        require(params.getOrDefault("userhash", "false").equalsIgnoreCase("false"));
        String count = get(params, "nc");
        String response = get(params, "response");
        String nonce = get(params, "nonce");
        String cnonce = get(params, "cnonce");
        require(count.length() == COUNT_DIGITS && ByteSet.HEX.spans(count));
        require(response.length() == RESPONSE_DIGITS && LOWER_HEX.spans(response));
        require(nonce.length() <= LONGEST_NONCE && cnonce.length() <= LONGEST_NONCE);
        return new DigestCredentials(name(params), get(params, "realm"), nonce, get(params, "uri"),
                Integer.parseUnsignedInt(count, 16), count, cnonce, response);
    }

    private static Optional<String> name(Map<String, String> params) throws HttpException {
        String plain = params.get("username");
        String extended = params.get("username*");
        require(plain == null != (extended == null));
        return AuthText.utf8(plain != null ? plain : decode(extended));
    }

    /// RFC 8187 §3.2, in UTF-8.
    private static String decode(String extended) throws HttpException {
        require(extended.regionMatches(true, 0, EXTENDED, 0, EXTENDED.length()));
        int quote = extended.indexOf('\'', EXTENDED.length()); // behind a language, which says nothing here
        require(quote >= 0);
        StringBuilder name = new StringBuilder();
        for (int i = quote + 1; i < extended.length(); i++) {
            char c = extended.charAt(i);
            if (c == '%') {
                require(extended.length() - i > 2 && ByteSet.HEX.contains(extended.charAt(i + 1))
                        && ByteSet.HEX.contains(extended.charAt(i + 2)));
                c = (char) HexFormat.fromHexDigits(extended, i + 1, i + 3);
                i += 2;
            }
            name.append(c);
        }
        return name.toString();
    }

    private static String get(Map<String, String> params, String name) throws HttpException {
        String value = params.get(name);
        require(value != null);
        return value;
    }

    private static void require(boolean holds) throws HttpException {
        if (!holds) {
            throw new HttpException(400, "The Authorization field is not as the scheme Digest has it.");
        }
    }

    /// Whether it proves that its maker knows what `verifier` is made of (RFC 7616 §3.4.1). Takes as long, whatever is wrong with
    /// it.
    ///
    /// @param verifier SHA-256 of `name:realm:password`
    public boolean proves(byte[] verifier, String method) {
        String asked = hex(method + ":" + uri);
        String expected = hex(HexFormat.of().formatHex(verifier) + ":" + nonce + ":" + countText + ":" + cnonce
                + ":auth:" + asked);
        return MessageDigest.isEqual(bytes(expected), bytes(response));
    }

    private static String hex(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
