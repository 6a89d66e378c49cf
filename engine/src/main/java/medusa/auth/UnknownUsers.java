package medusa.auth;

import java.util.Arrays;
import java.util.Objects;

/// Keys for names that nobody has, so that a log-in under one goes the way of a wrong password: the same name always gets the
/// same salt, also after a restart, as a user would.
///
/// @param secret     the server's, kept for as long as its users are; not to be changed
/// @param iterations as many as its users have
public record UnknownUsers(byte[] secret, int iterations) {
    /// How long a secret is, in bytes.
    public static final int SECRET_BYTES = 32;

    /// @throws IllegalArgumentException if the secret could be guessed
    public UnknownUsers {
        if (Objects.requireNonNull(secret).length < SECRET_BYTES) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
        }
    }

    ScramKeys keys(String name) {
        byte[] salt = Arrays.copyOf(ScramKeys.hmac(secret, "salt:" + name), ScramKeys.SALT_BYTES);
        return new ScramKeys(salt, iterations, ScramKeys.hmac(secret, "stored:" + name),
                ScramKeys.hmac(secret, "server:" + name));
    }

    /// Nothing of the secret.
    @Override
    public String toString() {
        return "unknown users with " + iterations + " iterations";
    }
}
