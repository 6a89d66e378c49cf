package medusa.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Private keys out of PEM files.
final class KeyReader {
    /// Kind of key, as [java.security.Key#getAlgorithm] calls it, and how to sign with it.
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA",
            "EdDSA", "EdDSA");
    private static final byte[] PROBE = "Does this key belong to that certificate?".getBytes();

    private KeyReader() {}

    /// The one key of `file`.
    ///
    /// @param password the file with the password of an encrypted key
    static PrivateKey read(PemFile file, Optional<Path> password) throws TlsException {
        PemFile.Block block = file.key()
                .orElseThrow(() -> new TlsException(file.path() + ": there is no private key in it"));
        byte[] pkcs8 = pkcs8(file, block, password);
        try {
            for (String kind : SIGNATURES.keySet()) {
                Optional<PrivateKey> key = key(kind, pkcs8);
                if (key.isPresent()) {
                    return key.get();
                }
            }
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
        throw damaged(file, block, password, ", or neither RSA, nor ECDSA on a curve that TLS knows, nor Ed25519");
    }

    private static byte[] pkcs8(PemFile file, PemFile.Block block, Optional<Path> password) throws TlsException {
        byte[] content = encrypted(block) ? decrypted(file, block, password) : block.content();
        try {
            return switch (block.type()) {
                case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY" -> content;
                case "RSA PRIVATE KEY" -> Der.rsaToPkcs8(content);
                case "EC PRIVATE KEY" -> Der.ecToPkcs8(content, file.content("EC PARAMETERS"));
                default -> throw new TlsException(file.path() + ": the key at line " + block.line()
                        + " is of a kind (" + block.type() + ") that is not for TLS");
            };
        } catch (IllegalArgumentException e) {
            throw damaged(file, block, password, ": " + e.getMessage());
        }
    }

    private static boolean encrypted(PemFile.Block block) {
        return block.cipher().isPresent() || block.type().equals("ENCRYPTED PRIVATE KEY");
    }

    /// A wrong password is not always found out before what it gives is read.
    private static TlsException damaged(PemFile file, PemFile.Block block, Optional<Path> password, String how) {
        return new TlsException(file.path() + (encrypted(block)
                ? ": the private key cannot be decrypted with the password in " + password.orElseThrow()
                : ": the private key at line " + block.line() + " is damaged" + how));
    }

    private static byte[] decrypted(PemFile file, PemFile.Block block, Optional<Path> password) throws TlsException {
        Path path = file.path();
        if (password.isEmpty()) {
            throw new TlsException(path + ": the private key is encrypted, and no file with its password is set");
        }
        char[] letters = PemFile.password(password.get());
        try {
            return EncryptedKey.decrypt(block, letters);
        } catch (GeneralSecurityException e) {
            // Without the cause, which may have seen the key half decrypted.
            throw damaged(file, block, password, "");
        } catch (UnsupportedOperationException e) {
            throw new TlsException(path + ": the private key is encrypted with " + e.getMessage()
                    + "; openssl pkcs8 -topk8 -v2 aes-256-cbc makes one that can be read", e);
        } finally {
            Arrays.fill(letters, '\0');
        }
    }

    private static Optional<PrivateKey> key(String kind, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every JDK has these three
        }
    }

    /// Whether they are the two halves of one pair: what one signs, the other verifies.
    static boolean belongTogether(PrivateKey secret, PublicKey open) {
        if (!secret.getAlgorithm().equals(open.getAlgorithm())) {
            return false;
        }
        try {
            Signature signer = Signature.getInstance(SIGNATURES.get(secret.getAlgorithm()));
            signer.initSign(secret);
            signer.update(PROBE);
            byte[] signature = signer.sign();
            signer.initVerify(open);
            signer.update(PROBE);
            return signer.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // two curves, for example
        }
    }
}
