package medusa.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/// Certificates and files with them, made as a test needs them.
final class Certificates {
    /// Far apart, so that no test depends on the day: the JDK's own checks use the system's clock.
    static final Instant BEGIN = Instant.parse("2000-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2199-12-31T00:00:00Z");

    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final KeyPair RSA = generate("RSA");

    private Certificates() {}

    /// A certificate with its key, and the one who signed it.
    record Holder(X509Certificate certificate, KeyPair pair, Holder issuer) {
        PrivateKey key() {
            return pair.getPrivate();
        }

        String pem() {
            return Certificates.pem("CERTIFICATE", encoded());
        }

        String keyPem() {
            return Certificates.pem("PRIVATE KEY", key().getEncoded());
        }

        private byte[] encoded() {
            try {
                return certificate.getEncoded();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        /// Certificate and key in one file, as the server reads them.
        KeyFiles in(Path folder, String name) {
            return new KeyFiles(write(folder.resolve(name), pem() + keyPem()), Optional.empty(), Optional.empty());
        }

        TlsIdentity identity(Path folder) {
            try {
                return TlsIdentity.read(in(folder, "identity-" + certificate.getSerialNumber() + ".pem"));
            } catch (TlsException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// An RSA certificate as no authority of today would make it.
    ///
    /// @param algorithm signs it, with the issuer's kind of key
    static Holder weak(Holder issuer, int bits, String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return signed("CN=weak.example", generator.generateKeyPair(), issuer, false, BEGIN, END, algorithm,
                    "weak.example");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// The same RSA key each time, since finding one takes a while.
    static KeyPair pair(String kind) {
        return kind.equals("RSA") ? RSA : generate(kind);
    }

    private static KeyPair generate(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            switch (kind) {
                case "RSA" -> generator.initialize(2048);
                case "EC" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                default -> {
                }
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Holder authority(String name) {
        return make("CN=" + name, pair("EC"), null, true, BEGIN, END);
    }

    static Holder authority(String name, Holder issuer) {
        return make("CN=" + name, pair("EC"), issuer, true, BEGIN, END);
    }

    /// @param issuer null for one that signs itself
    static Holder leaf(String kind, Holder issuer, String... names) {
        return leaf(kind, issuer, BEGIN, END, names);
    }

    static Holder leaf(String kind, Holder issuer, Instant begin, Instant end, String... names) {
        return make("CN=common.example", pair(kind), issuer, false, begin, end, names);
    }

    /// @param names a literal address becomes one, anything else a host name
    static Holder make(String subject, KeyPair pair, Holder issuer, boolean authority, Instant begin, Instant end,
            String... names) {
        String algorithm = switch ((issuer == null ? pair : issuer.pair()).getPrivate().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        return signed(subject, pair, issuer, authority, begin, end, algorithm, names);
    }

    private static Holder signed(String subject, KeyPair pair, Holder issuer, boolean authority, Instant begin,
            Instant end, String algorithm, String... names) {
        try {
            X500Principal name = new X500Principal(subject);
            X500Principal by = issuer == null ? name : issuer.certificate().getSubjectX500Principal();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(by,
                    BigInteger.valueOf(SERIAL.getAndIncrement()), Date.from(begin), Date.from(end), name,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(List.of(names).stream()
                        .map(one -> new GeneralName(CertificateNames.address(one).isPresent()
                                ? GeneralName.iPAddress
                                : GeneralName.dNSName, one))
                        .toArray(GeneralName[]::new)));
            }
            PrivateKey signer = issuer == null ? pair.getPrivate() : issuer.key();
            return new Holder(new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer))), pair, issuer);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    static String pem(String type, byte[] content) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
