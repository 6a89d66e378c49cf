package medusa.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// A private key behind a password: PKCS#8 (RFC 8018) as far as the JDK knows the cipher, and OpenSSL's older form, whose
/// cipher is in a header.
final class EncryptedKey {
    /// By OpenSSL's name: the cipher, and how many bytes its key has.
    private static final Map<String, OlderCipher> OLDER = Map.of("AES-128-CBC", new OlderCipher("AES", 16),
            "AES-192-CBC", new OlderCipher("AES", 24), "AES-256-CBC", new OlderCipher("AES", 32), "DES-EDE3-CBC",
            new OlderCipher("DESede", 24));
    private static final int SALT_BYTES = 8;

    private record OlderCipher(String name, int keyBytes) {}

    private EncryptedKey() {}

    /// What is behind the password, in the format that the block's type tells. A wrong password may lead to garbage as well
    /// as to an error.
    ///
    /// @throws GeneralSecurityException if the password is wrong, or the block is damaged
    /// @throws UnsupportedOperationException naming the cipher, if it is none that can be decrypted
    static byte[] decrypt(PemFile.Block block, char[] password) throws GeneralSecurityException {
        return block.cipher().isPresent()
                ? decryptOlder(block.cipher().get(), block.content(), password)
                : decryptPkcs8(block.content(), password);
    }

    private static byte[] decryptPkcs8(byte[] content, char[] password) throws GeneralSecurityException {
        EncryptedPrivateKeyInfo info;
        SecretKeyFactory factory;
        try {
            info = new EncryptedPrivateKeyInfo(content);
            // The JDK tells the ciphers of PBES2 apart in the text of the parameters only.
            boolean second = info.getAlgName().equals("PBES2") && info.getAlgParameters() != null;
            factory = SecretKeyFactory.getInstance(second ? info.getAlgParameters().toString() : info.getAlgName());
        } catch (IOException | GeneralSecurityException e) {
            throw new UnsupportedOperationException("a cipher that this Java does not know", e);
        }
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            return info.getKeySpec(factory.generateSecret(spec)).getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] decryptOlder(String header, byte[] content, char[] password)
            throws GeneralSecurityException {
        String[] parts = header.split(",", 2);
        OlderCipher cipher = OLDER.get(parts[0].strip());
        if (cipher == null || parts.length < 2) {
            throw new UnsupportedOperationException(cipher == null ? parts[0] : "a header that has been cut off");
        }
        try {
            byte[] start = HexFormat.of().parseHex(parts[1].strip());
            byte[] salt = Arrays.copyOf(start, SALT_BYTES);
            byte[] key = derive(StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)), salt,
                    cipher.keyBytes());
            Cipher decryption = Cipher.getInstance(cipher.name() + "/CBC/PKCS5Padding");
            decryption.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, cipher.name()), new IvParameterSpec(start));
            return decryption.doFinal(content);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("no salt", e);
        }
    }

    /// As weak as it was in 1993; but the key is there, and so it is read.
    private static byte[] derive(ByteBuffer password, byte[] salt, int bytes) throws GeneralSecurityException {
        ByteBuffer key = ByteBuffer.allocate(bytes);
        MessageDigest digest = MessageDigest.getInstance("MD5");
        byte[] last = new byte[0];
        while (key.hasRemaining()) {
            digest.update(last);
            digest.update(password.duplicate());
            digest.update(salt);
            last = digest.digest();
            key.put(last, 0, Math.min(last.length, key.remaining()));
        }
        return key.array();
    }
}
