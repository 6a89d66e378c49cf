package medusa.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.MiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import medusa.tls.Certificates.Holder;

class TlsIdentityTest {
    private static final String PASSWORD = "correct horse";

    @TempDir
    private Path folder;

    /// A file format of private keys.
    private interface Format extends Function<PrivateKey, String> {}

    private static String pem(PemObjectGenerator object) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    private static PrivateKeyInfo info(PrivateKey key) {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        try {
            if (!key.getAlgorithm().equals("EC")) {
                return info;
            }
            // The JDK leaves the curve out of the inner structure.
            ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
            return new PrivateKeyInfo(info.getPrivateKeyAlgorithm(),
                    new ECPrivateKey(256, bare.getKey(), info.getPrivateKeyAlgorithm().getParameters()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// PKCS#1 or SEC 1.
    private static String older(PrivateKeyInfo info, String type) {
        try {
            return Certificates.pem(type, info.parsePrivateKey().toASN1Primitive().getEncoded());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String older(PrivateKey key) {
        return older(info(key), key.getAlgorithm() + " PRIVATE KEY");
    }

    private static String withoutCurve(PrivateKey key) {
        return older(PrivateKeyInfo.getInstance(key.getEncoded()), "EC PRIVATE KEY");
    }

    /// As `openssl ecparam -genkey` writes it, but that it names the curve in both places.
    private static String withParameters(PrivateKey key) {
        return Certificates.pem("EC PARAMETERS", HexFormat.of().parseHex("06082a8648ce3d030107")) + withoutCurve(key);
    }

    private static String encrypted(PrivateKey key, ASN1ObjectIdentifier cipher) {
        try {
            return pem(new JcaPKCS8Generator(key, new JceOpenSSLPKCS8EncryptorBuilder(cipher)
                    .setProvider(new BouncyCastleProvider()).setRandom(new SecureRandom())
                    .setPassword(PASSWORD.toCharArray()).build()));
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static String encryptedWithHeaders(PrivateKey key) {
        return pem(new MiscPEMGenerator(info(key), new JcePEMEncryptorBuilder("AES-256-CBC")
                .setProvider(new BouncyCastleProvider()).build(PASSWORD.toCharArray())));
    }

    static Stream<Arguments> formats() {
        Format pkcs8 = key -> Certificates.pem("PRIVATE KEY", key.getEncoded());
        Format older = TlsIdentityTest::older;
        Format parameters = TlsIdentityTest::withParameters;
        Format aes = key -> encrypted(key, NISTObjectIdentifiers.id_aes256_CBC);
        Format headers = TlsIdentityTest::encryptedWithHeaders;
        return Stream.of(Arguments.of("RSA", "PKCS#8", pkcs8), Arguments.of("EC", "PKCS#8", pkcs8),
                Arguments.of("Ed25519", "PKCS#8", pkcs8), Arguments.of("RSA", "PKCS#1", older),
                Arguments.of("EC", "SEC 1", older), Arguments.of("EC", "SEC 1 with parameters", parameters),
                Arguments.of("RSA", "PKCS#8, AES", aes), Arguments.of("EC", "PKCS#8, AES", aes),
                Arguments.of("Ed25519", "PKCS#8, AES", aes), Arguments.of("RSA", "PKCS#1, AES", headers),
                Arguments.of("EC", "SEC 1, AES", headers));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("formats")
    void everyFormatOfKeysIsRead(String kind, String name, Format format) throws TlsException {
        Holder holder = Certificates.leaf(kind, null, "a.example");
        KeyFiles files = new KeyFiles(file("cert.pem", holder.pem()),
                Optional.of(file("key.pem", format.apply(holder.key()))),
                Optional.of(file("password", PASSWORD + "\r\n")));
        TlsIdentity identity = TlsIdentity.read(files);
        assertThat(KeyReader.belongTogether(identity.key(), holder.certificate().getPublicKey())).isTrue();
        assertThat(identity.chain()).containsExactly(holder.certificate());
    }

    @Test
    void bothMayBeInOneFileAmongCommentsAndWithAnyEndsOfLines() throws TlsException {
        Holder holder = Certificates.leaf("EC", null, "a.example");
        String text = "Bag Attributes: ß\n  " + holder.keyPem().replace("\n", "  \n") + "\nsubject=CN = x\n"
                + holder.pem() + "# the end";
        KeyFiles one = new KeyFiles(file("both.pem", text.replace("\n", "\r\n")), Optional.empty(), Optional.empty());
        assertThat(TlsIdentity.read(one).chain()).containsExactly(holder.certificate());
    }

    @Test
    void aChainInAnyOrderBeginsWithTheKeysOwnAndEndsBelowTheRoot() throws TlsException {
        Holder root = Certificates.authority("root");
        Holder upper = Certificates.authority("upper", root);
        Holder lower = Certificates.authority("lower", upper);
        Holder leaf = Certificates.leaf("EC", lower, "a.example");
        Holder stranger = Certificates.leaf("EC", root, "b.example");
        Path chain = file("chain.pem", root.pem() + upper.pem() + stranger.pem() + leaf.pem() + lower.pem());
        TlsIdentity identity = TlsIdentity.read(new KeyFiles(chain, file("key.pem", leaf.keyPem())));
        assertThat(identity.chain()).containsExactly(leaf.certificate(), lower.certificate(), upper.certificate());
    }

    static Stream<Arguments> badInput() {
        Holder holder = Certificates.leaf("EC", null, "a.example");
        Holder other = Certificates.leaf("EC", null, "a.example");
        Holder rsa = Certificates.leaf("RSA", null, "a.example");
        String cert = holder.pem();
        String key = holder.keyPem();
        String damaged = "-----BEGIN %s-----\nAAAA\n-----END %s-----\n";
        return Stream.of(
                Arguments.of("", key, "cert.pem: there is no certificate in it (PEM is wanted: "
                        + "-----BEGIN CERTIFICATE-----)"),
                Arguments.of("garbage\0\1\377", key, "cert.pem: there is no certificate in it (PEM is wanted: "
                        + "-----BEGIN CERTIFICATE-----)"),
                Arguments.of(null, key, "cert.pem: there is no such file"),
                Arguments.of(cert, null, "key.pem: there is no such file"),
                Arguments.of("folder", key, "cert.pem: is a folder"),
                Arguments.of(cert, cert, "key.pem: there is no private key in it"),
                Arguments.of(cert, key + key, "key.pem: there are 2 private keys in it, where one is wanted"),
                Arguments.of(cert, other.keyPem(),
                        "cert.pem: the certificate does not belong to the private key in FOLDER/key.pem"),
                Arguments.of(cert + other.pem(), rsa.keyPem(),
                        "cert.pem: none of the 2 certificates belongs to the private key in FOLDER/key.pem"),
                Arguments.of(cert + "\n" + damaged.replace("%s", "CERTIFICATE"), key,
                        "cert.pem: the certificate at line " + (lines(cert) + 2) + " is damaged"),
                Arguments.of(cert.replace("-----END CERTIFICATE-----", ""), key,
                        "cert.pem: what begins at line 1 has no end"),
                Arguments.of(cert.replace("MII", "M?I").replace("MIH", "M?H"), key,
                        "cert.pem: what begins at line 1 is damaged"),
                Arguments.of(cert, damaged.replace("%s", "PRIVATE KEY"),
                        "key.pem: the private key at line 1 is damaged, "
                                + "or neither RSA, nor ECDSA on a curve that TLS knows, nor Ed25519"),
                Arguments.of(cert, damaged.replace("%s", "EC PRIVATE KEY"),
                        "key.pem: the private key at line 1 is damaged: it is not in DER"),
                Arguments.of(cert, withoutCurve(holder.key()), "key.pem: the private key at line 1 is damaged: "
                        + "it names no curve"),
                Arguments.of(cert, damaged.replace("%s", "OPENSSH PRIVATE KEY"),
                        "key.pem: the key at line 1 is of a kind (OPENSSH PRIVATE KEY) that is not for TLS"),
                Arguments.of(cert, encrypted(holder.key(), NISTObjectIdentifiers.id_aes128_CBC),
                        "key.pem: the private key is encrypted, and no file with its password is set"),
                Arguments.of(cert, encryptedWithHeaders(rsa.key()),
                        "key.pem: the private key is encrypted, and no file with its password is set"));
    }

    private static int lines(String text) {
        return (int) text.lines().count();
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("badInput")
    void whatIsWrongIsSaidInOneLine(String cert, String key, String message) throws IOException {
        Path certificate = folder.resolve("cert.pem");
        if ("folder".equals(cert)) {
            Files.createDirectory(certificate);
        } else if (cert != null) {
            file("cert.pem", cert);
        }
        if (key != null) {
            file("key.pem", key);
        }
        assertThatThrownBy(() -> TlsIdentity.read(new KeyFiles(certificate, folder.resolve("key.pem"))))
                .isInstanceOf(TlsException.class)
                .hasMessage(folder + "/" + message.replace("FOLDER", folder.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aes     | wrong | /key.pem: the private key cannot be decrypted with the password in FOLDER/password
            headers | wrong | /key.pem: the private key cannot be decrypted with the password in FOLDER/password
            des     | right | /key.pem: the private key is encrypted with a cipher that this Java does not know; openssl pkcs8 -topk8 -v2 aes-256-cbc makes one that can be read
            rc2     | right | /key.pem: the private key is encrypted with RC2-40-CBC; openssl pkcs8 -topk8 -v2 aes-256-cbc makes one that can be read
            aes     | ''    | /password: there is no password in its first line
            """)
    void whatCannotBeDecryptedIsSaid(String format, String password, String message) {
        Holder holder = Certificates.leaf("EC", null, "a.example");
        String key = switch (format) {
            case "aes" -> encrypted(holder.key(), NISTObjectIdentifiers.id_aes256_CBC);
            case "des" -> encrypted(holder.key(), PKCSObjectIdentifiers.des_EDE3_CBC);
            case "rc2" -> encryptedWithHeaders(holder.key()).replace("AES-256-CBC", "RC2-40-CBC");
            default -> encryptedWithHeaders(holder.key());
        };
        KeyFiles files = new KeyFiles(file("cert.pem", holder.pem()), Optional.of(file("key.pem", key)),
                Optional.of(file("password", password + "\n")));
        assertThatThrownBy(() -> TlsIdentity.read(files)).isInstanceOf(TlsException.class)
                .hasMessage(folder + message.replace("FOLDER", folder.toString()));
    }

    @ParameterizedTest
    @CsvSource({"a.example, true", "A.EXAMPLE., true", "x.a.example, false", "x.b.example, true",
        "x.y.b.example, false", "b.example, false", "192.0.2.1, true", "192.0.2.2, false", "2001:db8:0::1, true",
        "[2001:db8::1], true", "common.example, false", "'', false"})
    void namesAreComparedAsClientsDo(String host, boolean covered) {
        Holder holder = Certificates.leaf("EC", null, "A.example", "*.B.example", "192.0.2.1", "2001:db8::1");
        assertThat(holder.identity(folder).names().covers(host)).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CN=a.example        | a.example
            O=x,CN=a.example    | a.example
            O=x+CN=a.example    | a.example
            CN=192.0.2.1        | 192.0.2.1
            CN=*.a.example,C=DE | b.a.example
            """)
    void withoutOtherNamesTheCommonNameCounts(String subject, String host) {
        Holder holder = Certificates.make(subject, Certificates.pair("EC"), null, false, Certificates.BEGIN,
                Certificates.END);
        assertThat(CertificateNames.of(holder.certificate()).covers(host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            2026-01-01T00:00:00Z | none
            2026-02-14T00:00:00Z | none
            2026-02-14T00:00:01Z | the certificate ends at 2026-02-28T00:00:00Z; it should be renewed
            2026-02-28T00:00:00Z | the certificate ends at 2026-02-28T00:00:00Z; it should be renewed
            2026-02-28T00:00:01Z | the certificate has ended at 2026-02-28T00:00:00Z; clients refuse it
            2025-12-31T23:59:59Z | the certificate is valid only from 2026-01-01T00:00:00Z on
            """)
    void theEndIsAnnouncedAFortnightBefore(Instant now, String warning) {
        TlsIdentity identity = Certificates.leaf("EC", null, Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-02-28T00:00:00Z"), "a.example").identity(folder);
        assertThat(identity.warning(now))
                .isEqualTo(Optional.ofNullable(warning).map(text -> identity.path() + ": " + text));
    }

    @Test
    void whatClientsRefuseIsSaid() throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Holder root = Certificates.authority("root");
        Holder middle = Certificates.authority("middle", root);
        Holder leaf = Certificates.leaf("EC", middle, "a.example");
        Path file = folder.resolve("cert.pem");
        String missing = file + ": the issuer's certificate (CN=middle) is not in the file; clients that do not have it"
                + " refuse the server's";
        assertThat(read(leaf.pem(), leaf.keyPem()).warnings(now)).containsExactly(missing);
        assertThat(read(leaf.pem() + root.pem(), leaf.keyPem()).warnings(now)).containsExactly(missing);
        assertThat(read(leaf.pem() + middle.pem(), leaf.keyPem()).warnings(now)).isEmpty();
        Holder direct = Certificates.leaf("EC", root, "a.example");
        assertThat(read(direct.pem() + root.pem(), direct.keyPem()).warnings(now)).isEmpty();
        Holder own = Certificates.leaf("EC", null, "a.example");
        assertThat(read(own.pem(), own.keyPem()).warnings(now)).isEmpty();
        assertThat(read(own.pem(), own.keyPem()).selfSigned()).isTrue();
        assertThat(read(leaf.pem(), leaf.keyPem()).selfSigned()).isFalse();
        Holder small = Certificates.weak(root, 1024, "SHA1withECDSA");
        assertThat(read(small.pem() + root.pem(), small.keyPem()).warnings(now)).containsExactly(
                file + ": the certificate has an RSA key of 1024 bits; clients refuse less than 2048",
                file + ": the certificate is signed by way of SHA1withECDSA, which clients refuse");
        Holder old = Certificates.weak(null, 2048, "SHA1withRSA");
        assertThat(read(old.pem(), old.keyPem()).warnings(now)).isEmpty();
    }

    private TlsIdentity read(String certificates, String key) throws TlsException {
        Certificates.write(folder.resolve("cert.pem"), certificates);
        Certificates.write(folder.resolve("key.pem"), key);
        return TlsIdentity.read(new KeyFiles(folder.resolve("cert.pem"), folder.resolve("key.pem")));
    }

    @Test
    void theFingerprintIsWhatBrowsersShow() throws Exception {
        Holder holder = Certificates.leaf("EC", null, "a.example");
        X509Certificate certificate = holder.certificate();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        assertThat(holder.identity(folder).fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}")
                .isEqualTo(HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
    }

    @Test
    void nothingOfTheKeyIsShown() {
        Holder holder = Certificates.leaf("EC", null, "a.example");
        TlsIdentity identity = holder.identity(folder);
        assertThat(identity.toString()).isEqualTo(identity.path() + " [a.example][]");
        assertThat(List.of(new PemFile.Block("PRIVATE KEY", 7, Optional.empty(), new byte[]{65})))
                .hasToString("[PRIVATE KEY at line 7]");
    }

    private Path file(String name, String text) {
        return Certificates.write(folder.resolve(name), text);
    }
}
