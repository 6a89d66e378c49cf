package medusa.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// What a server keeps of a password (SCRAM-SHA-256, RFC 5802 §3, RFC 7677): enough to check who knows it, not enough to log
/// in with. Its arrays are not to be changed.
///
/// @param iterations how often a guess has to be hashed
/// @param storedKey  proves the client
/// @param serverKey  proves the server to the client
public record ScramKeys(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    /// A guess costs an attacker what a log-in costs a client: 0.2 s of a processor.
    public static final int STANDARD_ITERATIONS = 600_000;
    /// RFC 7677 §4.
    static final int LEAST_ITERATIONS = 4096;
    /// Above that somebody wants to keep the other side busy.
    static final int MOST_ITERATIONS = 10_000_000;
    static final int SALT_BYTES = 16;
    static final int KEY_BYTES = 32;
    private static final int MOST_SALT = 64;
    private static final Pattern TEXT = Pattern
            .compile("SCRAM-SHA-256\\$([0-9]{1,9}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    /// @throws IllegalArgumentException if these cannot be keys
    public ScramKeys {
        if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("expected between " + LEAST_ITERATIONS + " and " + MOST_ITERATIONS
                    + " iterations, found " + iterations);
        }
        if (salt.length == 0 || salt.length > MOST_SALT) {
            throw new IllegalArgumentException("expected a salt of 1 to " + MOST_SALT + " bytes, found " + salt.length);
        }
        if (storedKey.length != KEY_BYTES || serverKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("expected keys of " + KEY_BYTES + " bytes");
        }
    }

    /// Those of `password`, which is left as it is. Takes as long as `iterations` say: 0.2 s for the standard ones.
    ///
    /// @throws IllegalArgumentException if the password holds control characters, or ones that Unicode does not know
    public static ScramKeys of(char[] password, byte[] salt, int iterations) {
        byte[] salted = salted(password, salt, iterations);
        return new ScramKeys(salt.clone(), iterations, hash(clientKey(salted)), serverKey(salted));
    }

    /// Those of `password` with a new salt. Takes 0.2 s; see [#of].
    public static ScramKeys make(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return of(password, salt, STANDARD_ITERATIONS);
    }

    /// Reads what [#text] has written.
    ///
    /// @throws IllegalArgumentException saying what is wrong, without showing any of it
    public static ScramKeys parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>, as medusa passwd writes it");
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return new ScramKeys(base64.decode(matcher.group(2)), Integer.parseInt(matcher.group(1)),
                    base64.decode(matcher.group(3)), base64.decode(matcher.group(4)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("these are no SCRAM-SHA-256 keys: " + e.getMessage(), e);
        }
    }

    /// One line, as PostgreSQL writes them.
    public String text() {
        return "SCRAM-SHA-256$" + iterations + ":" + ScramMessage.encode(salt) + "$" + ScramMessage.encode(storedKey)
                + ":" + ScramMessage.encode(serverKey);
    }

    /// Nothing of the keys.
    @Override
    public String toString() {
        return "SCRAM-SHA-256 with " + iterations + " iterations";
    }

    /// The password, hashed `iterations` times.
    static byte[] salted(char[] password, byte[] salt, int iterations) {
        char[] prepared = PreparedText.of(password);
        PBEKeySpec spec = new PBEKeySpec(prepared, salt, iterations, KEY_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        } finally {
            spec.clearPassword();
            PreparedText.wipe(prepared);
        }
    }

    static byte[] clientKey(byte[] salted) {
        return hmac(salted, "Client Key");
    }

    static byte[] serverKey(byte[] salted) {
        return hmac(salted, "Server Key");
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    static byte[] xor(byte[] one, byte[] other) {
        byte[] result = new byte[one.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (one[i] ^ other[i]);
        }
        return result;
    }
}
