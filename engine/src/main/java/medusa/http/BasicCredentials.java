package medusa.http;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// A name and a password (RFC 7617 §2). The password is a secret of its holder, who wipes it.
///
/// @param name     as far as the first colon
/// @param password all that follows it
public record BasicCredentials(String name, char[] password) {

    /// What `authorization` says.
    ///
    /// @return empty if it is in another encoding than UTF-8, which the challenge asks for: then nobody has that password
    /// @throws HttpException 400 if it is not base64, has no colon, or has control characters
    public static Optional<BasicCredentials> of(Authorization authorization) throws HttpException {
        byte[] bytes = decode(authorization.rest());
        try {
            int colon = 0;
            while (colon < bytes.length && bytes[colon] != ':') {
                colon++;
            }
            if (colon == bytes.length || AuthText.hasControls(bytes)) {
                throw malformed();
            }
            Optional<char[]> name = AuthText.utf8(bytes, 0, colon);
            Optional<char[]> password = AuthText.utf8(bytes, colon + 1, bytes.length);
            return name.isEmpty() || password.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(new String(name.get()), password.get()));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// The one way of RFC 4648 §4 to write these bytes, with its padding.
    private static byte[] decode(String text) throws HttpException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // as below
        }
        throw malformed();
    }

    private static HttpException malformed() {
        return new HttpException(400, "The Authorization field is not as the scheme Basic has it.");
    }

    /// Nothing of the password.
    @Override
    public String toString() {
        return name;
    }
}
