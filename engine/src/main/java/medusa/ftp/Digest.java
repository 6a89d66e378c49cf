package medusa.ftp;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// A digest of bytes that come one after the other.
interface Digest {

    /// Those that are offered; the first one is what a client has who has not chosen.
    enum Algorithm {
        SHA_256("SHA-256"),
        SHA_512("SHA-512"),
        SHA_1("SHA-1"),
        MD5("MD5"),
        CRC32("CRC32");

        private final String label;

        Algorithm(String label) {
            this.label = label;
        }

        /// As HASH has it (draft-bryan-ftpext-hash §3).
        String label() {
            return label;
        }

        Digest begin() {
            return this == CRC32 ? checksum() : message(label);
        }
    }

    void add(ByteBuffer bytes);

    /// In hexadecimal digits; once.
    String end();

    private static Digest checksum() {
        CRC32 sum = new CRC32();
        return new Digest() {
            @Override
            public void add(ByteBuffer bytes) {
                sum.update(bytes);
            }

            @Override
            public String end() {
                return HexFormat.of().toHexDigits((int) sum.getValue());
            }
        };
    }

    private static Digest message(String name) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has these
        }
        return new Digest() {
            @Override
            public void add(ByteBuffer bytes) {
                digest.update(bytes);
            }

            @Override
            public String end() {
                return HexFormat.of().formatHex(digest.digest());
            }
        };
    }
}
