package medusa.http.extension;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The nonces of the scheme Digest (RFC 7616 §3.3): when each was made, its number, and a proof that it was made here, so that
/// none has to be remembered before somebody has proven his password by it. From then on its counts are, since each is good for
/// one request. Bounded; where one has to be forgotten, all that are as old as it are good no more.
///
/// Reactor thread only.
final class DigestNonces {
    static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int PROOF = 16;
    private static final int BYTES = 2 * Long.BYTES + PROOF;
    private static final int TEXT = BYTES * 4 / 3 + 1;

    /// What has come with a nonce. Requests overtake each other on several connections, so a count may be lower than one before.
    ///
    /// @param seen bit n is for the count n below `highest`
    private record Counts(long made, long highest, long seen) {
        /// @return null if that count has come before, or may have
        Counts with(long count) {
            if (count > highest) {
                long ahead = count - highest;
                return new Counts(made, count, (ahead < Long.SIZE ? seen << ahead : 0) | 1);
            }
            long bit = highest - count < Long.SIZE ? 1L << (highest - count) : 0;
            return bit == 0 || (seen & bit) != 0 ? null : new Counts(made, highest, seen | bit);
        }
    }

    private final Mac mac;
    private final Map<String, Counts> used;
    private final long start;
    /// Nonces that were made before then are good no more.
    private long forgotten;
    private long number;

    /// @param most that are remembered
    /// @param now  by the reactor's clock
    DigestNonces(int most, long now) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
        start = now;
        used = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Counts> eldest) {
                if (size() > most) {
                    forgotten = Math.max(forgotten, eldest.getValue().made() + 1);
                    return true;
                }
                return false;
            }
        };
    }

    String make(long now) {
        byte[] bytes = new byte[BYTES];
        ByteBuffer.wrap(bytes).putLong(now - start).putLong(++number);
        System.arraycopy(proof(bytes), 0, bytes, BYTES - PROOF, PROOF);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] proof(byte[] nonce) {
        mac.update(nonce, 0, BYTES - PROOF);
        return Arrays.copyOf(mac.doFinal(), PROOF);
    }

    /// When it was made; -1 for one that is not good.
    private long made(String nonce, long now) {
        byte[] bytes;
        try {
            bytes = nonce.length() == TEXT ? Base64.getUrlDecoder().decode(nonce) : new byte[0];
        } catch (IllegalArgumentException e) {
            return -1;
        }
        if (bytes.length != BYTES
                || !MessageDigest.isEqual(proof(bytes), Arrays.copyOfRange(bytes, BYTES - PROOF, BYTES))) {
            return -1;
        }
        long made = ByteBuffer.wrap(bytes).getLong();
        return now - start - made > LIFETIME.toNanos() || made < forgotten && !used.containsKey(nonce) ? -1 : made;
    }

    /// Whether it was made here not long ago.
    boolean isGood(String nonce, long now) {
        return made(nonce, now) >= 0;
    }

    /// Whether nobody has proven anything by it yet.
    boolean isNew(String nonce) {
        return !used.containsKey(nonce);
    }

    /// Uses it, which is good, for a request that has proven its password.
    ///
    /// @param count of the client, an unsigned number
    /// @return false if it has been used so before
    boolean use(String nonce, int count, long now) {
        Counts before = used.get(nonce);
        Counts after = (before == null ? new Counts(made(nonce, now), 0, 1) : before)
                .with(Integer.toUnsignedLong(count));
        if (after != null) {
            used.put(nonce, after);
        }
        return after != null;
    }

    int remembered() {
        return used.size();
    }
}
