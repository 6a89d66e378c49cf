package medusa.auth;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Who has proven lately that a password is his. Of the password it keeps a hash under a key that never leaves the process and
/// is gone with it: as long as nobody can read its memory, nothing can be guessed by that. Bounded; those asked for last stay.
///
/// Reactor thread only.
final class ProvenLogins {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /// @param authorizer who knows the user
    /// @param name       as he has given it
    /// @param until      by the reactor's clock
    private record Proof(Authorizer authorizer, String name, long until) {}

    private final Mac mac;
    private final Map<ByteBuffer, Proof> proofs;

    ProvenLogins(int most) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
        proofs = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Proof> eldest) {
                return size() > most;
            }
        };
    }

    /// What stands for a name and a password.
    ///
    /// @param name without a NUL, which ends it
    ByteBuffer key(String name, char[] password) {
        for (int i = 0; i < name.length(); i++) {
            update(name.charAt(i));
        }
        update('\0');
        for (char c : password) {
            update(c);
        }
        return ByteBuffer.wrap(mac.doFinal());
    }

    private void update(char c) {
        mac.update((byte) (c >> Byte.SIZE));
        mac.update((byte) c);
    }

    void add(ByteBuffer key, Authorizer authorizer, String name, long until) {
        proofs.put(key, new Proof(authorizer, name, until));
    }

    /// Whose they are, if he may still log in.
    Optional<User> find(ByteBuffer key, long now) {
        Proof proof = proofs.get(key);
        Optional<User> user = proof == null || proof.until() - now <= 0
                ? Optional.empty()
                : proof.authorizer().find(proof.name());
        if (proof != null && user.isEmpty()) {
            proofs.remove(key);
        }
        return user;
    }

    void forget() {
        proofs.clear();
    }

    int size() {
        return proofs.size();
    }
}
