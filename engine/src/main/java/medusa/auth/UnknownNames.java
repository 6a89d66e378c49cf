package medusa.auth;

import java.security.SecureRandom;
import java.util.List;

/// Makes a log-in under a name that nobody knows as much work as any other. Any thread.
@FunctionalInterface
interface UnknownNames {

    /// Hashes `password`, and forgets the hash.
    void check(List<Authorizer> asked, String name, char[] password);

    /// As the first of them does it for those whom it knows, or else as SCRAM with the usual cost.
    static UnknownNames standard() {
        byte[] salt = new byte[ScramKeys.SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return (asked, name, password) -> {
            if (asked.stream().anyMatch(each -> each.pretend(name, password))) {
                return;
            }
            try {
                ScramKeys.of(password, salt, ScramKeys.STANDARD_ITERATIONS);
            } catch (IllegalArgumentException e) {
                // It holds what no password may, which is as quickly seen for a name that is known.
            }
        };
    }
}
