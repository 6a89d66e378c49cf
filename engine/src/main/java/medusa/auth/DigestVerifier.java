package medusa.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;

import medusa.metrics.Printable;

/// What HTTP's Digest needs of a password: SHA-256 of `name:realm:password` (RFC 7616 §3.4.2). Who knows it can log in by Digest
/// in that realm, and can guess passwords as fast as a processor hashes: it is made only for those who are to use Digest.
public final class DigestVerifier {
    static final int BYTES = 32;

    private DigestVerifier() {}

    /// That of a user.
    ///
    /// @param password is left as it is; compared as Unicode's NFC has it (RFC 7616 §4)
    public static byte[] of(String name, String realm, char[] password) {
        byte[] secret = utf8(password);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + ":" + realm + ":").getBytes(StandardCharsets.UTF_8));
            return digest.digest(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// Looks whether this can be a realm.
    ///
    /// @throws IllegalArgumentException saying why not
    public static void checkRealm(String realm) {
        if (realm.isBlank() || !Printable.line(realm).equals(realm)) {
            throw new IllegalArgumentException(
                    "a realm is not empty and holds no control character, found " + Printable.quoted(realm));
        }
    }

    private static byte[] utf8(char[] password) {
        CharBuffer text = CharBuffer.wrap(password);
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : CharBuffer.wrap(Normalizer.normalize(text, Normalizer.Form.NFC)));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }
}
