package medusa.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

import javax.security.auth.x500.X500Principal;

/// Makes a key and a certificate signed by itself (RFC 5280): ECDSA on P-256, for a server, no authority.
final class CertificateMaker {
    /// What browsers bear in public certificates: a year and a month.
    static final Duration VALIDITY = Duration.ofDays(397);
    /// A client whose clock is slow accepts it as well.
    private static final Duration BEFORE = Duration.ofDays(1);
    private static final int SERIAL_BITS = 127;

    private static final byte[] VERSION_3 = Der.bytes("a003020102");
    private static final byte[] ECDSA_WITH_SHA256 = Der.bytes("300a06082a8648ce3d040302");
    private static final byte[] TRUE = Der.bytes("0101ff");
    private static final byte[] BASIC_CONSTRAINTS = Der.bytes("0603551d13");
    private static final byte[] NO_AUTHORITY = Der.bytes("3000");
    private static final byte[] KEY_USAGE = Der.bytes("0603551d0f");
    private static final byte[] DIGITAL_SIGNATURE = Der.bytes("03020780");
    private static final byte[] EXTENDED_KEY_USAGE = Der.bytes("0603551d25");
    private static final byte[] SERVER = Der.bytes("300a06082b06010505070301");
    private static final byte[] KEY_IDENTIFIER = Der.bytes("0603551d0e");
    private static final byte[] ALTERNATIVE_NAMES = Der.bytes("0603551d11");
    private static final int EXTENSIONS_TAG = 0xa3;
    private static final int DNS_NAME_TAG = 0x82;
    private static final int IP_ADDRESS_TAG = 0x87;
    private static final int IDENTIFIER_BYTES = 20;

    private CertificateMaker() {}

    /// Key and certificate in PEM format.
    ///
    /// @param names at least one
    static String make(CertificateNames names, Instant now) throws TlsException {
        SecureRandom random = new SecureRandom();
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] facts = facts(names, now, pair, new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate(), random);
            signature.update(facts);
            byte[] certificate = Der.sequence(facts, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
            return pem("PRIVATE KEY", pair.getPrivate().getEncoded()) + pem("CERTIFICATE", certificate);
        } catch (GeneralSecurityException e) {
            throw new TlsException("a certificate cannot be made: " + e.getMessage(), e);
        }
    }

    /// What is signed.
    private static byte[] facts(CertificateNames names, Instant now, KeyPair pair, BigInteger serial)
            throws GeneralSecurityException {
        byte[] name = new X500Principal("CN=Medusa (signed by itself)").getEncoded();
        Instant begin = now.minus(BEFORE);
        byte[] key = pair.getPublic().getEncoded();
        byte[] identifier = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key), IDENTIFIER_BYTES);
        byte[] extensions = Der.sequence(extension(BASIC_CONSTRAINTS, TRUE, NO_AUTHORITY),
                extension(KEY_USAGE, TRUE, DIGITAL_SIGNATURE), extension(EXTENDED_KEY_USAGE, new byte[0], SERVER),
                extension(KEY_IDENTIFIER, new byte[0], Der.element(Der.OCTETS, identifier)),
                extension(ALTERNATIVE_NAMES, new byte[0], alternatives(names)));
        return Der.sequence(VERSION_3, Der.integer(serial), ECDSA_WITH_SHA256, name,
                Der.sequence(Der.time(begin), Der.time(begin.plus(VALIDITY))), name, key,
                Der.element(EXTENSIONS_TAG, extensions));
    }

    private static byte[] extension(byte[] id, byte[] critical, byte[] value) {
        return Der.sequence(id, critical, Der.element(Der.OCTETS, value));
    }

    private static byte[] alternatives(CertificateNames names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        names.hosts().stream().sorted().forEach(host -> all
                .writeBytes(Der.element(DNS_NAME_TAG, host.getBytes(StandardCharsets.US_ASCII))));
        names.addresses().forEach(address -> all.writeBytes(Der.element(IP_ADDRESS_TAG, address.getAddress())));
        return Der.sequence(all.toByteArray());
    }

    private static String pem(String type, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
